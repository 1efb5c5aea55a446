/// What happened to an order that exists, with who and when. Placing one is the order itself.
package struct OrderEvent: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        /// PROCESSING, DELIVERED: moves that change nothing but the status.
        case moved(to: OrderStatus, notes: String?)
        case cancelled(reason: String, notes: String?)
        case paid
        case paymentFailed
        case noted(String)
        /// Units left the house; the order becomes SHIPPED with the last of them.
        case shipped(
            lines: [LineUnits], carrier: String?, trackingNumber: String?, trackingURL: String?,
            notes: String?)
        /// Money went back. With the last of it the payment, and a shipped or ended order, is REFUNDED.
        case refunded(amount: Money, lines: [RefundedLine], reason: String?)
        /// The seed's DELETE: out of sight and not forgotten.
        case hidden
    }

    package let change: Change
    package let by: SubjectOrdinal
    package let at: Timestamp
    /// Journal position of this event's record; 0 until it is appended.
    package var sequence: UInt64 = 0

    package init(_ change: Change, by: SubjectOrdinal, at: Timestamp, sequence: UInt64 = 0) {
        self.change = change
        self.by = by
        self.at = at
        self.sequence = sequence
    }
}

/// What an order's event does to the stock of one variant.
package struct StockEffect: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Promised units are free again.
        case release
        /// Promised units left: `quantity` and `reserved` fall.
        case ship
        /// Shipped units came back: `quantity` rises.
        case restock
    }

    package let kind: Kind
    package let variant: VariantOrdinal
    package let quantity: Quantity
}
