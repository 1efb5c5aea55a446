import CommerceCore
import CompactJSON

// What the holder of a link sees, as `customers.portal` answers it.
extension JSONWriter {
    mutating func value(_ view: PortalView) {
        beginObject()
        key("shop")
        beginObject()
        member("name", view.shop.name)
        member("contactEmail", view.shop.contactEmail)
        member("contactPhone", view.shop.contactPhone)
        member("currency", view.shop.currency)
        member("locale", view.shop.locale)
        endObject()
        key("customer")
        beginObject()
        member("firstName", view.firstName)
        member("lastName", view.lastName)
        member("email", view.email)
        endObject()
        member("expiresAt", view.expiresAt)
        portalList("orders", view.orders) { $1.members(of: $0) }
        member("nextCursor", view.nextCursor)
        member("total", view.total)
        endObject()
    }

    private mutating func members(of order: PortalOrder) {
        member("orderNumber", order.orderNumber)
        member("status", order.status.name)
        member("paymentStatus", order.payment.name)
        member("fulfillmentStatus", order.fulfillment.name)
        member("stage", order.stage.name)
        portalList("stages", order.stages) { stage, writer in
            writer.member("stage", stage.stage.name)
            writer.member("at", stage.at)
        }
        member("subtotal", order.subtotal)
        member("tax", order.tax)
        member("shipping", order.shipping)
        member("discount", order.discount)
        member("total", order.total)
        member("refundedTotal", order.refundedTotal)
        member("customerName", order.customerName)
        key("shippingAddress")
        beginObject()
        for part in order.shippingAddress { member(part.name, part.text) }
        endObject()
        portalList("items", order.items) { item, writer in
            writer.members(ofPortal: item.label, item.quantity)
            writer.member("unitPrice", item.unitPrice)
            writer.member("totalPrice", item.total)
            writer.member("shippedQuantity", item.shipped)
            writer.member("refundedQuantity", item.refunded)
        }
        portalList("shipments", order.shipments) { $1.members(of: $0) }
        portalList("refunds", order.refunds) { refund, writer in
            writer.member("amount", refund.amount)
            writer.member("createdAt", refund.at)
        }
        portalList("history", order.history) { change, writer in
            writer.member("fromStatus", change.from?.name.description)
            writer.member("toStatus", change.to.name)
            writer.member("createdAt", change.at)
        }
        member("createdAt", order.createdAt)
        member("paidAt", order.paidAt)
        member("shippedAt", order.shippedAt)
        member("deliveredAt", order.deliveredAt)
        member("cancelledAt", order.cancelledAt)
    }

    private mutating func members(of shipment: PortalShipment) {
        portalList("items", shipment.items) { $1.members(ofPortal: $0.label, $0.quantity) }
        member("carrier", shipment.carrier)
        member("trackingNumber", shipment.trackingNumber)
        member("trackingUrl", shipment.trackingURL)
        member("createdAt", shipment.at)
    }

    private mutating func members(ofPortal label: LineLabel, _ quantity: Quantity) {
        member("productName", label.productName)
        member("variantName", label.variantName)
        member("sku", label.sku)
        member("quantity", quantity)
    }

    /// A list of objects.
    private mutating func portalList<Element>(
        _ name: StaticString, _ elements: [Element], _ members: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements {
            beginObject()
            members(element, &self)
            endObject()
        }
        endArray()
    }
}
