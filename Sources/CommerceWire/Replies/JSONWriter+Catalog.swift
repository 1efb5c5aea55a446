import CommerceCore
import CommerceEngine
import CompactJSON

extension JSONWriter {
    /// A whole product with its variants: the seed's fields.
    mutating func members(of ordinal: ProductOrdinal, in shop: isolated Shop) {
        let product = shop.product(ordinal)
        member("id", shop.id(of: ordinal))
        member("name", product.name)
        member("slug", product.slug)
        member("description", product.description)
        member("shortDescription", product.shortDescription)
        member("basePrice", product.basePrice)
        member("compareAtPrice", product.compareAtPrice)
        member("cost", product.cost)
        member("sku", product.sku)
        member("barcode", product.barcode)
        member("status", product.status.name)
        member("isVisible", product.isVisible)
        member("isFeatured", product.isFeatured)
        member("metaTitle", product.metaTitle)
        member("metaDescription", product.metaDescription)
        member("createdAt", product.createdAt)
        member("updatedAt", product.updatedAt)
        member("publishedAt", product.publishedAt)
        member("vendor", product.vendor)
        member("productType", product.productType)
        member("featuredImage", product.featuredImage ?? product.images.first?.url)
        imageMembers(of: product)
        groupMembers(of: ordinal, in: shop)
        member("version", Int64(product.version))
        key("variants")
        beginArray()
        for variant in product.variants {
            beginObject()
            members(of: shop.stock(of: variant), in: shop)
            endObject()
        }
        endArray()
    }

    /// A whole variant with its stock.
    mutating func members(of stock: StockView, in shop: isolated Shop) {
        let details = stock.details
        member("id", stock.id)
        member("productId", shop.id(of: details.product))
        member("name", details.name)
        member("sku", details.sku)
        member("barcode", details.barcode)
        member("attributes", json: details.attributes)
        member("price", details.price)
        member("compareAtPrice", details.compareAtPrice)
        member("cost", details.cost)
        member("image", details.image)
        member("isActive", details.isActive)
        member("createdAt", details.createdAt)
        member("updatedAt", details.updatedAt)
        member("version", Int64(details.version))
        key("inventory")
        beginObject()
        stockMembers(of: stock)
        endObject()
    }

    /// What `inventory.getByVariant` answers.
    mutating func stockMembers(of stock: StockView) {
        let inventory = stock.inventory
        member("id", stock.id)
        member("variantId", stock.id)
        member("sku", stock.details.sku)
        member("quantity", inventory.quantity)
        member("reserved", inventory.reserved)
        member("available", inventory.available)
        member("lowStockThreshold", inventory.settings.lowStockThreshold)
        member("trackInventory", inventory.settings.trackInventory)
        member("allowBackorder", inventory.settings.allowBackorder)
        member("isLow", inventory.isLow)
        member("lastRestockedAt", inventory.lastRestockedAt)
    }

    mutating func members(of ordinal: ShippingMethodOrdinal, in shop: isolated Shop) {
        let method = shop.shippingMethod(ordinal)
        member("id", shop.id(of: ordinal))
        member("name", method.name)
        member("description", method.description)
        member("price", method.price)
        member("isActive", method.isActive)
        member("createdAt", method.createdAt)
        member("updatedAt", method.updatedAt)
        member("version", Int64(method.version))
    }
}
