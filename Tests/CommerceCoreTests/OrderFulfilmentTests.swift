import CommerceCore
import Testing

@Suite("Fulfilment and cancelling")
struct OrderFulfilmentTests {
    private func processing(_ quantities: [Int64] = [3, 2]) throws -> Order {
        var order = OrderFixture.order(lineQuantities: quantities)
        try order.move(to: .processing)
        return order
    }

    @Test("totals are subtotal plus tax plus shipping less discount")
    func totals() {
        let order = OrderFixture.order(lineQuantities: [3, 2], tax: 1_25, shipping: 4_95, discount: 20_00)
        #expect(order.subtotal == Money(minorUnits: 70_00))
        #expect(order.total == Money(minorUnits: 56_20))
        #expect(order.number.description == "ORD-000123")
    }

    @Test("a part that ships leaves the order PROCESSING, the last unit makes it SHIPPED")
    func parts() throws {
        var order = try processing()
        #expect(order.fulfillment == .unfulfilled)
        #expect(try order.fulfil([units(0, 2)]) == [effect(.ship, 0, 2)])
        #expect(order.fulfillment == .partiallyFulfilled)
        #expect(order.status == .processing)
        #expect(order.remainingUnits == [units(0, 1), units(1, 2)])
        #expect(try order.fulfil([units(0, 1), units(1, 1)]) == [effect(.ship, 0, 1), effect(.ship, 1, 1)])
        #expect(order.status == .processing)
        #expect(try order.fulfil() == [effect(.ship, 1, 1)])
        #expect(order.status == .shipped)
        #expect(order.fulfillment == .fulfilled)
    }

    @Test("a move to SHIPPED ships all that remains")
    func byStatus() throws {
        var order = try processing()
        try order.fulfil([units(1, 1)])
        let event = try order.judgeStatus(
            .shipped, notes: "all", by: OrderFixture.clerk, at: OrderFixture.at(9))
        #expect(order.effects(of: event) == [effect(.ship, 0, 3), effect(.ship, 1, 1)])
        order.apply(event)
        #expect(order.status == .shipped)
        #expect(order.fulfillment == .fulfilled)
    }

    @Test("no line ships more than is left of it, summed over one request and over all")
    func tooMany() throws {
        var order = try processing()
        let tooMany: [[LineUnits]] = [
            [units(0, 4)], [units(0, 2), units(0, 2)], [units(1, 2), units(0, 4)], [units(1, 2_000_000_000)],
        ]
        for request in tooMany {
            var copy = order
            let refused = rejection { () throws(Rejection) in try copy.fulfil(request) }
            #expect(refused?.code == .invalidValue)
            #expect(copy.lines == order.lines)
        }
        try order.fulfil([units(0, 3)])
        let refused = rejection { () throws(Rejection) in try order.fulfil([units(0, 1)]) }
        #expect(refused == .invalidValue(field: "lines", reason: "line 1 has 0 units left to ship"))
    }

    @Test(
        "only a PROCESSING order ships",
        arguments: [OrderStatus.pending, .shipped, .delivered, .cancelled, .refunded])
    func wrongStatus(status: OrderStatus) throws {
        var order = try #require(OrderFixture.order(at: status, status == .refunded ? .refunded : .paid))
        let refused = rejection { () throws(Rejection) in try order.fulfil() }
        #expect(
            refused
                == .invalidTransition(
                    from: status.name, to: "SHIPPED", allowed: order.allowedStatuses.map(\.name)))
    }

    @Test("cancelling frees only what has not been shipped")
    func cancelling() throws {
        var order = try processing()
        #expect(order.heldUnits(ofLine: 0) == Quantity(3))
        try order.fulfil([units(0, 2), units(1, 2)])
        #expect(order.heldUnits(ofLine: 0) == Quantity(1))
        #expect(try order.cancel() == [effect(.release, 0, 1)])
        #expect(order.status == .cancelled)
        #expect(order.heldUnits(ofLine: 0) == .zero)
        #expect(order.lines.map(\.shipped) == [Quantity(2), Quantity(2)])
    }

    @Test("moves, payments and notes move no stock")
    func noEffects() throws {
        let order = OrderFixture.order()
        let clerk = OrderFixture.clerk
        #expect(
            order.effects(of: try order.judgeStatus(.processing, notes: nil, by: clerk, at: .zero)) == []
        )
        #expect(order.effects(of: try order.judgePayment(.paid, by: clerk, at: .zero)) == [])
        #expect(order.effects(of: try order.judgePayment(.failed, by: clerk, at: .zero)) == [])
        #expect(order.effects(of: try order.judgeNote("hello", by: clerk, at: .zero)) == [])
    }

    /// Notes up to so many entries, as an order from the disk may have them.
    private func filled(_ order: Order, to count: Int) -> Order {
        var order = order
        while order.steps.count < count {
            order.apply(OrderEvent(.noted("n"), by: OrderFixture.clerk, at: OrderFixture.at(2)))
        }
        return order
    }

    @Test("an order full of notes can still be paid, shipped, delivered and refunded, or cancelled")
    func roomToFinish() throws {
        var order = filled(try processing(), to: 899)
        order.apply(try order.judgeNote("the last", by: OrderFixture.clerk, at: OrderFixture.at(2)))
        try order.pay()
        let refusals = [
            rejection { () throws(Rejection) in
                _ = try order.judgeNote("n", by: OrderFixture.clerk, at: .zero)
            },
            rejection { () throws(Rejection) in try order.fulfil([units(0, 1)]) },
            rejection { () throws(Rejection) in try order.refund(1) },
            rejection { () throws(Rejection) in try order.refund(lines: [refunded(0, 1)]) },
        ]
        let limit = Rejection.limitReached(
            what: "entries in the order's history; the rest is kept for finishing the order",
            maximum: Order.historyMaximumForParts)
        #expect(refusals == Array(repeating: limit, count: 4))
        var cancelled = order
        try cancelled.cancel()
        try cancelled.refund()
        #expect(cancelled.status == .refunded)
        try order.fulfil([units(0, 3), units(1, 2)])
        try order.move(to: .delivered)
        try order.refund()
        #expect(order.status == .refunded && order.payment == .refunded)
        var moved = filled(OrderFixture.order(), to: 900)
        try moved.pay([.failed, .paid])
        for status in [.processing, .shipped, .delivered, .refunded] as [OrderStatus] {
            try moved.move(to: status)
        }
        #expect(moved.steps.count == 906)
    }

    @Test("a history holds a thousand entries and no more, whatever they are")
    func historyIsBounded() throws {
        var order = filled(try processing(), to: Order.historyMaximum)
        let refusals = [
            rejection { () throws(Rejection) in try order.move(to: .shipped) },
            rejection { () throws(Rejection) in try order.cancel() },
            rejection { () throws(Rejection) in try order.pay() },
            rejection { () throws(Rejection) in try order.fulfil() },
            rejection { () throws(Rejection) in
                _ = try order.judgeNote("n", by: OrderFixture.clerk, at: .zero)
            },
        ]
        #expect(refusals.map { $0?.code } == Array(repeating: .limitReached, count: 5))
    }
}

@Suite("Order history")
struct OrderHistoryTests {
    @Test("the timeline begins with the placing and has one entry per change of status")
    func timeline() throws {
        var order = OrderFixture.order()
        try order.move(to: .processing, notes: "picked", at: 10)
        order.apply(try order.judgeNote("inside", by: OrderFixture.clerk, at: OrderFixture.at(20)))
        try order.pay(at: 30)
        try order.fulfil([units(0, 1)], trackingNumber: "A1", at: 40)
        try order.fulfil(trackingNumber: "A2", at: 50)
        try order.move(to: .delivered, at: 60)
        try order.refund(reason: "broken", at: 70)

        let history = order.statusHistory
        #expect(history.map(\.from) == [nil, .pending, .processing, .shipped, .delivered])
        #expect(history.map(\.to) == [.pending, .processing, .shipped, .delivered, .refunded])
        #expect(history.map(\.notes) == [nil, "picked", nil, nil, "broken"])
        #expect(history.map(\.at) == [0, 10, 50, 60, 70].map(OrderFixture.at))
        #expect(order.updatedAt == OrderFixture.at(70))
        #expect(order.time(of: .shipped) == OrderFixture.at(50))
        #expect(order.time(of: .cancelled) == nil)
        #expect(order.paidAt == OrderFixture.at(30))
        #expect(order.trackingNumber == "A2")
        #expect(order.internalNotes.map(\.change) == [.noted("inside")])
        #expect(order.shipments.count == 2)
        #expect(order.refunds.count == 1)
        #expect(order.steps.count == 7)
    }

    @Test("the tracking number is the latest shipment's that has one")
    func tracking() throws {
        var order = OrderFixture.order()
        #expect(order.trackingNumber == nil)
        try order.move(to: .processing)
        try order.fulfil([units(0, 1)], trackingNumber: "A1")
        try order.fulfil([units(0, 1)])
        #expect(order.trackingNumber == "A1")
    }

    @Test("a cancellation keeps its reason and its note")
    func cancelReason() throws {
        var order = OrderFixture.order()
        #expect(order.cancelReason == nil)
        try order.cancel(reason: "FRAUD", notes: "stolen card", at: 5)
        #expect(order.cancelReason == "FRAUD")
        #expect(order.statusHistory.last?.notes == "stolen card")
        #expect(order.time(of: .cancelled) == OrderFixture.at(5))
    }

    @Test("cancelled by its status an order has the reason OTHER")
    func cancelledByStatus() throws {
        var order = OrderFixture.order()
        try order.move(to: .cancelled, notes: "n")
        #expect(order.cancelReason == "OTHER")
    }

    @Test("applying the recorded steps to the placed order gives the same order")
    func replay() throws {
        var order = OrderFixture.order()
        try order.pay([.failed, .paid])
        try order.move(to: .processing)
        try order.fulfil([units(1, 1)])
        try order.refund(5_00, lines: [refunded(1, 1, restock: true)])
        try order.cancel()
        try order.refund()
        var again = OrderFixture.order()
        for step in order.steps { again.apply(step.event) }
        #expect(again.steps == order.steps)
        #expect(again.lines == order.lines)
        #expect(again.status == order.status && again.payment == order.payment)
        #expect(again.refundedTotal == order.refundedTotal)
    }
}
