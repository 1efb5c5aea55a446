package import CommerceCore

/// What came in within a span of time.
package struct SalesPeriod: Sendable {
    package let from: Timestamp
    /// Not in it any more.
    package let to: Timestamp
    /// Orders that lists of this span show: all that are not hidden.
    package let orderCount: Int
    package let sum: SalesSum
}

// Figures over all orders, from what is kept besides them: no order is looked at.
extension Shop {
    /// What was ordered from `start` to before `end`; exact where both are quarters of an hour, or `end` is now.
    ///
    /// - Complexity: O(log orders + orders / 4,096 + quarters).
    package func sales(from start: Timestamp, to end: Timestamp) -> SalesPeriod {
        let numbers = orderCount(before: start)..<max(orderCount(before: start), orderCount(before: end))
        return SalesPeriod(
            from: start, to: end, orderCount: orderColumns.count(of: OrderStates(), in: numbers),
            sum: activity.sales(from: start, to: end, at: now))
    }

    /// How many orders are in one of these states that were placed before `time`.
    package func orderCount(of states: OrderStates, before time: Timestamp) -> Int {
        orderColumns.count(of: states, in: 0..<orderCount(before: time))
    }

    /// Customers there are now.
    package var presentCustomerCount: Int {
        readStale()
        return models.customers.count
    }

    /// Customers that were added at `time` or later.
    ///
    /// - Complexity: O(log customers).
    package func customerCount(since time: Timestamp) -> Int {
        var low = 0
        var high = customers.count
        while low < high {
            let middle = (low + high) >> 1
            if customers[middle].customer.createdAt < time { low = middle + 1 } else { high = middle }
        }
        return customers.count - low
    }

    /// The last snapshot of this run.
    package var lastCheckpointAt: Timestamp? { checkpointedAt > activity.startedAt ? checkpointedAt : nil }

    /// The variants that have nothing left and were wanted most in vain, of those that are watched.
    package func soldOutAndWanted(_ limit: Int) -> [(variant: VariantOrdinal, refusedUnits: Int64)] {
        let wanted = activity.board.entries.map(\.variant).compactMap { variant in
            let refused = activity.variants[variant].refusedUnits
            return refused > 0 && available(of: variant) <= .zero ? (variant, refused) : nil
        }
        return wanted.sorted { $0.1 > $1.1 }.prefix(limit).map { (variant: $0.0, refusedUnits: $0.1) }
    }
}
