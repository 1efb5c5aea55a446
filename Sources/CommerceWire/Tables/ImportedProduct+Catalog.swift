import CommerceCore
import CommerceEngine
import CompactJSON

// From a row of a table to the shop's own values.
extension ImportedProduct {
    /// The price that variants have without one of their own.
    var basePrice: Money { variants.first?.price ?? .zero }

    /// Sets what the table tells of a product. Price, slug and variants are left to the caller.
    func apply(to product: inout Product) {
        product.name = title
        product.description = body.isEmpty ? nil : body
        product.vendor = vendor.isEmpty ? nil : vendor
        product.productType = productType.isEmpty ? nil : productType
        product.status = status
        product.isVisible = isVisible
        product.metaTitle = metaTitle.isEmpty ? nil : metaTitle
        product.metaDescription = metaDescription.isEmpty ? nil : metaDescription
        product.images = imagesInOrder.map {
            ProductImage(url: $0.url, alt: $0.altText.isEmpty ? nil : $0.altText)
        }
        product.extras = ProductKeepsakes(of: self).text
    }

    /// Sets what the table tells of a variant.
    func apply(_ imported: ImportedVariant, to variant: inout Variant, basePrice: Money) {
        if !optionNames.isEmpty { variant.name = imported.name }
        variant.sku = imported.sku
        variant.barcode = imported.barcode
        variant.attributes = attributes(of: imported)
        let price = imported.price ?? .zero
        variant.price = price == basePrice ? nil : price
        variant.compareAtPrice = imported.compareAtPrice
        variant.cost = imported.cost
        variant.image = imported.image
        variant.extras = imported.extras.isEmpty ? nil : ProductExtra.text(of: imported.extras)
    }

    func apply(_ imported: ImportedVariant, to settings: inout StockSettings) {
        settings.trackInventory = imported.trackInventory
        settings.allowBackorder = imported.allowBackorder
    }

    /// Option names and values as an object, in the order of the options.
    func attributes(of variant: ImportedVariant) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in zip(optionNames, variant.optionValues) {
            writer.key(name)
            writer.value(value)
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What keeps it out of this shop, though it is in order as a table: the handle has to serve as an address, names of
    /// options as members of an object.
    var issue: (line: Int, column: String, reason: String, allowed: String)? {
        guard Slug.isHandle(handle) else {
            return (line, "Handle", "it cannot stand in an address", "letters, digits, - and _")
        }
        if Set(optionNames).count != optionNames.count {
            return (line, "Option2 Name", "two options have one name", "a name of its own for each option")
        }
        if let tag = tags.first(where: { $0.utf8.count > RequestFields.tagBytesMaximum }) {
            let most = "at most \(RequestFields.tagBytesMaximum) bytes a tag"
            return (line, "Tags", "a tag has \(tag.utf8.count) bytes", most)
        }
        if tags.count > RequestFields.groupsMaximum {
            let most = "at most \(RequestFields.groupsMaximum)"
            return (line, "Tags", "there are \(tags.count) tags", most)
        }
        for variant in variants where attributes(of: variant).utf8.count > 4_096 {
            return (variant.line, "Option1 Value", "the options take more than 4096 bytes", "shorter texts")
        }
        for variant in variants where (variant.quantity ?? .zero) < .zero {
            guard variant.trackInventory && !variant.allowBackorder else { continue }
            let column = "Variant Inventory Qty"
            return (variant.line, column, "the stock is below 0", "0 or more, unless it may be backordered")
        }
        return nil
    }
}
