package import CommerceCore

/// What search and lists know of a variant and its stock.
package struct StockEntry: Sendable {
    package var productName: String
    package var variantName: String
    package var sku: String?
    package var barcode: String?
    /// Those of its product.
    package var categories: [UInt32] = []
    package var figures = StockFigures()

    package init(productName: String, variantName: String, sku: String? = nil) {
        self.productName = productName
        self.variantName = variantName
        self.sku = sku
    }
}

/// What a list may ask of a variant's stock. What each means is decided where the stock is.
package struct StockFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package static let isInStock = StockFlags(rawValue: 1)
    package static let isLow = StockFlags(rawValue: 2)
    package static let isOut = StockFlags(rawValue: 4)
    package static let isBackordered = StockFlags(rawValue: 8)
    package static let isUntracked = StockFlags(rawValue: 16)
    /// Units are promised to someone.
    package static let isHeld = StockFlags(rawValue: 32)

    package init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// What a sale changes of a variant.
package struct StockFigures: Hashable, Sendable {
    package var available = Quantity.zero
    package var flags: StockFlags = []
    package var updatedAt = Timestamp.zero

    package init(
        available: Quantity = .zero, flags: StockFlags = [], updatedAt: Timestamp = .zero
    ) {
        self.available = available
        self.flags = flags
        self.updatedAt = updatedAt
    }
}

/// Which variants, in which order. What is empty or `nil` restricts nothing; what is given must all hold.
package struct StockQuery: Sendable {
    package enum Sort: Sendable, CaseIterable {
        /// In the order of creation.
        case createdAt
        /// By the product's name, then the variant's.
        case name
        /// Variants without one first.
        case sku
        case updatedAt
        case available
    }

    /// As ``TextIndex/rows(matching:capacity:)`` reads it: over SKU, barcode, product and variant name.
    package var text = ""
    package var flags = FlagFilter<StockFlags>()
    /// Of a product in one of these: a category with all below it.
    package var categories: [UInt32]?
    package var sort = Sort.createdAt
    package var page: ListRequest

    package init(page: ListRequest) { self.page = page }

    /// Whether the answer depends on what sales change.
    var needsFigures: Bool { !flags.isEmpty || sort == .available || sort == .updatedAt }
}
