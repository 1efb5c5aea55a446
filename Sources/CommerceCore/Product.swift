/// A product of the catalog: what its variants have in common. The seed's fields.
///
/// A deleted product keeps its ordinal, for the orders that name its variants; its slug is free again.
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
    /// In the order in which they were added; never empty. Those that were deleted alone are not among them.
    package var variants: [VariantOrdinal] = []
    /// As given. Some may have been deleted since: readers ask the shop for those that are left.
    package var categories: [CategoryOrdinal] = []
    /// As given; see ``categories``.
    package var tags: [TagOrdinal] = []
    package var images: [ProductImage] = []
    package var featuredImage: String?
    package var vendor: String?
    package var productType: String?
    /// What a table of products had that no other field holds, kept for writing the table again. Opaque here.
    package var extras: String?
    package var deletedAt: Timestamp?
    /// 1 when it was made; one more with each change.
    package var version: UInt32 = 1

    package init(name: String, slug: String, basePrice: Money, at now: Timestamp) {
        self.name = name
        self.slug = slug
        self.basePrice = basePrice
        createdAt = now
        updatedAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }

    package static let variantsMaximum = 1_000
}

/// One picture of a product: where it is, and what it shows for those who do not see it.
package struct ProductImage: Hashable, Sendable {
    package var url: String
    package var alt: String?

    package init(url: String, alt: String? = nil) {
        self.url = url
        self.alt = alt
    }

    package static let urlBytesMaximum = 2_048

    /// Whether a picture may be said to be there. Addresses of other kinds, such as `javascript:`, could be run where a
    /// page shows them.
    package static func isAddress(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        let isAddress = ["https://", "http://", "/"].contains { start.hasPrefix($0) }
        return isAddress && !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }
}
