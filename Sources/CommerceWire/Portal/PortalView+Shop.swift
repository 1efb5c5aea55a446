import CommerceCore
import CommerceEngine
import CompactJSON

extension PortalView {
    /// - Throws: ``Rejection/notFound(_:)`` if `orderNumber` is of no order that may be seen.
    init(
        _ access: PortalAccess, orderNumber: String?, _ page: Page, in shop: isolated Shop
    ) throws(Rejection) {
        var shown = access.orders(in: shop)
        if let orderNumber {
            shown.removeAll { shop.order($0).number.description != orderNumber }
            if shown.isEmpty { throw .notFound(.notFound) }
        }
        let customer = shop.customer(access.customer)
        let (indices, next) = page.selection(count: shown.count)
        self.shop = shop.settings
        firstName = customer.firstName
        lastName = customer.lastName
        email = Masking.email(customer.email)
        expiresAt = access.end
        isOfOneOrder = access.order != nil
        orders = indices.map { PortalOrder(shop.order(shown[$0]), in: shop) }
        nextCursor = next
        total = shown.count
    }
}

extension PortalOrder {
    init(_ order: Order, in shop: isolated Shop) {
        orderNumber = order.number.description
        (status, payment, fulfillment) = (order.status, order.payment, order.fulfillment)
        (stage, stages) = (order.stage, order.stages)
        (subtotal, tax, shipping) = (order.subtotal, order.tax, order.shipping)
        (discount, total, refundedTotal) = (order.discount, order.total, order.refundedTotal)
        customerName = shop.contact(order.contact).name
        shippingAddress = PortalOrder.shown(address: shop.address(order.shippingAddress))
        items = order.lines.map { line in
            PortalItem(
                label: shop.label(line.label), quantity: line.quantity, unitPrice: line.unitPrice,
                total: line.total, shipped: line.shipped, refunded: line.refunded)
        }
        shipments = order.shipments.compactMap { PortalShipment($0, of: order, in: shop) }
        refunds = order.refunds.compactMap { event in
            guard case .refunded(let amount, _, _) = event.change else { return nil }
            return (amount, event.at)
        }
        history = order.statusHistory.map { ($0.from, $0.to, $0.at) }
        (createdAt, paidAt) = (order.createdAt, order.paidAt)
        (shippedAt, deliveredAt) = (order.time(of: .shipped), order.time(of: .delivered))
        cancelledAt = order.time(of: .cancelled)
    }

    /// Name, town and postcode as they are, street and telephone masked, and of what else an address holds nothing.
    private static func shown(address text: String) -> [(name: StaticString, text: String)] {
        let document = JSONDocument()
        var copy = text
        return withExtendedLifetime(document) {
            copy.withUTF8 { utf8 in
                // Stored texts were read as JSON when they came.
                guard let address = try? document.parse(UnsafeRawBufferPointer(utf8)) else { return [] }
                return members.compactMap { name, show in
                    address[name]?.string.map { (name, show($0)) }
                }
            }
        }
    }

    private static let members: [(name: StaticString, show: @Sendable (String) -> String)] = [
        ("firstName", { $0 }), ("lastName", { $0 }), ("company", { $0 }), ("line1", Masking.text),
        ("line2", Masking.text), ("city", { $0 }), ("region", { $0 }), ("postalCode", { $0 }),
        ("country", { $0 }), ("phone", Masking.phone),
    ]
}

extension PortalShipment {
    /// `nil` of what is no shipment.
    init?(_ event: OrderEvent, of order: Order, in shop: isolated Shop) {
        guard case .shipped(let units, let carrier, let number, let url, _) = event.change else { return nil }
        items = units.map { (shop.label(order.lines[$0.line].label), $0.quantity) }
        self.carrier = carrier
        trackingNumber = number
        trackingURL = url.flatMap { $0.lowercased().hasPrefix("https://") ? $0 : nil }
        at = event.at
    }
}
