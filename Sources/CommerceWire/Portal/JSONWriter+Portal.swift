import CommerceCore
import CommerceEngine
import CompactJSON

// What the holder of a link sees. Each member is written here by name, so that what is added to orders and customers
// elsewhere does not appear: no ids, no costs, no names of staff, no notes and reasons, no bill.
extension JSONWriter {
    /// The shop's name and how to reach it, and how amounts are shown.
    mutating func portalMembers(of settings: ShopSettings) {
        key("shop")
        beginObject()
        member("name", settings.name)
        member("contactEmail", settings.contactEmail)
        member("contactPhone", settings.contactPhone)
        member("currency", settings.currency)
        member("locale", settings.locale)
        endObject()
    }

    mutating func portalMembers(of customer: Customer) {
        key("customer")
        beginObject()
        member("firstName", customer.firstName)
        member("lastName", customer.lastName)
        member("email", Masking.email(customer.email))
        endObject()
    }

    /// - Parameter document: For reading addresses; what it held is gone afterwards.
    mutating func portalValue(of order: Order, _ document: JSONDocument, in shop: isolated Shop) {
        beginObject()
        member("orderNumber", order.number.description)
        member("status", order.status.name)
        member("paymentStatus", order.payment.name)
        member("fulfillmentStatus", order.fulfillment.name)
        member("stage", order.stage.name)
        portalStages(of: order)
        member("subtotal", order.subtotal)
        member("tax", order.tax)
        member("shipping", order.shipping)
        member("discount", order.discount)
        member("total", order.total)
        member("refundedTotal", order.refundedTotal)
        member("customerName", shop.contact(order.contact).name)
        portalAddress(shop.address(order.shippingAddress), document)
        portalItems(of: order, in: shop)
        portalShipments(of: order, in: shop)
        portalRefunds(of: order)
        portalHistory(of: order)
        member("createdAt", order.createdAt)
        member("paidAt", order.paidAt)
        member("shippedAt", order.time(of: .shipped))
        member("deliveredAt", order.time(of: .delivered))
        member("cancelledAt", order.time(of: .cancelled))
        endObject()
    }

    private mutating func portalStages(of order: Order) {
        key("stages")
        beginArray()
        for (stage, at) in order.stages {
            beginObject()
            member("stage", stage.name)
            member("at", at)
            endObject()
        }
        endArray()
    }

    private mutating func portalItems(of order: Order, in shop: isolated Shop) {
        key("items")
        beginArray()
        for line in order.lines {
            beginObject()
            portalName(of: line, in: shop)
            member("quantity", line.quantity)
            member("unitPrice", line.unitPrice)
            member("totalPrice", line.total)
            member("shippedQuantity", line.shipped)
            member("refundedQuantity", line.refunded)
            endObject()
        }
        endArray()
    }

    private mutating func portalName(of line: OrderLine, in shop: isolated Shop) {
        let label = shop.label(line.label)
        member("productName", label.productName)
        member("variantName", label.variantName)
        member("sku", label.sku)
    }

    private mutating func portalShipments(of order: Order, in shop: isolated Shop) {
        key("shipments")
        beginArray()
        for event in order.shipments {
            guard case .shipped(let units, let carrier, let number, let url, _) = event.change else {
                continue
            }
            beginObject()
            key("items")
            beginArray()
            for unit in units {
                beginObject()
                portalName(of: order.lines[unit.line], in: shop)
                member("quantity", unit.quantity)
                endObject()
            }
            endArray()
            member("carrier", carrier)
            member("trackingNumber", number)
            member("trackingUrl", url.flatMap { $0.lowercased().hasPrefix("https://") ? $0 : nil })
            member("createdAt", event.at)
            endObject()
        }
        endArray()
    }

    private mutating func portalRefunds(of order: Order) {
        key("refunds")
        beginArray()
        for event in order.refunds {
            guard case .refunded(let amount, _, _) = event.change else { continue }
            beginObject()
            member("amount", amount)
            member("createdAt", event.at)
            endObject()
        }
        endArray()
    }

    private mutating func portalHistory(of order: Order) {
        key("history")
        beginArray()
        for change in order.statusHistory {
            beginObject()
            member("fromStatus", change.from?.name.description)
            member("toStatus", change.to.name)
            member("createdAt", change.at)
            endObject()
        }
        endArray()
    }

    /// Name, town and postcode as they are, street and telephone masked, and of what else an address holds nothing.
    private mutating func portalAddress(_ text: String, _ document: JSONDocument) {
        key("shippingAddress")
        beginObject()
        var copy = text
        copy.withUTF8 { utf8 in
            // Stored texts were read as JSON when they came.
            guard let address = try? document.parse(UnsafeRawBufferPointer(utf8)) else { return }
            for name in ["firstName", "lastName", "company"] as [StaticString] {
                portalMember(name, address) { $0 }
            }
            for name in ["line1", "line2"] as [StaticString] { portalMember(name, address, Masking.text) }
            for name in ["city", "region", "postalCode", "country"] as [StaticString] {
                portalMember(name, address) { $0 }
            }
            portalMember("phone", address, Masking.phone)
        }
        endObject()
    }

    private mutating func portalMember(
        _ name: StaticString, _ address: JSONNode, _ show: (String) -> String
    ) {
        guard let text = address[name]?.string else { return }
        member(name, show(text))
    }
}
