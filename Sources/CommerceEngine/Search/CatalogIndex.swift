import CommerceCore

/// The read model of the products: what search and every filtered list is answered from.
///
///     rows = products that were put in and not taken out;   each structure holds exactly these rows
///
/// Derived from the catalog, never recorded. Sales do not touch it: they mark the product in ``dirty``, and a
/// query that needs stock asks for the marked ones first. It belongs to whoever owns the products, and is not
/// to be used from two threads.
package final class CatalogIndex {
    struct Flags: OptionSet {
        let rawValue: UInt8

        static let draft = Flags(rawValue: 1)
        static let published = Flags(rawValue: 2)
        static let archived = Flags(rawValue: 4)
        static let visible = Flags(rawValue: 8)
        static let featured = Flags(rawValue: 16)
        static let inStock = Flags(rawValue: 32)

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(_ status: ProductStatus) {
            switch status {
            case .draft: self = .draft
            case .published: self = .published
            case .archived: self = .archived
            }
        }
    }

    /// Products whose stock has changed since the last query that needed it.
    package let dirty = DirtyRows()

    private(set) var rows = Bitmap()
    let text: TextIndex
    private(set) var flags = FlagColumns<Flags>()
    private(set) var categories = GroupIndex<UInt32>()
    private(set) var tags = GroupIndex<String>()
    var byName = LazyOrder<TextKey>()
    var byPrice = LazyOrder<NumberKey>()
    var byUpdated = LazyOrder<NumberKey>()
    var byAvailable = LazyOrder<NumberKey>()
    private(set) var maxPrices: [Int64] = []

    package init(hash: ByteHash) { text = TextIndex(hash: hash) }

    package var count: Int { rows.count }
    /// How many different words and codes its texts have.
    package var termCount: Int { text.termCount }
    var capacity: Int { maxPrices.count }

    /// Puts the product in, or brings it up to date.
    ///
    /// - Complexity: O(bytes of its texts); a change of one field costs the reading of the texts and that field.
    package func replace(_ ordinal: UInt32, with entry: CatalogEntry) {
        rows.insert(ordinal)
        text.replace(ordinal, texts: [entry.name, entry.description] + entry.tags, codes: entry.skus)
        var facts = Flags(entry.status)
        if entry.isVisible { facts.insert(.visible) }
        if entry.isFeatured { facts.insert(.featured) }
        if entry.stock.isInStock { facts.insert(.inStock) }
        flags.set(ordinal, facts)
        categories.replace(ordinal, with: entry.categories)
        tags.replace(ordinal, with: entry.tags.map { $0.lowercased() })
        byName.set(ordinal, TextKey(folding: entry.name))
        byPrice.set(ordinal, NumberKey(entry.minPrice.minorUnits))
        byUpdated.set(ordinal, NumberKey(entry.updatedAt.milliseconds))
        byAvailable.set(ordinal, NumberKey(entry.stock.available.units))
        let missing = Int(ordinal) + 1 - maxPrices.count
        if missing > 0 { maxPrices.append(contentsOf: repeatElement(.min, count: missing)) }
        maxPrices[Int(ordinal)] = entry.maxPrice.minorUnits
        dirty.reserve(Int(ordinal) + 1)
    }

    /// Takes the product out. Does nothing if it is not in.
    package func remove(_ ordinal: UInt32) {
        guard rows.remove(ordinal) else { return }
        text.replace(ordinal, texts: [], codes: [])
        flags.set(ordinal, [])
        categories.replace(ordinal, with: [])
        tags.replace(ordinal, with: [])
        byName.remove(ordinal)
        byPrice.remove(ordinal)
        byUpdated.remove(ordinal)
        byAvailable.remove(ordinal)
    }

    /// Does now what the next queries would: for after recovery or an import, and in idle moments.
    package func settle() {
        text.settle()
        byName.settle()
        byPrice.settle()
        byUpdated.settle()
        byAvailable.settle()
    }

    /// Brings the marked products up to date. Queries do it; one that is done now and then besides keeps them
    /// from finding many.
    ///
    /// - Complexity: O(marked); the orders move their rows when they are looked at.
    package func refresh(_ stock: (UInt32) -> CatalogStock) {
        guard dirty.count > 0 else { return }
        dirty.drain { ordinal in
            guard rows.contains(ordinal) else { return }
            let now = stock(ordinal)
            var facts = flags[ordinal]
            if now.isInStock { facts.insert(.inStock) } else { facts.remove(.inStock) }
            flags.set(ordinal, facts)
            byAvailable.note(ordinal, NumberKey(now.available.units))
        }
    }

    /// How many products are in this category itself.
    package func count(ofCategory category: UInt32) -> Int { categories.count(of: category) }
    /// How many products have this tag.
    package func count(ofTag tag: String) -> Int { tags.count(of: tag.lowercased()) }
}
