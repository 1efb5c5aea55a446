import CommerceCore
import Testing

@Suite("Refunds")
struct OrderRefundTests {
    /// A paid order of 3 × 10.00 and 2 × 20.00, with 5.00 for shipping: 75.00.
    private func paid(shippedFirst: Bool = true) throws -> Order {
        var order = OrderFixture.order(lineQuantities: [3, 2], shipping: 5_00)
        try order.pay()
        try order.move(to: .processing)
        if shippedFirst { try order.move(to: .shipped) }
        return order
    }

    private func refusal(_ order: Order, _ amount: Int64? = nil, _ lines: [RefundedLine] = []) -> Rejection? {
        var copy = order
        return rejection { () throws(Rejection) in try copy.refund(amount, lines: lines) }
    }

    @Test("a full refund of a shipped order gives all back and sets both statuses")
    func full() throws {
        var order = try paid()
        #expect(order.refundable == Money(minorUnits: 75_00))
        try order.refund()
        #expect(order.refundedTotal == order.total)
        #expect(order.refundable == .zero)
        #expect(order.payment == .refunded)
        #expect(order.status == .refunded)
    }

    @Test("a partial refund leaves both statuses and adds up; the last part sets them")
    func parts() throws {
        var order = try paid()
        try order.refund(20_00)
        try order.refund(54_99)
        #expect(order.refundedTotal == Money(minorUnits: 74_99))
        #expect(order.payment == .paid)
        #expect(order.status == .shipped)
        #expect(refusal(order, 2) == .invalidValue(field: "amount", reason: "at most 0.01 is left to refund"))
        try order.refund(1)
        #expect(order.payment == .refunded)
        #expect(order.status == .refunded)
        #expect(refusal(order, 1)?.code == .invalidTransition)
    }

    @Test("without an amount lines are worth their price, at most what is left")
    func worth() throws {
        var order = try paid()
        try order.refund(lines: [refunded(0, 1), refunded(1, 1)])
        #expect(order.refundedTotal == Money(minorUnits: 30_00))
        try order.refund(40_00)
        try order.refund(lines: [refunded(1, 1)])
        #expect(order.refundedTotal == order.total)
        #expect(order.lines.map(\.refunded) == [Quantity(1), Quantity(2)])
    }

    @Test("an amount of nothing is refused unless lines come back for it")
    func nothing() throws {
        let order = try paid()
        #expect(refusal(order, 0) == .invalidValue(field: "amount", reason: "must be above 0"))
        #expect(refusal(order, 0, [refunded(0, 1)]) == nil)
        #expect(refusal(order, 75_01)?.code == .invalidValue)
        #expect(refusal(order, 75_00) == nil)
    }

    @Test("no line gives back more units than it has, nor restocks more than were shipped, over all refunds")
    func units() throws {
        var order = try paid(shippedFirst: false)
        #expect(refusal(order, nil, [refunded(0, 4)])?.code == .invalidValue)
        #expect(refusal(order, nil, [refunded(0, 1, restock: true)])?.code == .invalidValue)
        try order.fulfil([CommerceCoreTests.units(0, 2)])
        try order.refund(lines: [refunded(0, 1, restock: true)])
        #expect(refusal(order, nil, [refunded(0, 2, restock: true)])?.code == .invalidValue)
        try order.refund(lines: [refunded(0, 1, restock: true)])
        #expect(refusal(order, nil, [refunded(0, 1, restock: true)])?.code == .invalidValue)
        try order.refund(lines: [refunded(0, 1)])
        #expect(refusal(order, nil, [refunded(0, 1)])?.code == .invalidValue)
        #expect(order.lines[0].refunded == Quantity(3))
        #expect(order.lines[0].restocked == Quantity(2))
    }

    @Test("only restocked lines put units back on the shelf")
    func restock() throws {
        var order = try paid()
        let effects = try order.refund(lines: [refunded(0, 2, restock: true), refunded(1, 1)])
        #expect(effects == [effect(.restock, 0, 2)])
        #expect(try order.refund() == [])
    }

    @Test("a refund of what is not shipped moves the money alone, and the order can be cancelled next")
    func unshipped() throws {
        for status in [OrderStatus.pending, .processing] {
            var order = OrderFixture.order()
            if status == .processing { try order.move(to: .processing) }
            try order.pay()
            #expect(try order.refund() == [])
            #expect(order.payment == .refunded)
            #expect(order.status == status)
            try order.cancel()
            #expect(order.status == .cancelled)
            #expect(order.allowedStatuses == [])
        }
    }

    @Test("a cancelled order that was paid becomes REFUNDED with the last of its money")
    func cancelled() throws {
        var order = try paid(shippedFirst: false)
        try order.cancel()
        try order.refund(70_00)
        #expect(order.status == .cancelled)
        try order.refund()
        #expect(order.status == .refunded)
        #expect(order.payment == .refunded)
    }

    @Test("only a paid order gives money back", arguments: [PaymentStatus.pending, .failed])
    func unpaid(payment: PaymentStatus) throws {
        let order = try #require(OrderFixture.order(at: .shipped, payment))
        #expect(
            refusal(order)
                == .invalidTransition(from: payment.name, to: "REFUNDED", allowed: payment.next.map(\.name)))
    }

    @Test("moving the status or the payment to REFUNDED gives back what is left, as a full refund does")
    func byStatus() throws {
        for byPayment in [false, true] {
            var order = try paid()
            try order.refund(10_00)
            if byPayment { try order.pay([.refunded]) } else { try order.move(to: .refunded) }
            #expect(order.refundedTotal == order.total)
            #expect(order.status == .refunded)
            #expect(order.payment == .refunded)
            #expect(order.refunds.count == 2)
        }
    }

    @Test("an order for nothing is refunded with nothing")
    func free() throws {
        var order = OrderFixture.order(lineQuantities: [1], discount: 10_00)
        #expect(order.total == .zero)
        try order.pay()
        try order.move(to: .processing)
        try order.move(to: .shipped)
        try order.refund()
        #expect(order.status == .refunded)
    }
}
