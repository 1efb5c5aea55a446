/// Something a customer should be told by mail. Derived like ``Notification``: it follows from one journal record,
/// whose sequence tells which step of the order it is. 16 bytes.
package struct OutboxEntry: Hashable, Sendable, BitwiseCopyable {
    package enum Kind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
        case orderPlaced = 1
        /// A parcel left; an order in several parcels has several of these.
        case orderShipped
        case orderCancelled
        /// Money went back, all of it or a part.
        case orderRefunded
        case orderDelivered
    }

    package let sequence: UInt64
    package let order: OrderOrdinal
    package let kind: Kind

    package init(_ kind: Kind, _ order: OrderOrdinal, sequence: UInt64) {
        self.kind = kind
        self.order = order
        self.sequence = sequence
    }
}

extension OrderEvent {
    /// What the customer is told about this event, which brought the order to `status`; `nil` for nothing.
    package func outboxKind(status: OrderStatus) -> OutboxEntry.Kind? {
        switch change {
        case .shipped: .orderShipped
        case .cancelled: .orderCancelled
        case .refunded(let amount, _, _): amount > .zero ? .orderRefunded : nil
        case .moved: status == .delivered ? .orderDelivered : nil
        case .paid, .paymentFailed, .noted, .hidden: nil
        }
    }
}
