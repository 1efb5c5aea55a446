import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Mail to customers: who sends it asks here what to send, and says what was sent.
    static let outbox: [Operation] = [
        Operation(
            "outbox.list", .needs(.systemWrite), .read, .get("/outbox"),
            takes: [
                .optional("after", .sequence), .optional("limit", .integer(1...Page.limitMaximum)),
            ], answers: .named("Outbox"), tellsTime: true,
            "Messages to customers that were not acknowledged, oldest first", listOutbox),
        Operation(
            "outbox.acknowledge", .needs(.systemWrite), .unauditedChange, .post("/outbox/acknowledge"),
            takes: [.required("through", .sequence)], answers: .object([.init("remaining", .count)]),
            "All messages up to this one were sent, or given up", acknowledgeOutbox),
    ]

    private static let listOutbox: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let after = fields.optional("after") == nil ? 0 : try fields.sequence("after")
        let limit = Int(try fields.integer("limit", in: 1...Page.limitMaximum) ?? Page.limitDefault)
        let entries = shop.outboxEntries(after: after, limit: limit + 1)
        reply.append("{\"items\":")
        reply.beginArray()
        for entry in entries.prefix(limit) { reply.value(entry, request.session.portal, in: shop) }
        reply.endArray()
        let last = entries.prefix(limit).last
        reply.member("nextAfter", entries.count > limit ? last.map { String($0.sequence) } : nil)
        reply.member("total", shop.outboxCount)
        reply.member("dropped", Int64(clamping: shop.outboxDroppedCount))
        reply.endObject()
    }

    private static let acknowledgeOutbox: Handler = { (request, shop, reply) throws(Rejection) in
        shop.acknowledgeOutbox(through: try request.fields.sequence("through"))
        reply.beginObject()
        reply.member("remaining", shop.outboxCount)
        reply.endObject()
    }
}

extension JSONWriter {
    /// A message to a customer. It has no text: who sends it makes one, of the order as it is now.
    fileprivate mutating func value(
        _ entry: OutboxEntry, _ keys: (any PortalKeys)?, in shop: isolated Shop
    ) {
        let order = shop.order(entry.order)
        let contact = shop.contact(order.contact)
        let event = order.steps.first { $0.event.sequence == entry.sequence }?.event
        beginObject()
        member("id", String(entry.sequence))
        member("kind", entry.kind.name)
        member("orderId", order.id)
        member("orderNumber", order.number.description)
        member("customerId", shop.id(of: order.customer))
        member("email", contact.email)
        member("name", contact.name)
        member("total", order.total)
        // Made now and kept nowhere: a copy of the data alone leads to no page.
        let generation = shop.customer(order.customer).portalGeneration
        member(
            "portalUrl",
            keys.map {
                $0.url(of: $0.token(for: PortalReference(.customer(order.customer), generation: generation)))
            })
        shipment(event)
        member("createdAt", event?.at ?? order.createdAt)
        endObject()
    }

    private mutating func shipment(_ event: OrderEvent?) {
        var (carrier, number, address): (String?, String?, String?)
        if case .shipped(_, let by, let tracking, let url, _) = event?.change {
            (carrier, number, address) = (by, tracking, url)
        }
        member("carrier", carrier)
        member("trackingNumber", number)
        member("trackingUrl", address)
    }
}

extension OutboxEntry.Kind {
    var name: StaticString {
        switch self {
        case .orderPlaced: "ORDER_PLACED"
        case .orderShipped: "ORDER_SHIPPED"
        case .orderCancelled: "ORDER_CANCELLED"
        case .orderRefunded: "ORDER_REFUNDED"
        case .orderDelivered: "ORDER_DELIVERED"
        }
    }
}
