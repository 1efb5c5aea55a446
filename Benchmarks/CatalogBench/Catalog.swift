/// A made-up catalog, the same every time: names of two to four of 2,000 words, three variants each, tags and
/// categories as shops have them (few that are common, many that are rare).
struct Catalog {
    private static let nouns = [
        "mug", "plate", "shirt", "lamp", "chair", "table", "poster", "candle", "basket", "blanket", "towel",
        "vase",
    ]
    static let tagCount = 500
    static let categoryCount = 200

    private var random = Random(state: 42)

    /// The line that makes product `number`; `categories` are ids.
    mutating func line(_ number: Int, categories: [String]) -> String {
        let noun = Catalog.nouns[random.below(Catalog.nouns.count)]
        let words = (0..<random.below(3) + 1).map { _ in Catalog.word(random.skewed(below: 2_000)) }
        let name = (words + [noun]).joined(separator: " ")
        let price = "\(random.below(200)).\(10 + random.below(90))"
        let status = random.below(10) == 0 ? "DRAFT" : "PUBLISHED"
        let tags = (0..<random.below(4)).map { _ in "\"tag \(random.skewed(below: Catalog.tagCount))\"" }
        let category = categories[random.skewed(below: categories.count)]
        let sizes = ["Small", "Medium", "Large"].enumerated().map { index, size in
            "{\"name\":\"\(size)\",\"sku\":\"SKU-\(number)-\(index)\",\"quantity\":\(random.below(50)),"
                + "\"attributes\":{\"Size\":\"\(size)\"}}"
        }
        return
            "{\"op\":\"products.create\",\"name\":\"\(name)\",\"basePrice\":\"\(price)\",\"status\":\"\(status)\","
            + "\"isFeatured\":\(random.below(50) == 0),\"isVisible\":\(random.below(20) != 0),"
            + "\"description\":\"A \(noun) made of \(Catalog.word(random.below(2_000))) and "
            + "\(Catalog.word(random.below(2_000))).\",\"tags\":[\(Set(tags).sorted().joined(separator: ","))],"
            + "\"categoryIds\":[\"\(category)\"],\"variants\":[\(sizes.joined(separator: ","))]}"
    }

    /// Words of syllables, so that many begin alike.
    static func word(_ number: Int) -> String {
        let syllables = ["ba", "co", "di", "fu", "ga", "lo", "mi", "nu", "ra", "so", "ti", "ve", "za"]
        var rest = number + 13
        var word = ""
        while rest > 0 {
            word += syllables[rest % 13]
            rest /= 13
        }
        return word
    }
}

/// Knuth's linear congruential generator: the same numbers on every machine.
struct Random {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    /// Small numbers far more often than great ones.
    mutating func skewed(below bound: Int) -> Int { min(below(bound), below(bound), below(bound)) }
}
