package import CommerceCore

/// Which changes somebody wants to hear of, and those that nobody has heard of yet.
///
///     while nothing is watched nothing is kept;   orders ≤ ``ordersMaximum``
struct Watching {
    static let ordersMaximum = 4_096

    /// Orders are watched from this one on; `nil` while they are not.
    var nextOrder: Int?
    /// Orders that have changed, in the order in which they did.
    var changedOrders: [OrderOrdinal] = []
    var changedCount = 0
    var isWatchingStock = false
    let changedStock = DirtyRows()
    /// Where the last part of the changed stock ended.
    var stockPosition: UInt32 = 0

    /// - Complexity: O(1).
    mutating func orderChanged(_ order: OrderOrdinal) {
        changedCount += 1
        if changedOrders.count < Watching.ordersMaximum && changedOrders.last != order {
            changedOrders.append(order)
        }
    }
}

/// What happened to orders since somebody asked before.
package struct OrderNews: Sendable {
    /// How many were placed.
    package let placedCount: Int
    /// How many changes there were to orders.
    package let changedCount: Int
    /// The newest of both, newest first.
    package let orders: [(order: OrderOrdinal, isNew: Bool)]
    /// Whether there were more than these.
    package let isPartial: Bool
}

// For streams of events: what has changed, asked for a few times a second while someone watches. A sale pays one
// predictable branch, if that.
extension Shop {
    /// From now on, or no longer, changes of orders are kept for ``takeOrderNews(atMost:)``.
    package func watchOrders(_ isWatching: Bool) {
        guard isWatching != (watching.nextOrder != nil) else { return }
        watching.nextOrder = isWatching ? orders.count : nil
        watching.changedOrders = []
        watching.changedCount = 0
    }

    /// The same for ``takeChangedStock(atMost:)``.
    package func watchStock(_ isWatching: Bool) {
        guard isWatching != watching.isWatchingStock else { return }
        // What has changed until now is known.
        readDirtyStock()
        watching.isWatchingStock = isWatching
        watching.changedStock.drain { _ in }
    }

    /// Orders that were placed or have changed since the last call; `nil` if none.
    ///
    /// - Complexity: O(limit + changed).
    package func takeOrderNews(atMost limit: Int) -> OrderNews? {
        guard let first = watching.nextOrder else { return nil }
        let placed = orders.count - first
        let changedCount = watching.changedCount
        guard placed > 0 || changedCount > 0 else { return nil }
        watching.nextOrder = orders.count
        let changed = watching.changedOrders
        watching.changedOrders.removeAll(keepingCapacity: true)
        watching.changedCount = 0
        var seen = Set<OrderOrdinal>()
        var news: [(order: OrderOrdinal, isNew: Bool)] = []
        for index in stride(from: orders.count - 1, through: max(first, orders.count - limit), by: -1) {
            seen.insert(OrderOrdinal(index))
            news.append((OrderOrdinal(index), true))
        }
        var left = 0
        for order in changed.reversed() where order.index < first && seen.insert(order).inserted {
            if news.count < limit { news.append((order, false)) } else { left += 1 }
        }
        return OrderNews(
            placedCount: placed, changedCount: changedCount, orders: news.filter { !isHidden($0.order) },
            isPartial: left > 0 || placed > limit || changed.count == Watching.ordersMaximum)
    }

    /// Variants whose stock has changed since they were told last, at most so many; the others come with the next
    /// call, so that each has its turn.
    ///
    /// - Complexity: O(variants / 64 + changed).
    package func takeChangedStock(atMost limit: Int) -> [VariantOrdinal] {
        guard watching.isWatchingStock else { return [] }
        readDirtyStock()
        guard watching.changedStock.count > 0 else { return [] }
        var changed: [UInt32] = []
        watching.changedStock.drain { changed.append($0) }
        var taken = changed
        if changed.count > limit {
            let start = changed.firstIndex { $0 > watching.stockPosition } ?? 0
            let ordered = changed[start...] + changed[..<start]
            taken = Array(ordered.prefix(limit))
            for value in ordered.dropFirst(limit) { watching.changedStock.mark(value) }
        }
        watching.stockPosition = taken.last ?? 0
        return taken.map { VariantOrdinal($0) }.filter { !variant($0).isDeleted }
    }
}
