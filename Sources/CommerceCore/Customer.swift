/// A customer. Addresses are texts shared with the orders that went there.
///
/// What follows from the orders (how many, how much, when the last) is ``CustomerStatistics``.
package struct Customer: Hashable, Sendable {
    package var email: String
    package var firstName: String
    package var lastName: String
    package var phone: String?
    package var company: String?
    package var shippingAddress: AddressOrdinal?
    package var billingAddress: AddressOrdinal?
    package var notes: String?
    package var tags: [String] = []
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var deletedAt: Timestamp?
    /// Which of the customer's portal tokens is good: 0 until one is made by hand, one more with each that is.
    /// The token itself is made from this and a secret that is not in the data.
    package var portalGeneration: UInt32 = 0
    /// When the portal token was last made or extended by hand.
    package var portalIssuedAt: Timestamp?
    /// 1 when it was made; one more with each change.
    package var version: UInt32 = 1

    package init(email: String, firstName: String, lastName: String, at now: Timestamp) {
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        createdAt = now
        updatedAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }
}

/// What a customer's orders come to. Derived from the orders, never stored.
///
///     orderCount     = orders that are not hidden
///     openOrderCount = orders that are PENDING or PROCESSING
///     lifetimeValue  = Σ (total - refundedTotal) of orders that are not CANCELLED
///     totalPaid      = Σ (total - refundedTotal) of orders whose payment is PAID or REFUNDED
///     refunded       = Σ refundedTotal
///     average        = lifetimeValue / orderCount, to the nearest minor unit, halves to the even one
///
/// The sums are in minor units and may leave the range of ``Money``. First and last are those of the orders
/// that are not hidden.
package struct CustomerStatistics: Hashable, Sendable {
    package var orderCount = 0
    package var openOrderCount = 0
    package var lifetimeValueMinorUnits: Int64 = 0
    package var totalPaidMinorUnits: Int64 = 0
    package var refundedMinorUnits: Int64 = 0
    package var firstOrderAt: Timestamp?
    package var lastOrderAt: Timestamp?

    package init() {}

    /// Takes in an order that was just placed, the newest of the customer's.
    ///
    /// - Complexity: O(1).
    @inlinable
    package mutating func add(placedFor total: Money, at now: Timestamp) {
        orderCount += 1
        openOrderCount += 1
        lifetimeValueMinorUnits += total.minorUnits
        if firstOrderAt == nil { firstOrderAt = now }
        lastOrderAt = now
    }

    /// Exchanges what an order came to before an event for what it comes to after it.
    package mutating func exchange(_ before: OrderWorth, for after: OrderWorth) {
        orderCount += (after.isCounted ? 1 : 0) - (before.isCounted ? 1 : 0)
        openOrderCount += (after.isOpen ? 1 : 0) - (before.isOpen ? 1 : 0)
        lifetimeValueMinorUnits += after.keptMinorUnits - before.keptMinorUnits
        totalPaidMinorUnits += after.paidMinorUnits - before.paidMinorUnits
        refundedMinorUnits += after.refundedMinorUnits - before.refundedMinorUnits
    }

    /// `nil` without orders.
    package var averageMinorUnits: Int64? {
        guard orderCount > 0 else { return nil }
        let count = Int64(orderCount)
        let (quotient, remainder) = lifetimeValueMinorUnits.quotientAndRemainder(dividingBy: count)
        let twice = remainder * 2
        return twice > count || twice == count && quotient % 2 != 0 ? quotient + 1 : quotient
    }
}

/// What one order adds to its customer's statistics.
package struct OrderWorth: Hashable, Sendable {
    package let isCounted: Bool
    package let isOpen: Bool
    package let keptMinorUnits: Int64
    package let paidMinorUnits: Int64
    package let refundedMinorUnits: Int64
}

extension Order {
    /// - Complexity: O(lines).
    package var worth: OrderWorth {
        let kept = refundable.minorUnits
        return OrderWorth(
            isCounted: !isHidden, isOpen: status.isOpen, keptMinorUnits: status == .cancelled ? 0 : kept,
            paidMinorUnits: payment == .paid || payment == .refunded ? kept : 0,
            refundedMinorUnits: refundedTotal.minorUnits)
    }
}
