/// Where an order stands.
///
///     PENDING → PROCESSING | CANCELLED        SHIPPED   → DELIVERED | REFUNDED
///     PROCESSING → SHIPPED | CANCELLED        DELIVERED → REFUNDED
///     CANCELLED → REFUNDED (if it was paid)   REFUNDED is terminal
///
/// A move that is not listed is refused, and so is a move to the same status.
package enum OrderStatus: UInt8, Sendable, CaseIterable {
    case pending, processing, shipped, delivered, cancelled, refunded

    /// The moves the table allows; whether a refund needs a payment is judged by ``Order``.
    package var next: [OrderStatus] {
        switch self {
        case .pending: [.processing, .cancelled]
        case .processing: [.shipped, .cancelled]
        case .shipped: [.delivered, .refunded]
        case .delivered, .cancelled: [.refunded]
        case .refunded: []
        }
    }

    /// Whether the order still holds units that have not been shipped.
    @inlinable
    package var isOpen: Bool { self == .pending || self == .processing }

    package var name: StaticString {
        switch self {
        case .pending: "PENDING"
        case .processing: "PROCESSING"
        case .shipped: "SHIPPED"
        case .delivered: "DELIVERED"
        case .cancelled: "CANCELLED"
        case .refunded: "REFUNDED"
        }
    }
}

/// Where the money of an order stands: PENDING → PAID | FAILED, FAILED → PAID, PAID → REFUNDED.
package enum PaymentStatus: UInt8, Sendable, CaseIterable {
    case pending, paid, failed, refunded

    package var next: [PaymentStatus] {
        switch self {
        case .pending: [.paid, .failed]
        case .failed: [.paid]
        case .paid: [.refunded]
        case .refunded: []
        }
    }

    package var name: StaticString {
        switch self {
        case .pending: "PENDING"
        case .paid: "PAID"
        case .failed: "FAILED"
        case .refunded: "REFUNDED"
        }
    }
}

/// How much of an order has left the house. Derived from its lines, never stored.
package enum FulfillmentStatus: UInt8, Sendable, CaseIterable {
    case unfulfilled, partiallyFulfilled, fulfilled

    package var name: StaticString {
        switch self {
        case .unfulfilled: "UNFULFILLED"
        case .partiallyFulfilled: "PARTIALLY_FULFILLED"
        case .fulfilled: "FULFILLED"
        }
    }
}

/// Whether a product is for sale.
package enum ProductStatus: UInt8, Sendable, CaseIterable {
    case draft, published, archived

    package var name: StaticString {
        switch self {
        case .draft: "DRAFT"
        case .published: "PUBLISHED"
        case .archived: "ARCHIVED"
        }
    }
}
