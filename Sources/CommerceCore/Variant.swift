/// One sellable form of a product. Its stock is the business of its actor, not of this value.
///
/// A deleted variant keeps its ordinal, for the orders that name it; its SKU is free again and nobody can buy it.
package struct Variant: Hashable, Sendable {
    package var product: ProductOrdinal
    package var name: String
    package var sku: String?
    package var barcode: String?
    /// A JSON object of texts, as sent: `{"size":"Large"}`.
    package var attributes: String
    package var price: Money?
    package var compareAtPrice: Money?
    package var cost: Money?
    package var image: String?
    package var isActive = true
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// What a table of products had in this variant's row that no other field holds. Opaque here.
    package var extras: String?
    package var deletedAt: Timestamp?
    /// 1 when it was made; one more with each change of its own fields.
    package var version: UInt32 = 1

    package init(product: ProductOrdinal, name: String, at now: Timestamp) {
        self.product = product
        self.name = name
        attributes = "{}"
        createdAt = now
        updatedAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }
}
