import CommerceCore
import Testing

@Suite("Order status")
struct OrderStatusTests {
    /// The table as `decisions` has it, written once more. REFUNDED besides needs a payment.
    private static let table: [OrderStatus: [OrderStatus]] = [
        .pending: [.processing, .cancelled],
        .processing: [.shipped, .cancelled],
        .shipped: [.delivered, .refunded],
        .delivered: [.refunded],
        .cancelled: [.refunded],
        .refunded: [],
    ]
    private static let paymentTable: [PaymentStatus: [PaymentStatus]] = [
        .pending: [.paid, .failed], .failed: [.paid], .paid: [.refunded], .refunded: [],
    ]

    /// Every status and payment that belong together, and orders that stand there.
    private static let standings: [(OrderStatus, PaymentStatus)] = OrderStatus.allCases.flatMap { status in
        PaymentStatus.allCases.compactMap { payment in
            OrderFixture.order(at: status, payment) == nil ? nil : (status, payment)
        }
    }

    @Test("every status is reached with every payment, but REFUNDED only with the money given back")
    func reachable() {
        let missing = OrderStatus.allCases.flatMap { status in
            PaymentStatus.allCases.compactMap { payment in
                OrderFixture.order(at: status, payment) == nil ? "\(status.name) \(payment.name)" : nil
            }
        }
        #expect(missing == ["REFUNDED PENDING", "REFUNDED PAID", "REFUNDED FAILED"])
    }

    @Test("only the listed moves are made, from every status, with every payment, to every status")
    func moves() throws {
        for (status, payment) in OrderStatusTests.standings {
            let order = try #require(OrderFixture.order(at: status, payment))
            let listed = try #require(OrderStatusTests.table[status])
            let allowed = listed.filter { $0 != .refunded || payment == .paid }
            for target in OrderStatus.allCases {
                var moved = order
                let rejection = rejection { () throws(Rejection) in try moved.move(to: target) }
                if allowed.contains(target) {
                    #expect(rejection == nil, "\(status) \(payment) → \(target)")
                    #expect(moved.status == target)
                    #expect(moved.payment == (target == .refunded ? .refunded : payment))
                } else {
                    #expect(
                        rejection
                            == .invalidTransition(
                                from: status.name, to: target.name, allowed: allowed.map(\.name)),
                        "\(status) \(payment) → \(target)")
                    #expect(moved.status == status)
                }
            }
        }
    }

    @Test("only the listed changes of payment are made, from every status and payment to every payment")
    func payments() throws {
        for (status, payment) in OrderStatusTests.standings {
            let order = try #require(OrderFixture.order(at: status, payment))
            let allowed = try #require(OrderStatusTests.paymentTable[payment])
            for target in PaymentStatus.allCases {
                var changed = order
                let rejection = rejection { () throws(Rejection) in try changed.pay([target]) }
                if allowed.contains(target) {
                    #expect(rejection == nil, "\(status) \(payment) → \(target)")
                    #expect(changed.payment == target)
                    let endsOrder = target == .refunded && !status.isOpen
                    #expect(changed.status == (endsOrder ? .refunded : status))
                } else {
                    #expect(
                        rejection
                            == .invalidTransition(
                                from: payment.name, to: target.name, allowed: allowed.map(\.name)))
                    #expect(changed.payment == payment)
                }
            }
        }
    }

    @Test("a move to the same status is refused like any other that is not listed")
    func sameStatus() throws {
        for (status, payment) in OrderStatusTests.standings {
            let order = try #require(OrderFixture.order(at: status, payment))
            #expect(!order.allowedStatuses.contains(status))
        }
    }

    @Test("an order is cancelled by its status exactly where a cancellation with a reason is allowed")
    func cancelling() throws {
        for (status, payment) in OrderStatusTests.standings {
            var order = try #require(OrderFixture.order(at: status, payment))
            let rejection = rejection { () throws(Rejection) in try order.cancel() }
            #expect((rejection == nil) == order.status.isCancelled(from: status))
            #expect((rejection == nil) == status.isOpen)
        }
    }

    @Test("names are those of the wire")
    func names() {
        #expect(
            OrderStatus.allCases.map { "\($0.name)" }
                == ["PENDING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED"])
        #expect(PaymentStatus.allCases.map { "\($0.name)" } == ["PENDING", "PAID", "FAILED", "REFUNDED"])
        #expect(ProductStatus.allCases.map { "\($0.name)" } == ["DRAFT", "PUBLISHED", "ARCHIVED"])
    }

    @Test("stored numbers of statuses never change")
    func rawValues() {
        #expect(OrderStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        #expect(PaymentStatus.allCases.map(\.rawValue) == [0, 1, 2, 3])
        #expect(ProductStatus.allCases.map(\.rawValue) == [0, 1, 2])
    }
}

/// What `body` was refused with.
func rejection(_ body: () throws(Rejection) -> Void) -> Rejection? {
    do throws(Rejection) {
        try body()
        return nil
    } catch {
        return error
    }
}

extension OrderStatus {
    fileprivate func isCancelled(from before: OrderStatus) -> Bool {
        self == .cancelled && before != .cancelled
    }
}
