import CommerceCore
import CommerceEngine
import CompactJSON

// Products and variants as clients describe them. A member that is `null` clears what may be empty.
extension RequestFields {
    static let settingNames: [StaticString] = ["lowStockThreshold", "trackInventory", "allowBackorder"]

    func stockSettings(changing settings: StockSettings) throws(Rejection) -> StockSettings {
        var settings = settings
        if let threshold = try integer("lowStockThreshold", in: 0...Quantity.requestMaximum.units) {
            settings.lowStockThreshold = Quantity(threshold)
        }
        settings.trackInventory = try flag("trackInventory") ?? settings.trackInventory
        settings.allowBackorder = try flag("allowBackorder") ?? settings.allowBackorder
        return settings
    }

    /// Reads what is present into `product`; what is absent stays.
    func read(into product: inout Product) throws(Rejection) {
        if isPresent("name") { product.name = try string("name") }
        product.slug = try slug() ?? product.slug
        if isPresent("description") {
            product.description = try optionalString("description", bytesMaximum: 65_536)
        }
        if isPresent("shortDescription") {
            product.shortDescription = try optionalString("shortDescription", bytesMaximum: 4_096)
        }
        if isPresent("basePrice") {
            _ = try required("basePrice")
            product.basePrice = try money("basePrice") ?? product.basePrice
        }
        if isPresent("compareAtPrice") { product.compareAtPrice = try money("compareAtPrice") }
        if isPresent("cost") { product.cost = try money("cost") }
        if isPresent("sku") { product.sku = try optionalSKU() }
        if isPresent("barcode") { product.barcode = try optionalString("barcode") }
        if isPresent("featuredImage") { product.featuredImage = try imageAddress("featuredImage") }
        if isPresent("images") { product.images = try images() }
        if isPresent("vendor") { product.vendor = try optionalString("vendor") }
        if isPresent("productType") { product.productType = try optionalString("productType") }
        product.status = try enumeration("status", ProductStatus.self, \.name) ?? product.status
        product.isVisible = try flag("isVisible") ?? product.isVisible
        product.isFeatured = try flag("isFeatured") ?? product.isFeatured
        if isPresent("metaTitle") { product.metaTitle = try optionalString("metaTitle") }
        if isPresent("metaDescription") {
            product.metaDescription = try optionalString("metaDescription", bytesMaximum: 1_024)
        }
    }

    /// Reads what is present into `variant`; what is absent stays.
    func read(into variant: inout Variant) throws(Rejection) {
        if isPresent("name") { variant.name = try string("name") }
        if isPresent("sku") { variant.sku = try optionalSKU() }
        if isPresent("barcode") { variant.barcode = try optionalString("barcode") }
        if isPresent("attributes") { variant.attributes = try objectText("attributes") ?? "{}" }
        if isPresent("price") { variant.price = try money("price") }
        if isPresent("compareAtPrice") { variant.compareAtPrice = try money("compareAtPrice") }
        if isPresent("cost") { variant.cost = try money("cost") }
        if isPresent("image") { variant.image = try imageAddress("image") }
        variant.isActive = try flag("isActive") ?? variant.isActive
    }

    /// A variant to be made, with its settings and opening stock.
    func newVariant(named defaultName: String, at now: Timestamp) throws(Rejection) -> NewVariant {
        var details = Variant(product: ProductOrdinal(0), name: defaultName, at: now)
        try read(into: &details)
        var new = NewVariant(details: details)
        new.settings = try stockSettings(changing: StockSettings())
        new.openingQuantity = Quantity(try integer("quantity", in: 0...Quantity.requestMaximum.units) ?? 0)
        return new
    }

    private func optionalSKU() throws(Rejection) -> String? {
        guard let sku = try optionalString("sku", bytesMaximum: 100) else { return nil }
        guard !sku.isEmpty else { throw .invalidValue(field: "sku", reason: "must not be empty") }
        return sku
    }

    /// Letters, digits and single hyphens.
    func slug() throws(Rejection) -> String? {
        guard optional("slug") != nil else { return nil }
        let slug = try string("slug", bytesMaximum: Slug.bytesMaximum)
        guard Slug.isSlug(slug) else {
            throw .invalidValue(
                field: "slug", reason: "must be lower-case letters, digits and single hyphens")
        }
        return slug
    }
}
