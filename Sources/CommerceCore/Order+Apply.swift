extension Order {
    /// Takes an event in. Judges nothing: recovery and live traffic run the same code.
    ///
    /// - Complexity: O(lines) for events that touch all lines, otherwise O(1).
    package mutating func apply(_ event: OrderEvent) {
        let before = status
        updatedAt = event.at
        switch event.change {
        case .moved(let next, _): status = next
        case .cancelled: status = .cancelled
        case .paid: payment = .paid
        case .paymentFailed: payment = .failed
        case .noted: break
        case .hidden: isHidden = true
        case .shipped(let units, _, _, _, _):
            for unit in units { lines[unit.line].shipped += unit.quantity }
            if fulfillment == .fulfilled { status = .shipped }
        case .refunded(let amount, let refunded, _): apply(refund: amount, refunded)
        }
        steps.append(OrderStep(event: event, before: before, after: status))
    }

    /// What `event` does to stock, judged by the order as it was before the event.
    package func stockEffects(of event: OrderEvent) -> [StockEffect] {
        switch event.change {
        case .cancelled:
            lines.compactMap { line in
                line.unshipped == .zero
                    ? nil : StockEffect(kind: .release, variant: line.variant, quantity: line.unshipped)
            }
        case .shipped(let units, _, _, _, _):
            units.map { StockEffect(kind: .ship, variant: lines[$0.line].variant, quantity: $0.quantity) }
        case .refunded(_, let refunded, _):
            refunded.compactMap { unit in
                unit.restock
                    ? StockEffect(kind: .restock, variant: lines[unit.line].variant, quantity: unit.quantity)
                    : nil
            }
        case .moved, .paid, .paymentFailed, .noted, .hidden:
            []
        }
    }

    private mutating func apply(refund amount: Money, _ refunded: [RefundedLine]) {
        for unit in refunded {
            lines[unit.line].refunded += unit.quantity
            if unit.restock { lines[unit.line].restocked += unit.quantity }
        }
        refundedTotal = Money(minorUnits: refundedTotal.minorUnits + amount.minorUnits)
        guard refundedTotal == total else { return }
        payment = .refunded
        if !status.isOpen { status = .refunded }
    }
}
