// Which moves an order can make now, and for the others why not: people are offered what will be accepted.

/// One move to a status or to a payment: allowed, or why not.
package struct Transition<Status: Hashable & Sendable>: Hashable, Sendable {
    package let to: Status
    /// `nil` if the move is allowed; otherwise a sentence for people.
    package let obstacle: String?

    package var isAllowed: Bool { obstacle == nil }
}

extension Order {
    /// Each status that is not the order's own.
    package var transitions: [Transition<OrderStatus>] {
        let allowed = allowedStatuses
        return OrderStatus.allCases.filter { $0 != status }.map { next in
            Transition(to: next, obstacle: allowed.contains(next) ? nil : obstacle(to: next))
        }
    }

    /// Each payment that is not the order's own.
    package var paymentTransitions: [Transition<PaymentStatus>] {
        PaymentStatus.allCases.filter { $0 != payment }.map { next in
            Transition(to: next, obstacle: payment.next.contains(next) ? nil : obstacle(to: next))
        }
    }

    /// 1 when it was placed; one more with each thing that happens to it.
    package var version: UInt32 { UInt32(steps.count) + 1 }

    private func obstacle(to next: OrderStatus) -> String {
        switch (status, next) {
        case (.refunded, _): "The order is refunded; nothing follows."
        case (_, .pending): "An order does not go back to PENDING."
        case (.pending, .shipped), (.pending, .delivered): "Start processing first."
        case (.processing, .delivered): "Ship the order first."
        case (.pending, .refunded), (.processing, .refunded):
            payment == .paid
                ? "Refund the payment, or cancel the order first."
                : "Nothing was paid. Cancel the order instead."
        case (.shipped, .cancelled), (.delivered, .cancelled):
            "The order is already shipped. Refund it instead."
        case (.shipped, .processing), (.delivered, .processing): "The order is already shipped."
        case (.delivered, .shipped): "The order is already delivered."
        case (_, .refunded): payment == .refunded ? "All that was paid was given back." : "Nothing was paid."
        default: "The order is cancelled."
        }
    }

    private func obstacle(to next: PaymentStatus) -> String {
        switch (payment, next) {
        case (.refunded, _): "The payment is refunded; nothing follows."
        case (_, .pending): "A payment does not go back to PENDING."
        case (.paid, _): "The order is already paid. Refund it instead."
        default: "Nothing was paid."
        }
    }
}
