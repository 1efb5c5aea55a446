package import CommerceCore

/// A product as a table of products describes it. A plain value that knows no shop: names, limits and SKUs are judged
/// against what a table alone can tell, the rest is for whoever applies it.
///
/// Texts that a table leaves out are empty here. A product with no ``optionNames`` has one variant, which is itself.
package struct ImportedProduct: Hashable, Sendable {
    /// The line of the file on which its first row begins; 0 if it comes from elsewhere.
    package var line = 0
    /// What the rows of one product share; the product's slug. Never empty.
    package var handle: String
    package var title: String
    /// HTML, exactly as it stands in the file.
    package var body = ""
    package var vendor = ""
    package var productType = ""
    /// Without spaces around them, none empty, none twice.
    package var tags: [String] = []
    package var status = ProductStatus.published
    /// Shopify's `Published`: whether buyers see it.
    package var isVisible = true
    package var metaTitle = ""
    package var metaDescription = ""
    /// At most three, such as `Size` and `Colour`.
    package var optionNames: [String] = []
    package var variants: [ImportedVariant] = []
    /// In the order of their rows; ``imagesInOrder`` is the order in which they are shown.
    package var images: [ImportedImage] = []
    /// What its first row says in columns that nothing here stands for.
    package var extras: [ProductExtra] = []
    /// Where variants and images stood, if not simply the first of each in the first row, and so on.
    package var layout: ProductRowLayout?

    package init(handle: String, title: String) {
        self.handle = handle
        self.title = title
    }

    /// The images by position; those without one stand where their row stands.
    package var imagesInOrder: [ImportedImage] {
        let keyed = images.enumerated().map { (key: $0.element.position ?? $0.offset + 1, index: $0.offset) }
        return keyed.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map { images[$0.index] }
    }

    /// Shopify's gift cards, which are kept in ``extras`` alone: nothing is to be shipped for them.
    package var isGiftCard: Bool {
        extras.contains { $0.column.lowercased() == "gift card" && $0.value.lowercased() == "true" }
    }
}

/// One sellable form of an ``ImportedProduct``.
package struct ImportedVariant: Hashable, Sendable {
    package var line = 0
    /// One for each of the product's option names, none empty.
    package var optionValues: [String] = []
    package var sku: String?
    /// `nil` where the table says nothing, which means nothing is asked for it.
    package var price: Money?
    package var compareAtPrice: Money?
    package var cost: Money?
    package var barcode: String?
    /// `nil` where the table says nothing, which means 0.
    package var quantity: Quantity?
    package var trackInventory = false
    package var allowBackorder = false
    package var image: String?
    /// What its row says in columns that nothing here stands for.
    package var extras: [ProductExtra] = []

    package init() {}

    /// `Small / Red`, or `Default Title` without options.
    package var name: String {
        optionValues.isEmpty ? ProductTable.defaultOptionValue : optionValues.joined(separator: " / ")
    }
}

/// A picture of an ``ImportedProduct``, at whatever address the table names: it is text, and is not fetched.
package struct ImportedImage: Hashable, Sendable {
    package var line = 0
    package var url: String
    package var altText = ""
    package var position: Int?
    /// What its row says in columns that nothing here stands for, if the row has no variant.
    package var extras: [ProductExtra] = []

    package init(url: String) { self.url = url }
}
