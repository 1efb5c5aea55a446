import CommerceCore
import CommerceEngine
import TestSupport

/// A catalog that answers queries by looking at every product: slow and plain, to compare the index with.
///
/// Its texts are made of words whose folded form is written beside them, so it folds nothing itself.
struct SearchModel {
    struct Product {
        var entry: CatalogEntry
        var nameKey: String
        /// Folded.
        var words: [String]
        var codes: [String]
    }

    static let words: [(written: String, folded: String)] = [
        ("Café", "cafe"), ("cafe\u{301}s", "cafes"), ("STRASSE", "strasse"), ("Straße", "strasse"),
        ("Mug", "mug"), ("Mugs", "mugs"), ("white", "white"), ("WHITE", "white"), ("Łódź", "lodz"),
        ("Œuvre", "oeuvre"), ("a", "a"), ("ab", "ab"), ("abc", "abc"), ("12", "12"), ("Ärmel", "armel"),
        ("Чай", "чай"), ("чайник", "чайник"), ("茶", "茶"), ("z9", "z9"), ("Ÿ", "y"),
    ]
    static let tags = ["Red", "SALE", "été"]
    static let foldedTags = ["red", "sale", "ete"]

    var products: [UInt32: Product] = [:]

    static func makeProduct(using random: inout SeededGenerator) -> Product {
        let picked = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            words.randomElement(using: &random)!
        }
        let name = picked.map(\.written).joined(separator: random.oneIn(3) ? "-" : " ")
        let isHyphenated = name.contains("-")
        var entry = CatalogEntry(
            name: name, price: Money(minorUnits: .random(in: 0...20, using: &random)),
            updatedAt: Timestamp(milliseconds: .random(in: 0...30, using: &random)))
        entry.maxPrice = Money(minorUnits: entry.minPrice.minorUnits + .random(in: 0...5, using: &random))
        let described = words.randomElement(using: &random)!
        entry.description = "(\(described.written).)"
        let serial = Int.random(in: 0...60, using: &random)
        entry.skus = ["AB-\(serial)", "#z9\(serial)"]
        let tag = Int.random(in: 0...3, using: &random)
        if tag < 3 { entry.tags = [tags[tag]] }
        entry.categories = Array(Set((0..<2).map { _ in UInt32.random(in: 0...5, using: &random) }))
        entry.status = ProductStatus.allCases.randomElement(using: &random)!
        entry.isVisible = !random.oneIn(3)
        entry.isFeatured = random.oneIn(4)
        entry.stock = makeStock(using: &random)
        let tagWords = tag < 3 ? [foldedTags[tag]] : []
        return Product(
            entry: entry, nameKey: picked.map(\.folded).joined(separator: isHyphenated ? "-" : " "),
            words: picked.map(\.folded) + [described.folded] + tagWords,
            codes: ["ab-\(serial)", "z9\(serial)"])
    }

    static func makeStock(using random: inout SeededGenerator) -> CatalogStock {
        let units = Int64.random(in: -2...9, using: &random)
        return CatalogStock(available: Quantity(units), isInStock: units > 0)
    }

    static func makeQuery(using random: inout SeededGenerator, page: ListRequest) -> CatalogQuery {
        var query = CatalogQuery(page: page)
        let parts = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            switch Int.random(in: 0...4, using: &random) {
            case 0: "AB-\(Int.random(in: 0...6, using: &random))"
            case 1: "Ab"
            default:
                words.randomElement(using: &random)!.folded.prefix(.random(in: 1...4, using: &random))
                    .uppercased()
            }
        }
        query.text = parts.joined(separator: "  ")
        if random.oneIn(3) {
            query.statuses = [.published, .archived].suffix(.random(in: 1...2, using: &random))
        }
        if random.oneIn(4) { query.categories = [0, 3] }
        if random.oneIn(5) { query.tags = ["ÉTÉ", "red"] }
        if random.oneIn(3) { query.isVisible = random.oneIn(2) }
        if random.oneIn(5) { query.isFeatured = random.oneIn(2) }
        if random.oneIn(4) { query.isInStock = random.oneIn(2) }
        if random.oneIn(4) { query.priceFrom = Money(minorUnits: .random(in: 0...20, using: &random)) }
        if random.oneIn(4) { query.priceTo = Money(minorUnits: .random(in: 0...20, using: &random)) }
        query.sort = CatalogQuery.Sort.allCases.randomElement(using: &random)!
        return query
    }

    /// All rows of the list, in order, whatever page is asked for.
    func rows(_ query: CatalogQuery) -> [UInt32] {
        let matching = products.filter { matches($0.value, query) }
        let ascending = matching.sorted { left, right in
            let (one, other) = (left.value.entry, right.value.entry)
            return switch query.sort {
            case .createdAt: left.key < right.key
            case .name: (left.value.nameKey, left.key) < (right.value.nameKey, right.key)
            case .price: (one.minPrice, left.key) < (other.minPrice, right.key)
            case .updatedAt: (one.updatedAt, left.key) < (other.updatedAt, right.key)
            case .available: (one.stock.available, left.key) < (other.stock.available, right.key)
            }
        }
        let rows = ascending.map(\.key)
        return query.page.isDescending ? rows.reversed() : rows
    }

    private func matches(_ product: Product, _ query: CatalogQuery) -> Bool {
        let entry = product.entry
        let terms = product.words + product.codes
        for part in query.text.lowercased().split(separator: " ") {
            let words = part.split(separator: "-")
            let hasWords = words.allSatisfy { word in terms.contains { $0.hasPrefix(word) } }
            guard hasWords || product.codes.contains(where: { $0.hasPrefix(part) }) else { return false }
        }
        if !query.statuses.isEmpty, !query.statuses.contains(entry.status) { return false }
        if let wanted = query.categories, Set(wanted).isDisjoint(with: entry.categories) { return false }
        if !query.tags.isEmpty, !entry.tags.contains(where: { $0 == "Red" || $0 == "été" }) { return false }
        if let isVisible = query.isVisible, isVisible != entry.isVisible { return false }
        if let isFeatured = query.isFeatured, isFeatured != entry.isFeatured { return false }
        if let isInStock = query.isInStock, isInStock != entry.stock.isInStock { return false }
        if let from = query.priceFrom, entry.maxPrice < from { return false }
        if let to = query.priceTo, to < entry.minPrice { return false }
        return true
    }
}
