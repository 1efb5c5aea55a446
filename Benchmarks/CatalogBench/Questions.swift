/// What a list of products is asked for.
enum Questions {
    nonisolated(unsafe) static var category = ""
    static let sorts = [
        "createdAt", "-createdAt", "name", "-name", "price", "-price", "updatedAt", "available",
    ]

    private static func list(_ members: String) -> [UInt8] {
        Array("{\"op\":\"products.list\",\(members)}".utf8)
    }

    static var all: [(name: String, line: (Int) -> [UInt8])] {
        var all: [(name: String, line: (Int) -> [UInt8])] = [
            ("search: one common word", { _ in list("\"q\":\"mug\"") }),
            ("search: beginning of words, 1 letter", { list("\"q\":\"\(letter($0))\"") }),
            ("search: beginning of words, 2 letters", { list("\"q\":\"\(letter($0))\(vowel($0))\"") }),
            ("search: two words, by name", { list("\"q\":\"\(Catalog.word($0)) mug\",\"sort\":\"name\"") }),
            ("search: a SKU", { list("\"q\":\"SKU-\($0 * 331)-1\"") }),
            ("search: beginning of a SKU", { list("\"q\":\"SKU-\($0 % 90 + 10)\"") }),
            ("filter: status", { _ in list("\"status\":\"DRAFT\"") }),
            ("filter: category with its subtree", { _ in list("\"categoryId\":\"\(category)\"") }),
            ("filter: a common tag", { _ in list("\"tags\":[\"tag 3\"]") }),
            ("filter: a rare tag", { list("\"tags\":[\"tag \(400 + $0 % 100)\"]") }),
            (
                "filter: price range",
                { list("\"minPrice\":\"\($0 % 100)\",\"maxPrice\":\"\($0 % 100 + 5)\"") }
            ),
            ("filter: featured", { _ in list("\"featured\":true") }),
            ("filter: not visible", { _ in list("\"visible\":false") }),
            ("filter: in stock", { _ in list("\"inStock\":true") }),
            ("filter: out of stock", { _ in list("\"inStock\":false") }),
            (
                "all filters together",
                {
                    list(
                        "\"q\":\"\(letter($0))\",\"status\":\"PUBLISHED\",\"categoryId\":\"\(category)\",\"inStock\":true,"
                            + "\"visible\":true,\"minPrice\":\"5\",\"maxPrice\":\"150\",\"sort\":\"-price\"")
                }
            ),
        ]
        for sort in sorts { all.append(("sort: \(sort)", { _ in list("\"sort\":\"\(sort)\"") })) }
        all.append(("offset 10,000 by name", { _ in list("\"sort\":\"name\",\"offset\":10000") }))
        all.append(("limit 100", { _ in list("\"limit\":100") }))
        return all
    }

    private static func letter(_ round: Int) -> Character { Array("bcdfglmnrstvz")[round % 13] }
    private static func vowel(_ round: Int) -> Character { ["a", "o", "i", "u"][round % 4] }
}
