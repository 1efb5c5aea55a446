package import CommerceCore

// Lists of orders, answered from the columns: an order itself is looked at only when it is shown.
extension Shop {
    /// The orders that `query` is about, as ranges or as numbers, before their states are looked at.
    private enum Candidates {
        case ranges([Range<Int>])
        /// Ascending.
        case numbers([UInt32])
    }

    /// One page of the orders that `query` asks for. Hidden orders are never among them.
    ///
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a number that cannot be one, or for a position of
    ///   another order.
    /// - Complexity: O(limit + orders / 4,096) for states, dates and numbers; O(orders of the customers, or of the
    ///   variant) where these are named; O(orders) bytes in the order of the total.
    package func orders(matching query: OrderQuery) throws(Rejection) -> ListPage {
        if query.sort == .total || query.variant != nil { catchUpContents(atMost: .max) }
        let candidates = try candidates(of: query)
        switch query.sort {
        case .createdAt: return try inOrderOfPlacing(candidates, query)
        case .total: return try inOrderOfTotal(candidates, query)
        }
    }

    /// How many orders are in one of these states.
    ///
    /// - Complexity: O(1).
    package func orderCount(of states: OrderStates) -> Int { orderColumns.count(of: states) }

    /// Takes orders into ``orderContents`` that are not yet there. Housekeeping does some, a query the rest.
    func catchUpContents(atMost maximum: Int) {
        let end = min(orders.count, maximum == .max ? .max : orderContents.covered + maximum)
        while orderContents.covered < end {
            OrderActor.describe(orders[orderContents.covered], orderContents, on: unownedExecutor)
        }
    }

    /// The number of orders placed before `time`. Times of placing never fall.
    ///
    /// - Complexity: O(log orders).
    package func orderCount(before time: Timestamp) -> Int {
        var low = 0
        var high = orders.count
        while low < high {
            let middle = (low + high) >> 1
            let createdAt = OrderActor.createdAt(orders[middle], (), on: unownedExecutor)
            if createdAt < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Candidates

    private func candidates(of query: OrderQuery) throws(Rejection) -> Candidates {
        var window = 0..<orders.count
        if let from = query.from { window = window.clamped(to: orderCount(before: from)..<orders.count) }
        if let through = query.through {
            let end = orderCount(before: through.adding(milliseconds: 1))
            window = window.clamped(to: 0..<end)
        }
        var ranges = [window]
        if let prefix = query.numberPrefix {
            guard let named = OrderNumber.ordinals(beginningWith: prefix) else {
                throw .invalidValue(
                    field: "number", reason: "must be the beginning of a number like ORD-000123")
            }
            ranges = named.map { $0.clamped(to: window) }.filter { !$0.isEmpty }
        }
        var numbers: [UInt32]?
        if let customer = query.customer {
            numbers = customers[customer.index].orders.map(\.value)
        }
        if let variant = query.variant { narrow(&numbers, to: orderContents.orders(with: variant)) }
        if !query.text.isEmpty { narrow(&numbers, to: orders(about: query.text)) }
        guard let numbers else { return .ranges(ranges) }
        return .numbers(numbers.filter { number in ranges.contains { $0.contains(Int(number)) } })
    }

    private func narrow(_ numbers: inout [UInt32]?, to others: [UInt32]) {
        guard let known = numbers else {
            numbers = others
            return
        }
        let (fewer, more) = known.count < others.count ? (known, others) : (others, known)
        numbers = fewer.filter { more.containsSorted($0) }
    }

    /// The orders whose number, or whose customer, begins with `text`; ascending.
    private func orders(about text: String) -> [UInt32] {
        var found = Bitmap(capacity: orders.count)
        for range in OrderNumber.ordinals(beginningWith: text) ?? [] {
            for number in range.clamped(to: 0..<orders.count) { found.insert(UInt32(number)) }
        }
        for customer in customers(about: text) {
            for order in customers[customer.index].orders { found.insert(order.value) }
        }
        var numbers: [UInt32] = []
        found.visit { numbers.append($0) }
        return numbers
    }

    private func customers(about text: String) -> [CustomerOrdinal] {
        let folded = Shop.folded(text)
        let found = customersByEmail.find(hash(folded)) {
            Shop.folded(customers[Int($0)].customer.email) == folded
        }
        return found.map { [CustomerOrdinal(Int($0))] } ?? []
    }

    // MARK: Pages

    private func inOrderOfPlacing(
        _ candidates: Candidates, _ query: OrderQuery
    ) throws(Rejection) -> ListPage {
        if let after = query.page.after, !after.key.isEmpty { throw .foreignCursor }
        let isDescending = query.page.isDescending
        var rows: [UInt32] = []
        var skipped = query.page.offset
        let total: Int
        switch candidates {
        case .numbers(let numbers):
            let shown = numbers.filter { query.states.isWanted[Int(orderColumns[Int($0)])] != 0 }
            total = shown.count
            let rest = isDescending ? shown.reversed() : shown
            let isPassed = { (number: UInt32) in
                query.page.after.map { isDescending ? number >= $0.ordinal : number <= $0.ordinal } ?? false
            }
            rows = Array(rest.drop(while: isPassed).dropFirst(skipped).prefix(query.page.limit + 1))
        case .ranges(let ranges):
            total = ranges.reduce(0) { $0 + orderColumns.count(of: query.states, in: $1) }
            var window = 0..<orders.count
            if let after = query.page.after {
                window =
                    isDescending
                    ? 0..<min(Int(after.ordinal), orders.count)
                    : min(Int(after.ordinal) + 1, orders.count)..<orders.count
            }
            for range in isDescending ? ranges.reversed() : ranges where rows.count <= query.page.limit {
                orderColumns.visit(
                    range.clamped(to: window), query.states, isDescending: isDescending, skipping: &skipped
                ) { number in
                    rows.append(number)
                    return rows.count <= query.page.limit
                }
            }
        }
        return page(rows, limit: query.page.limit, total: total) { _ in [] }
    }

    private func inOrderOfTotal(_ candidates: Candidates, _ query: OrderQuery) throws(Rejection) -> ListPage {
        var after: FirstRows.Row?
        if let position = query.page.after {
            guard let key = NumberKey(bytes: position.key) else { throw .foreignCursor }
            after = FirstRows.Row(key: key.value, ordinal: position.ordinal)
        }
        let isDescending = query.page.isDescending
        var first = FirstRows(
            limit: query.page.offset + query.page.limit + 1, after: after, isDescending: isDescending)
        switch candidates {
        case .numbers(let numbers):
            for number in numbers where query.states.isWanted[Int(orderColumns[Int(number)])] != 0 {
                first.add(FirstRows.Row(key: minorUnits(number), ordinal: number))
            }
        case .ranges(let ranges):
            for range in ranges {
                var none = 0
                orderColumns.visit(range, query.states, isDescending: false, skipping: &none) { number in
                    first.add(FirstRows.Row(key: minorUnits(number), ordinal: number))
                    return true
                }
            }
        }
        let rows = first.take().dropFirst(query.page.offset).map(\.ordinal)
        return page(rows, limit: query.page.limit, total: first.seen) { NumberKey(minorUnits($0)).bytes }
    }

    private func minorUnits(_ number: UInt32) -> Int64 {
        orderContents.total(number)
            ?? OrderActor.total(orders[Int(number)], (), on: unownedExecutor).minorUnits
    }

    /// - Parameter rows: One more than the page has room for if more follow.
    private func page(
        _ rows: [UInt32], limit: Int, total: Int, _ key: (UInt32) -> [UInt8]
    ) -> ListPage {
        guard rows.count > limit else { return ListPage(ordinals: rows, total: total, next: nil) }
        let shown = Array(rows.prefix(limit))
        let last = shown[limit - 1]
        return ListPage(
            ordinals: shown, total: total, next: ListPosition(key: key(last), ordinal: last))
    }
}

extension [UInt32] {
    /// Whether an ascending array holds `number`.
    fileprivate func containsSorted(_ number: UInt32) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == number
    }
}
