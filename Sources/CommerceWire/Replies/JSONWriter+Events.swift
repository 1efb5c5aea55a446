package import CommerceCore
package import CommerceEngine
package import CompactJSON

// What streams of events tell of stock and orders.
extension JSONWriter {
    /// Variants whose stock has changed.
    package mutating func stockNews(_ variants: [VariantOrdinal], in shop: isolated Shop) {
        beginObject()
        member("sequence", Int64(clamping: shop.sequence))
        key("variants")
        beginArray()
        for variant in variants {
            let stock = shop.stock(of: variant)
            beginObject()
            member("variantId", stock.id)
            member("sku", stock.details.sku)
            member("quantity", stock.inventory.quantity)
            member("reserved", stock.inventory.reserved)
            member("available", stock.inventory.available)
            member("isLow", stock.inventory.isLow)
            endObject()
        }
        endArray()
        endObject()
    }

    /// Orders that came in or have changed.
    package mutating func orderNews(_ news: OrderNews, in shop: isolated Shop) {
        beginObject()
        member("sequence", Int64(clamping: shop.sequence))
        member("placed", news.placedCount)
        member("changed", news.changedCount)
        member("isPartial", news.isPartial)
        key("orders")
        beginArray()
        for (order, isNew) in news.orders { summary(of: order, isNew: isNew, in: shop) }
        endArray()
        endObject()
    }
}
