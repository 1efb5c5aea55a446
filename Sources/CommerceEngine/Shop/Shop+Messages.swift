import CommerceCore

// What people are told follows from records as they are appended, and again as they are read back: nothing of it
// is journaled itself. Each is a store into memory that is there already.
extension Shop {
    @inline(__always)
    func announcePlaced(_ order: OrderOrdinal, at now: Timestamp, sequence: UInt64) {
        notifications.append(.newOrder(order, sequence: sequence, at: now))
        outbox.append(OutboxEntry(.orderPlaced, order, sequence: sequence))
    }

    func announce(_ step: OrderStep, of order: OrderOrdinal) {
        let event = step.event
        if step.before != step.after {
            notifications.append(.order(order, is: step.after, sequence: event.sequence, at: event.at))
        }
        if let kind = event.outboxKind(status: step.after) {
            outbox.append(OutboxEntry(kind, order, sequence: event.sequence))
        }
    }

    func announceLowStock(
        _ variant: VariantOrdinal, available: Quantity?, at now: Timestamp, sequence: UInt64
    ) {
        notifications.append(.lowStock(of: variant, available: available, sequence: sequence, at: now))
    }
}
