import CommerceCore

/// Orders for tests, made in a line.
enum OrderFixture {
    static let clerk = SubjectOrdinal(0)

    static func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_000 + milliseconds) }

    /// An order with one line per quantity, each of another variant, at 10.00, 20.00, 30.00 … a unit.
    static func order(
        lineQuantities: [Int64] = [3, 2], tax: Int64 = 0, shipping: Int64 = 0, discount: Int64 = 0
    ) -> Order {
        let lines = lineQuantities.enumerated().map { index, quantity in
            OrderLine(
                variant: VariantOrdinal(index), label: LabelOrdinal(index), quantity: Quantity(quantity),
                unitPrice: Money(minorUnits: Int64(index + 1) * 10_00))
        }
        return Order(
            ordinal: OrderOrdinal(122), customer: CustomerOrdinal(0), contact: ContactOrdinal(0),
            shippingAddress: AddressOrdinal(0), billingAddress: AddressOrdinal(0), shippingMethod: nil,
            createdBy: clerk, createdAt: at(0), tax: Money(minorUnits: tax),
            shipping: Money(minorUnits: shipping), discount: Money(minorUnits: discount), lines: lines,
            idempotencyKey: "", fingerprint: 0, customerNotes: nil)
    }

    /// An order brought to `status` and `payment` by the events that lead there; `nil` if none do.
    static func order(at status: OrderStatus, _ payment: PaymentStatus) -> Order? {
        var order = order()
        let path: [OrderStatus] =
            switch status {
            case .pending: []
            case .processing: [.processing]
            case .shipped: [.processing, .shipped]
            case .delivered: [.processing, .shipped, .delivered]
            case .cancelled: [.cancelled]
            case .refunded: [.processing, .shipped]
            }
        let money: [PaymentStatus] =
            switch payment {
            case .pending: []
            case .paid: [.paid]
            case .failed: [.failed]
            case .refunded: [.paid, .refunded]
            }
        do throws(Rejection) {
            // Money that goes back before an order is shipped or ended leaves its status alone.
            let isEarly = status != .refunded && payment == .refunded
            if isEarly { try order.pay(money) }
            for next in path { try order.move(to: next) }
            if !isEarly { try order.pay(money) }
        } catch {
            return nil
        }
        return order.status == status && order.payment == payment ? order : nil
    }
}

extension Order {
    mutating func move(to next: OrderStatus, notes: String? = nil, at time: Int64 = 1) throws(Rejection) {
        apply(try judgeStatus(next, notes: notes, by: OrderFixture.clerk, at: OrderFixture.at(time)))
        checkInvariants()
    }

    mutating func pay(_ steps: [PaymentStatus] = [.paid], at time: Int64 = 1) throws(Rejection) {
        for next in steps {
            apply(try judgePayment(next, by: OrderFixture.clerk, at: OrderFixture.at(time)))
            checkInvariants()
        }
    }

    @discardableResult
    mutating func refund(
        _ minorUnits: Int64? = nil, lines: [RefundedLine] = [], reason: String? = nil, at time: Int64 = 1
    ) throws(Rejection) -> [Effect] {
        let event = try judgeRefund(
            amount: minorUnits.map { Money(minorUnits: $0) }, lines: lines, reason: reason,
            by: OrderFixture.clerk, at: OrderFixture.at(time))
        let effects = effects(of: event)
        apply(event)
        checkInvariants()
        return effects
    }

    @discardableResult
    mutating func fulfil(
        _ units: [LineUnits]? = nil, trackingNumber: String? = nil, at time: Int64 = 1
    ) throws(Rejection) -> [Effect] {
        let event = try judgeFulfilment(
            units, carrier: "Post", trackingNumber: trackingNumber, trackingURL: nil, by: OrderFixture.clerk,
            at: OrderFixture.at(time))
        let effects = effects(of: event)
        apply(event)
        checkInvariants()
        return effects
    }

    @discardableResult
    mutating func cancel(
        reason: String = "CUSTOMER", notes: String? = nil, at time: Int64 = 1
    ) throws(Rejection) -> [Effect] {
        let event = try judgeCancel(
            reason: reason, notes: notes, by: OrderFixture.clerk, at: OrderFixture.at(time))
        let effects = effects(of: event)
        apply(event)
        checkInvariants()
        return effects
    }
}

/// Units of one line, in few letters.
func units(_ line: Int, _ quantity: Int64) -> LineUnits {
    LineUnits(line: line, quantity: Quantity(quantity))
}

func refunded(_ line: Int, _ quantity: Int64, restock: Bool = false) -> RefundedLine {
    RefundedLine(line: line, quantity: Quantity(quantity), restock: restock)
}

/// A ``StockEffect`` as tests write it.
struct Effect: Hashable {
    let kind: StockEffect.Kind
    let variant: Int
    let quantity: Int64
}

func effect(_ kind: StockEffect.Kind, _ variant: Int, _ quantity: Int64) -> Effect {
    Effect(kind: kind, variant: variant, quantity: quantity)
}

extension Order {
    func effects(of event: OrderEvent) -> [Effect] {
        stockEffects(of: event).map { effect($0.kind, $0.variant.index, $0.quantity.units) }
    }
}
