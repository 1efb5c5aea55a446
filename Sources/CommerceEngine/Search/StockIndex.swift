package import CommerceCore

/// The read model of the variants and their stock: what inventory search and lists are answered from.
///
///     rows = variants that were put in and not taken out;   each structure holds exactly these rows
///
/// As ``CatalogIndex``: derived, kept by one thread, and spared by sales, which only mark the variant in
/// ``dirty``.
package final class StockIndex {
    /// Variants whose figures have changed since the last query that needed them.
    package let dirty = DirtyRows()

    private var rows = Bitmap()
    private var capacity = 0
    private let text: TextIndex
    private var flags = FlagColumns<StockFlags>()
    private var categories = GroupIndex<UInt32>()
    private var byName = LazyOrder<TextKey>()
    private var bySKU = LazyOrder<TextKey>()
    private var byUpdated = LazyOrder<NumberKey>()
    private var byAvailable = LazyOrder<NumberKey>()

    package init(hash: ByteHash) { text = TextIndex(hash: hash) }

    package var count: Int { rows.count }

    /// Puts the variant in, or brings it up to date.
    ///
    /// - Complexity: O(bytes of its texts).
    package func replace(_ ordinal: UInt32, with entry: StockEntry) {
        rows.insert(ordinal)
        capacity = max(capacity, Int(ordinal) + 1)
        dirty.reserve(capacity)
        let codes = [entry.sku, entry.barcode].compactMap(\.self)
        text.replace(ordinal, texts: [entry.productName, entry.variantName], codes: codes)
        categories.replace(ordinal, with: entry.categories)
        byName.set(
            ordinal, TextKey(folding: "\(entry.productName)\u{1}\(entry.variantName)"))
        bySKU.set(ordinal, TextKey(folding: entry.sku ?? ""))
        flags.set(ordinal, entry.figures.flags)
        byUpdated.set(ordinal, NumberKey(entry.figures.updatedAt.milliseconds))
        byAvailable.set(ordinal, NumberKey(entry.figures.available.units))
    }

    /// Takes the variant out. Does nothing if it is not in.
    package func remove(_ ordinal: UInt32) {
        guard rows.remove(ordinal) else { return }
        text.replace(ordinal, texts: [], codes: [])
        flags.set(ordinal, [])
        categories.replace(ordinal, with: [])
        byName.remove(ordinal)
        bySKU.remove(ordinal)
        byUpdated.remove(ordinal)
        byAvailable.remove(ordinal)
    }

    /// Does now what the next queries would: for after recovery or an import, and in idle moments.
    package func settle() {
        text.settle()
        byName.settle()
        bySKU.settle()
        byUpdated.settle()
        byAvailable.settle()
    }

    /// Brings the marked variants up to date. Queries do it; one that is done now and then besides keeps them
    /// from finding many.
    ///
    /// - Complexity: O(marked); the orders move their rows when they are looked at.
    package func refresh(_ figures: (UInt32) -> StockFigures) {
        guard dirty.count > 0 else { return }
        dirty.drain { ordinal in
            guard rows.contains(ordinal) else { return }
            let now = figures(ordinal)
            flags.set(ordinal, now.flags)
            byAvailable.note(ordinal, NumberKey(now.available.units))
            byUpdated.note(ordinal, NumberKey(now.updatedAt.milliseconds))
        }
    }

    /// How many variants have all of these flags, now.
    package func count(of wanted: StockFlags, figures: (UInt32) -> StockFigures) -> Int {
        refresh(figures)
        var candidates = rows
        flags.apply(FlagFilter(required: wanted), to: &candidates)
        return candidates.count
    }

    /// One page of the variants that `query` asks for.
    ///
    /// - Parameter figures: The figures of a variant as they are now; asked only of marked variants, and only
    ///   if the query needs them.
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a position of another order.
    package func query(
        _ query: StockQuery, figures: (UInt32) -> StockFigures
    ) throws(Rejection) -> ListPage {
        if query.needsFigures { refresh(figures) }
        var candidates = text.rows(matching: query.text, capacity: capacity) ?? rows
        if !query.flags.isEmpty { flags.apply(query.flags, to: &candidates) }
        if let wanted = query.categories {
            candidates.formIntersection(categories.rows(inAnyOf: wanted, capacity: capacity))
        }
        return switch query.sort {
        case .createdAt: try ListPage.inOrderOfCreation(query.page, of: candidates)
        case .name: try byName.page(query.page, of: candidates)
        case .sku: try bySKU.page(query.page, of: candidates)
        case .updatedAt: try byUpdated.page(query.page, of: candidates)
        case .available: try byAvailable.page(query.page, of: candidates)
        }
    }
}
