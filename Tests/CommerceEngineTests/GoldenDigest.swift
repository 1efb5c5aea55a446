import CommerceCore
import CommerceEngine

/// What a shop holds, as JSON text in a fixed order: what the golden directories were made with and are read back to.
///
/// Every field is named here one by one, so that a version that knows more fields still writes the same text.
enum GoldenDigest {
    static func text(of world: ShopWorld) -> String { world.run { text(of: $0, version: "v2") } }

    /// What a directory of format `version` can say.
    static func text(of shop: isolated Shop, version: String) -> String {
        let totals = shop.totals()
        var parts = [
            ("revenue", quoted(totals.revenueText)),
            ("unitsOnHand", "\(totals.unitsOnHand)"),
            ("unitsReserved", "\(totals.unitsReserved)"),
            ("time", "\(shop.now.milliseconds)"),
            ("products", list(0..<shop.productCount) { product(shop.product(ProductOrdinal($0))) }),
            ("variants", list(0..<shop.variantCount) { variant(VariantOrdinal($0), shop) }),
            ("customers", list(0..<shop.customerCount) { customer(CustomerOrdinal($0), shop) }),
            (
                "shippingMethods",
                list(0..<shop.shippingMethodCount) { method(shop.shippingMethod(ShippingMethodOrdinal($0))) }
            ),
            ("apiKeys", list(0..<shop.apiKeyCount) { key(shop.apiKey($0)) }),
            ("orders", list(0..<shop.orderCount) { order(shop.order(OrderOrdinal($0)), shop) }),
            ("reservations", list(0..<400) { reservation("r\($0)", shop) }),
        ]
        if version != "v1" { parts += version2(of: shop) }
        return "{\n" + parts.map { "  \"\($0.0)\": \($0.1)" }.joined(separator: ",\n") + "\n}\n"
    }

    private static func product(_ product: Product) -> String {
        object([
            ("name", quoted(product.name)), ("slug", quoted(product.slug)),
            ("price", quoted(product.basePrice.description)),
            ("status", quoted(product.status.name.description)),
            ("createdAt", "\(product.createdAt.milliseconds)"),
            ("updatedAt", "\(product.updatedAt.milliseconds)"),
            ("variants", "\(product.variants.map(\.value))"),
        ])
    }

    private static func variant(_ ordinal: VariantOrdinal, _ shop: isolated Shop) -> String {
        let stock = shop.stock(of: ordinal)
        let movements = shop.stockHistory(of: ordinal).movements
        return object([
            ("id", quoted(stock.id.description)), ("name", quoted(stock.details.name)),
            ("sku", quoted(stock.details.sku)),
            ("quantity", "\(stock.inventory.quantity)"), ("reserved", "\(stock.inventory.reserved)"),
            ("threshold", "\(stock.inventory.settings.lowStockThreshold)"),
            ("backorder", "\(stock.inventory.settings.allowBackorder)"),
            ("tracked", "\(stock.inventory.settings.trackInventory)"),
            ("alert", "\(stock.inventory.alert.rawValue)"),
            ("movements", "\(movements.map(\.change.units))"),
            ("movedAt", "\(movements.map(\.at.milliseconds))"),
        ])
    }

    private static func customer(_ ordinal: CustomerOrdinal, _ shop: isolated Shop) -> String {
        let customer = shop.customer(ordinal)
        return object([
            ("email", quoted(customer.email)), ("firstName", quoted(customer.firstName)),
            ("lastName", quoted(customer.lastName)),
            ("address", customer.shippingAddress.map(shop.address) ?? "null"),
            ("orders", "\(shop.orders(of: ordinal).map(\.value))"),
        ])
    }

    private static func method(_ method: ShippingMethod) -> String {
        object([
            ("name", quoted(method.name)), ("price", quoted(method.price.description)),
            ("isActive", "\(method.isActive)"),
        ])
    }

    private static func key(_ key: APIKey) -> String {
        object([
            ("name", quoted(key.name)), ("digest", "\(key.digest)"),
            ("permissions", "\(key.permissions.names)"),
        ])
    }

    private static func order(_ order: Order, _ shop: isolated Shop) -> String {
        object([
            ("id", quoted(order.id.description)), ("number", quoted(order.number.description)),
            ("status", quoted(order.status.name.description)),
            ("payment", quoted(order.payment.name.description)),
            ("total", quoted(order.total.description)), ("refunded", quoted(order.refundedTotal.description)),
            ("key", quoted(order.idempotencyKey)), ("fingerprint", "\(order.fingerprint)"),
            ("contact", quoted(shop.contact(order.contact).name)),
            ("address", shop.address(order.shippingAddress)),
            ("by", quoted(shop.name(of: order.createdBy))), ("createdAt", "\(order.createdAt.milliseconds)"),
            ("lines", list(order.lines.indices) { line(order.lines[$0], shop) }),
            ("steps", list(order.steps.indices) { step(order.steps[$0]) }),
        ])
    }

    private static func line(_ line: OrderLine, _ shop: isolated Shop) -> String {
        let label = shop.label(line.label)
        return object([
            ("product", quoted(label.productName)), ("variant", quoted(label.variantName)),
            ("sku", quoted(label.sku)),
            ("quantity", "\(line.quantity)"), ("price", quoted(line.unitPrice.description)),
            ("shipped", "\(line.shipped)"),
            ("refunded", "\(line.refunded)"), ("restocked", "\(line.restocked)"),
        ])
    }

    private static func step(_ step: OrderStep) -> String {
        object([
            ("at", "\(step.event.at.milliseconds)"), ("before", quoted(step.before.name.description)),
            ("after", quoted(step.after.name.description)),
        ])
    }

    private static func reservation(_ id: String, _ shop: isolated Shop) -> String? {
        let found = Array(id.utf8).withUnsafeBytes { shop.reservation(named: $0) }
        guard let (number, reservation) = found, reservation.isLive else { return nil }
        return object([
            ("id", quoted(id)), ("number", "\(number.value)"), ("variant", "\(reservation.variant.value)"),
            ("quantity", "\(reservation.quantity)"),
            ("expiresAt", reservation.expiresAt.map { "\($0.milliseconds)" } ?? "null"),
        ])
    }

    // MARK: JSON

    /// All texts of the golden directories are plain: none needs escaping.
    static func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }

    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }

    static func list(_ indices: Range<UInt64>, _ element: (Int) -> String?) -> String {
        list(Int(indices.lowerBound)..<Int(indices.upperBound), element)
    }

    static func list(_ indices: Range<Int>, _ element: (Int) -> String?) -> String {
        let elements = indices.compactMap(element)
        return elements.isEmpty ? "[]" : "[\n    " + elements.joined(separator: ",\n    ") + "\n  ]"
    }
}
