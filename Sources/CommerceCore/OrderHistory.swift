/// One thing that happened to an order, and where the order stood afterwards.
package struct OrderStep: Hashable, Sendable {
    package let event: OrderEvent
    package let before: OrderStatus
    package let after: OrderStatus

    package init(event: OrderEvent, before: OrderStatus, after: OrderStatus) {
        self.event = event
        self.before = before
        self.after = after
    }
}

/// One move of an order's status, for its timeline. `from` is `nil` for the placing itself.
package struct StatusChange: Hashable, Sendable {
    package let from: OrderStatus?
    package let to: OrderStatus
    package let by: SubjectOrdinal
    package let notes: String?
    package let at: Timestamp
}

/// Units of one line that move together, named by the line's index in the order.
package struct LineUnits: Hashable, Sendable {
    package let line: Int
    package let quantity: Quantity

    package init(line: Int, quantity: Quantity) {
        self.line = line
        self.quantity = quantity
    }
}

/// Units of one line for which money went back, and whether they went back on the shelf.
package struct RefundedLine: Hashable, Sendable {
    package let line: Int
    package let quantity: Quantity
    package let restock: Bool

    package init(line: Int, quantity: Quantity, restock: Bool) {
        self.line = line
        self.quantity = quantity
        self.restock = restock
    }
}

// Views of what happened. Each is O(steps), and an order has few.
extension Order {
    package var statusHistory: [StatusChange] {
        let placed = StatusChange(from: nil, to: .pending, by: createdBy, notes: nil, at: createdAt)
        return [placed]
            + steps.lazy.filter { $0.before != $0.after }.map { step in
                StatusChange(
                    from: step.before, to: step.after, by: step.event.by, notes: step.event.notes,
                    at: step.event.at)
            }
    }

    package var internalNotes: [OrderEvent] {
        steps.map(\.event).filter {
            if case .noted = $0.change { true } else { false }
        }
    }

    package var shipments: [OrderEvent] {
        steps.map(\.event).filter {
            if case .shipped = $0.change { true } else { false }
        }
    }

    package var refunds: [OrderEvent] {
        steps.map(\.event).filter {
            if case .refunded = $0.change { true } else { false }
        }
    }

    /// When the order first came to `status`.
    package func time(of status: OrderStatus) -> Timestamp? {
        steps.first { $0.after == status && $0.before != status }?.event.at
    }

    package var paidAt: Timestamp? {
        steps.first { $0.event.change == .paid }?.event.at
    }

    package var cancelReason: String? {
        for step in steps {
            if case .cancelled(let reason, _) = step.event.change { return reason }
        }
        return nil
    }

    /// The latest shipment's.
    package var trackingNumber: String? {
        for step in steps.reversed() {
            if case .shipped(_, _, let number?, _, _) = step.event.change { return number }
        }
        return nil
    }
}

extension OrderEvent {
    /// The note that belongs to the change itself.
    package var notes: String? {
        switch change {
        case .moved(_, let notes), .cancelled(_, let notes), .shipped(_, _, _, _, let notes): notes
        case .refunded(_, _, let reason): reason
        case .paid, .paymentFailed, .noted, .hidden: nil
        }
    }
}
