import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let orders = orderPlacing + orderReading + orderChanging + orderMoving + orderBulk

    /// Placing, and what comes before it.
    private static let orderPlacing: [Operation] = [
        Operation(
            "orders.create", .needs(.ordersWrite), .hotChange, .post("/orders", creates: true),
            takes: .newOrder, answers: .either(compact: .named("PlacedOrder"), full: .named("Order")),
            "Place an order: all of its lines or nothing, exactly once per idempotency key", createOrder),
        Operation(
            "orders.quote", .needs(.ordersRead), .read, .post("/orders/quote"), takes: .quotedOrder,
            answers: .named("Quotation"),
            "What an order would come to now and whether its stock is there; reserves nothing", quote),
    ]

    private static let createOrder: Handler = { (request, shop, reply) throws(Rejection) in
        if let key = request.idempotencyKey {
            if let placed = try shop.replay(key: key, fingerprint: request.fingerprint) {
                return write(placed, request, shop, &reply)
            }
        }
        try shop.requireRoom(requestBytes: request.fields.node.rawBytes.count)
        let order = try OrderRequest(request, in: shop)
        let placed: PlacedOrder
        do throws(Rejection) {
            placed = try shop.place(order)
        } catch {
            shop.noteFailedOrder(error)
            throw error
        }
        write(placed, request, shop, &reply)
    }

    private static func write(
        _ placed: PlacedOrder, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        if request.wantsFullView {
            let order = shop.order(placed.ordinal)
            request.session.entityVersion = order.version
            reply.beginObject()
            reply.members(of: order, in: shop)
            reply.member("replayed", placed.isReplay)
            return reply.endObject()
        }
        reply.append("{\"orderId\":")
        reply.value(EntityID(.order, createdAt: placed.createdAt, ordinal: UInt64(placed.ordinal.value)))
        reply.append(",\"orderNumber\":\"ORD-")
        let number = Int64(placed.ordinal.value) + 1
        var bound: Int64 = 100_000
        while number < bound {
            reply.append(byte: UInt8(ascii: "0"))
            bound /= 10
        }
        reply.appendInteger(number)
        reply.append("\",\"status\":\"PENDING\"")
        reply.member("total", placed.total)
        reply.member("replayed", placed.isReplay)
        reply.endObject()
    }

    private static let quote: Handler = { (request, shop, reply) throws(Rejection) in
        let quotation = try shop.quotation(of: OrderRequest(pricing: request, in: shop))
        reply.beginObject()
        reply.key("items")
        reply.beginArray()
        for quoted in quotation.lines { reply.value(quoted, in: shop) }
        reply.endArray()
        reply.member("subtotal", quotation.subtotal)
        reply.member("tax", quotation.tax)
        reply.member("shipping", quotation.shipping)
        reply.member("discount", quotation.discount)
        reply.member("total", quotation.total)
        reply.member("isAvailable", quotation.isAvailable)
        reply.member("sequence", Int64(shop.sequence))
        reply.endObject()
    }
}

extension JSONWriter {
    /// A whole order, alone in its reply.
    mutating func order(_ ordinal: OrderOrdinal, answering request: Request, in shop: isolated Shop) {
        let order = shop.order(ordinal)
        request.session.entityVersion = order.version
        beginObject()
        members(of: order, in: shop)
        endObject()
    }

    fileprivate mutating func value(_ quoted: OrderQuotation.Line, in shop: isolated Shop) {
        let label = shop.label(quoted.line.label)
        beginObject()
        member("productId", shop.id(of: shop.variant(quoted.line.variant).product))
        member("variantId", shop.id(of: quoted.line.variant))
        member("productName", label.productName)
        member("variantName", label.variantName)
        member("sku", label.sku)
        member("quantity", quoted.line.quantity)
        member("unitPrice", quoted.line.unitPrice)
        member("totalPrice", quoted.line.total)
        member("available", quoted.available)
        member("isAvailable", quoted.isAvailable)
        endObject()
    }
}
