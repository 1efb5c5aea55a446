import CommerceCore
import CommerceEngine
import CompactJSON

extension JSONWriter {
    /// A whole order with its lines, history, shipments and refunds: the seed's fields.
    mutating func members(of order: Order, in shop: isolated Shop) {
        let contact = shop.contact(order.contact)
        member("id", order.id)
        member("orderNumber", order.number.description)
        member("customerId", shop.id(of: order.customer))
        member("status", order.status.name)
        member("paymentStatus", order.payment.name)
        member("fulfillmentStatus", order.fulfillment.name)
        member("subtotal", order.subtotal)
        member("tax", order.tax)
        member("shipping", order.shipping)
        member("discount", order.discount)
        member("total", order.total)
        member("refundedTotal", order.refundedTotal)
        member("shippingAddress", json: shop.address(order.shippingAddress))
        member("billingAddress", json: shop.address(order.billingAddress))
        member("shippingMethodId", order.shippingMethod.map { shop.id(of: $0) })
        member("trackingNumber", order.trackingNumber)
        member("customerEmail", contact.email)
        member("customerName", contact.name)
        member("customerPhone", contact.phone)
        member("customerNotes", order.customerNotes)
        member("idempotencyKey", order.idempotencyKey.isEmpty ? nil : order.idempotencyKey)
        member("createdAt", order.createdAt)
        member("updatedAt", order.updatedAt)
        member("paidAt", order.paidAt)
        member("shippedAt", order.time(of: .shipped))
        member("deliveredAt", order.time(of: .delivered))
        member("cancelledAt", order.time(of: .cancelled))
        member("cancelReason", order.cancelReason)
        items(of: order, in: shop)
        history(of: order, in: shop)
        notes(of: order, in: shop)
        shipments(of: order, in: shop)
        refunds(of: order, in: shop)
        key("allowedStatuses")
        beginArray()
        for status in order.allowedStatuses { value(status.name.description) }
        endArray()
        transitions(of: order)
        member("refundable", order.payment == .paid ? order.refundable : .zero)
        member("version", Int64(order.version))
    }

    private mutating func transitions(of order: Order) {
        key("allowedTransitions")
        beginArray()
        for move in order.transitions { transition(to: move.to.name, move.obstacle) }
        endArray()
        key("allowedPayments")
        beginArray()
        for move in order.paymentTransitions { transition(to: move.to.name, move.obstacle) }
        endArray()
    }

    private mutating func transition(to name: StaticString, _ obstacle: String?) {
        beginObject()
        member("status", name)
        member("isAllowed", obstacle == nil)
        member("reason", obstacle)
        endObject()
    }

    mutating func history(of order: Order, in shop: isolated Shop) {
        key("statusHistory")
        beginArray()
        for change in order.statusHistory { value(change, in: shop) }
        endArray()
    }

    mutating func value(_ change: StatusChange, in shop: isolated Shop) {
        beginObject()
        member("fromStatus", change.from?.name.description)
        member("toStatus", change.to.name)
        member("userId", shop.name(of: change.by))
        member("notes", change.notes)
        member("createdAt", change.at)
        endObject()
    }

    private mutating func items(of order: Order, in shop: isolated Shop) {
        key("items")
        beginArray()
        for (index, line) in order.lines.enumerated() {
            let label = shop.label(line.label)
            beginObject()
            member("id", order.id(ofLine: index))
            member("productId", shop.id(of: shop.stock(of: line.variant).details.product))
            member("productVariantId", shop.id(of: line.variant))
            member("productName", label.productName)
            member("variantName", label.variantName)
            member("sku", label.sku)
            member("quantity", line.quantity)
            member("unitPrice", line.unitPrice)
            member("totalPrice", line.total)
            member("shippedQuantity", line.shipped)
            member("refundedQuantity", line.refunded)
            member("restockedQuantity", line.restocked)
            member("createdAt", order.createdAt)
            endObject()
        }
        endArray()
    }

    private mutating func notes(of order: Order, in shop: isolated Shop) {
        key("internalNotes")
        beginArray()
        for event in order.internalNotes {
            guard case .noted(let text) = event.change else { continue }
            beginObject()
            member("note", text)
            member("userId", shop.name(of: event.by))
            member("createdAt", event.at)
            endObject()
        }
        endArray()
    }

    private mutating func shipments(of order: Order, in shop: isolated Shop) {
        key("shipments")
        beginArray()
        for event in order.shipments {
            guard case .shipped(let units, let carrier, let number, let url, _) = event.change else {
                continue
            }
            beginObject()
            key("lines")
            beginArray()
            for unit in units {
                beginObject()
                member("orderItemId", order.id(ofLine: unit.line))
                member("quantity", unit.quantity)
                endObject()
            }
            endArray()
            member("carrier", carrier)
            member("trackingNumber", number)
            member("trackingUrl", url)
            member("userId", shop.name(of: event.by))
            member("createdAt", event.at)
            endObject()
        }
        endArray()
    }

    private mutating func refunds(of order: Order, in shop: isolated Shop) {
        key("refunds")
        beginArray()
        for event in order.refunds {
            guard case .refunded(let amount, let units, let reason) = event.change else { continue }
            beginObject()
            member("amount", amount)
            key("lines")
            beginArray()
            for unit in units {
                beginObject()
                member("orderItemId", order.id(ofLine: unit.line))
                member("quantity", unit.quantity)
                member("restock", unit.restock)
                endObject()
            }
            endArray()
            member("reason", reason)
            member("userId", shop.name(of: event.by))
            member("createdAt", event.at)
            endObject()
        }
        endArray()
    }
}
