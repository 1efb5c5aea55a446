import CommerceCore

/// How far an order has come, in the words of its customer.
package enum OrderStage: Sendable, CaseIterable {
    case received, preparing, partlyShipped, shipped, delivered, cancelled, refunded

    package var name: StaticString {
        switch self {
        case .received: "RECEIVED"
        case .preparing: "PREPARING"
        case .partlyShipped: "PARTLY_SHIPPED"
        case .shipped: "SHIPPED"
        case .delivered: "DELIVERED"
        case .cancelled: "CANCELLED"
        case .refunded: "REFUNDED"
        }
    }
}

extension Order {
    var stage: OrderStage {
        switch status {
        case .pending: .received
        case .processing: fulfillment == .partiallyFulfilled ? .partlyShipped : .preparing
        case .shipped: .shipped
        case .delivered: .delivered
        case .cancelled: .cancelled
        case .refunded: .refunded
        }
    }

    /// The way of the order: what it has come past with the time, then, unless it has ended otherwise, what is to come.
    ///
    /// Being partly on its way is a stage only of an order that was.
    var stages: [(stage: OrderStage, at: Timestamp?)] {
        var way: [(stage: OrderStage, at: Timestamp?)] = [
            (.received, createdAt), (.preparing, time(of: .processing)),
        ]
        let shippedAt = time(of: .shipped)
        if let first = shipments.first?.at, first != shippedAt { way.append((.partlyShipped, first)) }
        way += [(.shipped, shippedAt), (.delivered, time(of: .delivered))]
        let ends = [(OrderStage.cancelled, time(of: .cancelled)), (.refunded, time(of: .refunded))]
            .filter { $0.1 != nil }
        return ends.isEmpty ? way : way.filter { $0.at != nil } + ends
    }
}
