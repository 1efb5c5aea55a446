/// A way to send an order, and what it costs. Orders that name a deleted one keep it.
package struct ShippingMethod: Hashable, Sendable {
    package var name: String
    package var description: String?
    package var price: Money
    package var isActive = true
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var deletedAt: Timestamp?
    /// 1 when it was made; one more with each change.
    package var version: UInt32 = 1

    package init(name: String, price: Money, at now: Timestamp) {
        self.name = name
        self.price = price
        createdAt = now
        updatedAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }
}
