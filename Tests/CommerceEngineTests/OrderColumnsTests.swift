import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("columns of orders")
struct OrderColumnsTests {
    private static let states: [OrderState] = OrderStatus.allCases.flatMap { status in
        PaymentStatus.allCases.flatMap { payment in
            FulfillmentStatus.allCases.flatMap { fulfillment in
                [false, true].map { OrderState(status, payment, fulfillment, isHidden: $0) }
            }
        }
    }

    private static let choices = [
        OrderStates(), OrderStates(statuses: [.pending, .cancelled]), OrderStates(payments: [.paid]),
        OrderStates(statuses: [.shipped], payments: [.paid, .refunded], fulfillments: [.partiallyFulfilled]),
    ]

    @Test("counts and walks agree with a look at every order", arguments: [1, 2])
    func agrees(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let columns = OrderColumns()
        var model: [OrderState] = []
        for _ in 0..<7_000 {
            if model.isEmpty || UInt64.random(in: 0..<4, using: &random) > 0 {
                let state = OrderColumnsTests.states.randomElement(using: &random) ?? model[0]
                columns.append(state)
                model.append(state)
            } else {
                let order = Int.random(in: 0..<model.count, using: &random)
                model[order] = OrderColumnsTests.states.randomElement(using: &random) ?? model[order]
                columns.set(order, model[order])
            }
        }
        for _ in 0..<6 {
            let ends = [0, 1].map { _ in Int.random(in: 0...model.count, using: &random) }.sorted()
            let range = Bool.random(using: &random) ? 0..<model.count : ends[0]..<ends[1]
            for wanted in OrderColumnsTests.choices {
                let found = range.filter { wanted.contains(model[$0]) }
                #expect(columns.count(of: wanted, in: range) == found.count)
                for isDescending in [false, true] {
                    let offset = Int.random(in: 0...max(found.count, 1), using: &random)
                    var skipped = offset
                    var seen: [UInt32] = []
                    columns.visit(range, wanted, isDescending: isDescending, skipping: &skipped) {
                        seen.append($0)
                        return seen.count < 50
                    }
                    let ordered = isDescending ? found.reversed() : found
                    #expect(seen.map(Int.init) == Array(ordered.dropFirst(offset).prefix(50)))
                }
            }
        }
        #expect(columns.count(of: OrderStates()) == model.count { OrderStates().contains($0) })
    }

    @Test("a list by total is in the order of the totals, page by page, in both directions")
    func byTotal() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 100_000)
        try world.makeCustomer()
        var random = SeededGenerator(seed: 9)
        for _ in 0..<300 { try world.place([(cup, Int64.random(in: 1...20, using: &random))]) }
        for isDescending in [false, true] {
            var rows: [UInt32] = []
            var after: ListPosition?
            repeat {
                let page = try world.run { [after] shop in
                    var query = OrderQuery(
                        page: try ListRequest(limit: 7, after: after, isDescending: isDescending))
                    query.sort = .total
                    return try shop.orders(matching: query)
                }
                #expect(page.total == 300)
                rows += page.ordinals
                after = page.next
            } while after != nil
            let keys = world.run { shop in rows.map { shop.order(OrderOrdinal($0)).total.minorUnits } }
            #expect(Set(rows).count == 300)
            #expect(keys == (isDescending ? keys.sorted().reversed() : keys.sorted()))
        }
    }

    @Test("lists are the same after a restart from the journal, and from a snapshot")
    func restarts() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 1_000)
        let pot = try world.sell("POT", 1_000)
        try world.makeCustomer()
        for number in 0..<40 { try world.place([(number % 3 == 0 ? pot : cup, 1)]) }
        let subject = SubjectOrdinal(0)
        for number in stride(from: 0, to: 40, by: 4) {
            try world.change(OrderOrdinal(number)) { order, now throws(Rejection) in
                try order.judgeCancel(reason: "OTHER", notes: nil, by: subject, at: now)
            }
        }
        try world.run { try $0.delete(OrderOrdinal(8), subject: subject) }
        func lists() throws -> [ListPage] {
            try world.run { shop in
                var cancelled = OrderQuery(page: try ListRequest(limit: 100))
                cancelled.states = OrderStates(statuses: [.cancelled])
                var pots = OrderQuery(page: try ListRequest(limit: 100, isDescending: true))
                pots.variant = pot
                return [try shop.orders(matching: cancelled), try shop.orders(matching: pots)]
            }
        }
        let before = try lists()
        #expect(before[0].ordinals == [0, 4, 12, 16, 20, 24, 28, 32, 36])
        #expect(before[1].total == 14)
        try world.restart()
        #expect(try lists() == before)
        try world.takeSnapshot()
        try world.restart()
        world.checkInvariants()
        #expect(try lists() == before)
    }
}
