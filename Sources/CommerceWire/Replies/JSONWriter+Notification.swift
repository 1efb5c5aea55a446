package import CommerceCore
package import CommerceEngine
package import CompactJSON

// What people read of a notification: the seed's fields and words. Nothing of it is kept.
extension JSONWriter {
    /// A notification to people.
    ///
    /// - Parameter isRead: `nil` where it is told to everybody at once.
    package mutating func value(
        _ notification: Notification, isRead: Bool?, in shop: isolated Shop
    ) {
        beginObject()
        member("id", String(notification.sequence))
        if let order = notification.order {
            words(of: notification, about: shop.order(order), in: shop)
        } else if let variant = notification.variant {
            words(of: notification, about: variant, in: shop)
        } else {
            words("Order Failed", "An order could not be placed")
            action("/dashboard/ecommerce/orders", "View Orders")
        }
        member("category", "WORKFLOW" as StaticString)
        member("priority", notification.kind.priority.name)
        member("requiredPermission", notification.kind.requiredPermission.name)
        member("kind", notification.kind.name)
        if let isRead { member("isRead", isRead) }
        member("createdAt", notification.at)
        member("status", notification.status?.name.description)
        key("available")
        if let available = notification.available { value(available.units) } else { null() }
        names(in: notification, in: shop)
        endObject()
    }

    private mutating func words(
        of notification: Notification, about order: Order, in shop: isolated Shop
    ) {
        let number = "Order #\(order.number)"
        switch notification.kind {
        case .newOrder: words("New Order Received", "\(number) from \(shop.contact(order.contact).name)")
        case .orderCancelled: words("Order Cancelled", "\(number) was cancelled")
        case .orderStatus, .lowStock, .orderFailed:
            words("Order Status Changed", "\(number) is now \(notification.status?.name.description ?? "")")
        }
        action("/dashboard/ecommerce/orders/\(order.id)", "View Order")
    }

    private mutating func words(
        of notification: Notification, about variant: VariantOrdinal, in shop: isolated Shop
    ) {
        let details = shop.variant(variant)
        let product = shop.product(details.product)
        let name = product.variants.count > 1 ? "\(product.name) / \(details.name)" : product.name
        if notification.kind == .lowStock {
            let remaining = notification.available.map { " (\($0.units) remaining)" } ?? ""
            words("Low Stock Alert", "\(name) is running low\(remaining)")
        } else if let available = notification.available {
            words("Order Failed", "An order for \(name) could not be placed (\(available.units) available)")
        } else {
            words("Order Failed", "An order for \(name) could not be placed: it is not for sale")
        }
        action("/dashboard/ecommerce/inventory?variant=\(shop.id(of: variant))", "View Inventory")
    }

    private mutating func words(_ title: StaticString, _ message: String) {
        member("title", title)
        member("message", message)
    }

    private mutating func action(_ path: String, _ label: StaticString) {
        member("actionUrl", path)
        member("actionLabel", label)
    }

    private mutating func names(in notification: Notification, in shop: isolated Shop) {
        let order = notification.order.map { shop.order($0) }
        member("orderId", order?.id)
        member("orderNumber", order?.number.description)
        member("variantId", notification.variant.map { shop.id(of: $0) })
        member("sku", notification.variant.flatMap { shop.variant($0).sku })
    }
}
