package import CommerceCore

/// What search and lists know of a product.
package struct CatalogEntry: Sendable {
    package var name: String
    /// The product's own and those of its variants.
    package var skus: [String] = []
    package var tags: [String] = []
    package var description = ""
    /// The categories it is in itself, by number; not those above.
    package var categories: [UInt32] = []
    package var status: ProductStatus = .draft
    package var isVisible = true
    package var isFeatured = false
    /// The lowest and the highest price of its variants.
    package var minPrice: Money
    package var maxPrice: Money
    package var stock = CatalogStock()
    package var updatedAt: Timestamp

    package init(name: String, price: Money, updatedAt: Timestamp) {
        self.name = name
        minPrice = price
        maxPrice = price
        self.updatedAt = updatedAt
    }
}

/// What a sale changes of a product.
package struct CatalogStock: Hashable, Sendable {
    /// The sum over its variants.
    package var available = Quantity.zero
    package var isInStock = false

    package init(available: Quantity = .zero, isInStock: Bool = false) {
        self.available = available
        self.isInStock = isInStock
    }
}

/// Which products, in which order. What is empty or `nil` restricts nothing; what is given must all hold.
package struct CatalogQuery: Sendable {
    package enum Sort: Sendable, CaseIterable {
        /// In the order of creation.
        case createdAt
        case name
        /// By the lowest price.
        case price
        case updatedAt
        case available
    }

    /// As ``TextIndex/rows(matching:capacity:)`` reads it: over name, SKUs, tags and description.
    package var text = ""
    /// One of these.
    package var statuses: [ProductStatus] = []
    /// In one of these: a category with all below it.
    package var categories: [UInt32]?
    /// With one of these, in any case.
    package var tags: [String] = []
    package var isVisible: Bool?
    package var isFeatured: Bool?
    package var isInStock: Bool?
    /// Products that have a price at or above this: `maxPrice ≥ priceFrom`.
    package var priceFrom: Money?
    /// Products that have a price at or below this: `minPrice ≤ priceTo`.
    package var priceTo: Money?
    package var sort = Sort.createdAt
    package var page: ListRequest

    package init(page: ListRequest) { self.page = page }

    /// Whether the answer depends on what sales change.
    var needsStock: Bool { isInStock != nil || sort == .available }
}
