package import CommerceCore

/// The read model of the customers: what their search and lists are answered from.
///
///     rows = customers that were put in and not taken out;   each structure holds exactly these rows
///
/// As ``CatalogIndex``: derived, kept by one thread, and spared by orders, which only mark the customer in
/// ``dirty``.
package final class CustomerIndex {
    /// Customers whose figures have changed since the last query that needed them.
    package let dirty = DirtyRows()

    private var rows = Bitmap()
    private var capacity = 0
    private let text: TextIndex
    private var flags = FlagColumns<CustomerFlags>()
    private var tags = GroupIndex<String>()
    private var byName = LazyOrder<TextKey>()
    private var byLastOrder = LazyOrder<NumberKey>()
    private var byLifetimeValue = LazyOrder<NumberKey>()
    private var byOrderCount = LazyOrder<NumberKey>()
    /// When each was made, in milliseconds: ascending, as customers are numbered in the order of their making.
    private var created: [Int64] = []

    package init(hash: ByteHash) { text = TextIndex(hash: hash) }

    package var count: Int { rows.count }

    /// Puts the customer in, or brings it up to date.
    ///
    /// - Complexity: O(bytes of its texts).
    package func replace(_ ordinal: UInt32, with entry: CustomerEntry) {
        rows.insert(ordinal)
        capacity = max(capacity, Int(ordinal) + 1)
        dirty.reserve(capacity)
        var texts = [entry.name, entry.email] + entry.tags
        var codes = [entry.email]
        if let company = entry.company { texts.append(company) }
        if let phone = entry.phone {
            texts.append(phone)
            codes.append(phone.filter { $0.isWholeNumber })
        }
        text.replace(ordinal, texts: texts, codes: codes)
        tags.replace(ordinal, with: entry.tags.map(TextFolding.folded))
        byName.set(ordinal, TextKey(folding: entry.name))
        flags.set(ordinal, entry.figures.flags)
        byLastOrder.set(ordinal, CustomerIndex.key(entry.figures.lastOrderAt))
        byLifetimeValue.set(ordinal, NumberKey(entry.figures.lifetimeMinorUnits))
        byOrderCount.set(ordinal, NumberKey(Int64(entry.figures.orderCount)))
        let missing = Int(ordinal) + 1 - created.count
        if missing > 0 { created.append(contentsOf: repeatElement(0, count: missing)) }
        created[Int(ordinal)] = entry.createdAt.milliseconds
    }

    /// Takes the customer out. Does nothing if it is not in.
    package func remove(_ ordinal: UInt32) {
        guard rows.remove(ordinal) else { return }
        text.replace(ordinal, texts: [], codes: [])
        flags.set(ordinal, [])
        tags.replace(ordinal, with: [])
        byName.remove(ordinal)
        byLastOrder.remove(ordinal)
        byLifetimeValue.remove(ordinal)
        byOrderCount.remove(ordinal)
    }

    /// Does now what the next queries would: for after recovery or an import, and in idle moments.
    package func settle() {
        text.settle()
        byName.settle()
        byLastOrder.settle()
        byLifetimeValue.settle()
        byOrderCount.settle()
    }

    /// Brings the marked customers up to date. Queries do it; one that is done now and then besides keeps them
    /// from finding many.
    ///
    /// - Complexity: O(marked); the orders move their rows when they are looked at.
    package func refresh(_ figures: (UInt32) -> CustomerFigures) {
        guard dirty.count > 0 else { return }
        dirty.drain { ordinal in
            guard rows.contains(ordinal) else { return }
            let now = figures(ordinal)
            flags.set(ordinal, now.flags)
            byLastOrder.note(ordinal, CustomerIndex.key(now.lastOrderAt))
            byLifetimeValue.note(ordinal, NumberKey(now.lifetimeMinorUnits))
            byOrderCount.note(ordinal, NumberKey(Int64(now.orderCount)))
        }
    }

    /// One page of the customers that `query` asks for.
    ///
    /// - Parameter figures: The figures of a customer as they are now; asked only of marked customers, and only
    ///   if the query needs them.
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a position of another order.
    package func query(
        _ query: CustomerQuery, figures: (UInt32) -> CustomerFigures
    ) throws(Rejection) -> ListPage {
        if query.needsFigures { refresh(figures) }
        var candidates = text.rows(matching: query.text, capacity: capacity) ?? rows
        if !query.flags.isEmpty { flags.apply(query.flags, to: &candidates) }
        if !query.tags.isEmpty {
            let wanted = query.tags.map(TextFolding.folded)
            candidates.formIntersection(tags.rows(inAnyOf: wanted, capacity: capacity))
        }
        if query.lastOrderFrom != nil || query.lastOrderTo != nil {
            let from = query.lastOrderFrom?.milliseconds ?? (.min + 1)
            let to = query.lastOrderTo?.milliseconds ?? .max
            let lastOrders = byLastOrder.keys
            candidates.keep { from <= to && from...to ~= lastOrders[Int($0)].value }
        }
        if query.createdFrom != nil || query.createdTo != nil {
            let from = query.createdFrom?.milliseconds ?? .min
            let to = query.createdTo?.milliseconds ?? .max
            candidates.keep { from <= to && from...to ~= created[Int($0)] }
        }
        return switch query.sort {
        case .createdAt: try ListPage.inOrderOfCreation(query.page, of: candidates)
        case .name: try byName.page(query.page, of: candidates)
        case .lastOrderAt: try byLastOrder.page(query.page, of: candidates)
        case .lifetimeValue: try byLifetimeValue.page(query.page, of: candidates)
        case .orderCount: try byOrderCount.page(query.page, of: candidates)
        }
    }

    private static func key(_ lastOrderAt: Timestamp?) -> NumberKey {
        lastOrderAt.map { NumberKey($0.milliseconds) } ?? .lowest
    }
}
