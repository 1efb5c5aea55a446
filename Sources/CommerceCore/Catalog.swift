/// A product of the catalog: what its variants have in common. The seed's fields.
package struct Product: Hashable, Sendable {
    package var name: String
    package var slug: String
    package var description: String?
    package var shortDescription: String?
    package var basePrice: Money
    package var compareAtPrice: Money?
    package var cost: Money?
    package var sku: String?
    package var barcode: String?
    package var status: ProductStatus = .draft
    package var isVisible = true
    package var isFeatured = false
    package var metaTitle: String?
    package var metaDescription: String?
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var publishedAt: Timestamp?
    /// In the order in which they were added; never empty.
    package var variants: [VariantOrdinal] = []

    package init(name: String, slug: String, basePrice: Money, at now: Timestamp) {
        self.name = name
        self.slug = slug
        self.basePrice = basePrice
        createdAt = now
        updatedAt = now
    }
}

/// One sellable form of a product. Its stock is the business of its actor, not of this value.
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

    package init(product: ProductOrdinal, name: String, at now: Timestamp) {
        self.product = product
        self.name = name
        attributes = "{}"
        createdAt = now
        updatedAt = now
    }
}

/// What a line of an order copies from the catalog. Shared by all lines sold under the same names.
package struct LineLabel: Hashable, Sendable {
    package let variant: VariantOrdinal
    package let productName: String
    package let variantName: String
    package let sku: String?

    package init(variant: VariantOrdinal, productName: String, variantName: String, sku: String?) {
        self.variant = variant
        self.productName = productName
        self.variantName = variantName
        self.sku = sku
    }
}

package struct ShippingMethod: Hashable, Sendable {
    package var name: String
    package var description: String?
    package var price: Money
    package var isActive = true
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(name: String, price: Money, at now: Timestamp) {
        self.name = name
        self.price = price
        createdAt = now
        updatedAt = now
    }
}

/// A customer. Addresses are texts shared with the orders that went there.
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

    package init(email: String, firstName: String, lastName: String, at now: Timestamp) {
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        createdAt = now
        updatedAt = now
    }
}

/// What an order copies from its customer.
package struct Contact: Hashable, Sendable {
    package let email: String
    package let name: String
    package let phone: String?

    package init(email: String, name: String, phone: String?) {
        self.email = email
        self.name = name
        self.phone = phone
    }
}

/// A machine's key: the digest of its secret, never the secret.
package struct APIKey: Hashable, Sendable {
    package let name: String
    /// SHA-256 of the secret, 32 bytes.
    package let digest: [UInt8]
    package let permissions: PermissionSet
    package let createdAt: Timestamp
    package var expiresAt: Timestamp?
    package var revokedAt: Timestamp?

    package init(name: String, digest: [UInt8], permissions: PermissionSet, createdAt: Timestamp) {
        self.name = name
        self.digest = digest
        self.permissions = permissions
        self.createdAt = createdAt
    }
}

/// A change of stock made by hand, with its reason.
package struct Adjustment: Hashable, Sendable {
    package let change: Quantity
    package let before: Quantity
    package let reason: String
    package let notes: String?
    package let by: SubjectOrdinal
    package let at: Timestamp
    package let sequence: UInt64

    package var after: Quantity { before + change }

    package init(
        change: Quantity, before: Quantity, reason: String, notes: String?, by subject: SubjectOrdinal,
        at: Timestamp, sequence: UInt64
    ) {
        self.change = change
        self.before = before
        self.reason = reason
        self.notes = notes
        by = subject
        self.at = at
        self.sequence = sequence
    }
}
