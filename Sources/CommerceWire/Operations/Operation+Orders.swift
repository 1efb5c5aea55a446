import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let orders: [Operation] = [
        Operation(
            "orders.create", .needs(.ordersWrite), .hotChange, .post("/orders", creates: true),
            takes: .newOrder, answers: .either(compact: .named("PlacedOrder"), full: .named("Order")),
            "Place an order: all of its lines or nothing, exactly once per idempotency key", createOrder),
        Operation(
            "orders.get", .needs(.ordersRead), .read, .get("/orders/{orderId}"),
            takes: [.required("orderId", .id(.order))], answers: .named("Order"), "One order", getOrder),
        Operation(
            "orders.getByNumber", .needs(.ordersRead), .read, .get("/orders/number/{orderNumber}"),
            takes: [.required("orderNumber", .text())], answers: .named("Order"), "One order by its number",
            getOrderByNumber),
        Operation(
            "orders.list", .needs(.ordersRead), .read, .get("/orders"),
            takes: .page() + [
                .optional("status", .orderStatus), .optional("paymentStatus", .paymentStatus),
                .optional("customerId", .id(.customer)),
            ], answers: .page(of: .named("Order")), "Orders", listOrders),
        Operation(
            "orders.history", .needs(.ordersRead), .read, .get("/orders/{orderId}/history"),
            takes: [.required("orderId", .id(.order))], answers: .page(of: .named("StatusChange")),
            "The status history of an order", orderHistory),
        Operation(
            "orders.updateStatus", .needs(.ordersWrite), .change, .patch("/orders/{orderId}/status"),
            takes: [
                .required("orderId", .id(.order)), .required("status", .orderStatus),
                .optional("notes", .text(bytes: 4_096)),
            ], answers: .named("Order"), "Move an order to another status", updateStatus),
        Operation(
            "orders.updatePayment", .needs(.ordersWrite), .change, .patch("/orders/{orderId}/payment"),
            takes: [.required("orderId", .id(.order)), .required("paymentStatus", .paymentStatus)],
            answers: .named("Order"), "Change the payment status", updatePayment),
        Operation(
            "orders.addNote", .needs(.ordersWrite), .change, .post("/orders/{orderId}/notes", creates: true),
            takes: [.required("orderId", .id(.order)), .required("note", .text(bytes: 4_096))],
            answers: .named("Order"), "Add an internal note", addNote),
        Operation(
            "orders.cancel", .needs(.ordersWrite), .change, .post("/orders/{orderId}/cancel"),
            takes: [
                .required("orderId", .id(.order)),
                .optional(
                    "reason", .enumeration(["CUSTOMER", "PAYMENT", "STOCK", "FRAUD", "EXPIRED", "OTHER"])),
                .optional("notes", .text(bytes: 4_096)),
            ], answers: .named("Order"), "Cancel an order and free its stock", cancel),
        Operation(
            "orders.fulfil", .needs(.ordersWrite), .change,
            .post("/orders/{orderId}/fulfillments", creates: true),
            takes: [
                .required("orderId", .id(.order)), .optional("lines", .list(.named("LineUnits"), 1...2_000)),
                .optional("carrier", .text(bytes: 100)), .optional("trackingNumber", .text(bytes: 100)),
                .optional("trackingUrl", .text(bytes: 2_048)),
            ], answers: .named("Order"), "Ship lines of an order", fulfil),
        Operation(
            "orders.refund", .needs(.ordersWrite), .change, .post("/orders/{orderId}/refunds", creates: true),
            takes: [
                .required("orderId", .id(.order)), .optional("amount", .money),
                .optional("lines", .list(.named("RefundUnits"), 1...2_000)),
                .optional("reason", .text(bytes: 4_096)),
            ], answers: .named("Order"), "Give money back, with or without restocking", refund),
    ]

    private static let createOrder: Handler = { (request, shop, reply) throws(Rejection) in
        if let key = request.idempotencyKey {
            if let placed = try shop.replay(key: key, fingerprint: request.fingerprint) {
                return write(placed, request, shop, &reply)
            }
        }
        try shop.requireRoom(requestBytes: request.fields.node.rawBytes.count)
        let order = try OrderRequest(request, in: shop)
        write(try shop.place(order), request, shop, &reply)
    }

    private static func write(
        _ placed: PlacedOrder, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        if request.wantsFullView {
            reply.beginObject()
            reply.members(of: shop.order(placed.ordinal), in: shop)
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

    private static func write(_ ordinal: OrderOrdinal, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        reply.beginObject()
        reply.members(of: shop.order(ordinal), in: shop)
        reply.endObject()
    }

    // MARK: Reading

    private static let getOrder: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.order(in: shop), shop, &reply)
    }

    private static let getOrderByNumber: Handler = { (request, shop, reply) throws(Rejection) in
        guard let number = OrderNumber(try request.fields.string("orderNumber")) else {
            throw .notFound(.orderNotFound)
        }
        write(try shop.findOrder(number), shop, &reply)
    }

    private static let orderHistory: Handler = { (request, shop, reply) throws(Rejection) in
        let history = shop.order(try request.fields.order(in: shop)).statusHistory
        reply.append("{\"items\":")
        reply.beginArray()
        for change in history { reply.value(change, in: shop) }
        reply.endArray()
        reply.member("nextCursor", nil as String?)
        reply.member("total", history.count)
        reply.endObject()
    }

    private static let listOrders: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let page = try fields.page(defaultDescending: true)
        let status = try fields.enumeration("status", OrderStatus.self, \.name)
        let payment = try fields.enumeration("paymentStatus", PaymentStatus.self, \.name)
        var candidates: [OrderOrdinal]?
        if fields.optional("customerId") != nil {
            candidates = shop.orders(of: try fields.customer(in: shop))
        }
        let entry = { (index: Int, reply: inout JSONWriter) in write(OrderOrdinal(index), shop, &reply) }
        if status == nil && payment == nil && candidates == nil {
            return page.write(count: shop.orderCount, into: &reply, entry)
        }
        let matching = (candidates?.map(\.index) ?? Array(0..<shop.orderCount)).filter { index in
            let order = shop.order(OrderOrdinal(index))
            return (status == nil || order.status == status) && (payment == nil || order.payment == payment)
        }
        page.write(matching: matching, into: &reply, entry)
    }

    // MARK: Changing

    private static let updateStatus: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.order(in: shop)
        _ = try request.fields.required("status")
        guard let status = try request.fields.enumeration("status", OrderStatus.self, \.name) else { return }
        let notes = try request.fields.optionalString("notes", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgeStatus(status, notes: notes, by: subject, at: now)
            }
        }
        write(ordinal, shop, &reply)
    }

    private static let updatePayment: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.order(in: shop)
        _ = try request.fields.required("paymentStatus")
        guard let payment = try request.fields.enumeration("paymentStatus", PaymentStatus.self, \.name) else {
            return
        }
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgePayment(payment, by: subject, at: now) }
        }
        write(ordinal, shop, &reply)
    }

    private static let addNote: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.order(in: shop)
        let note = try request.fields.string("note", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgeNote(note, by: subject, at: now) }
        }
        write(ordinal, shop, &reply)
    }

    private static let cancel: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.order(in: shop)
        let reason = try request.fields.optionalString("reason", bytesMaximum: 100) ?? "OTHER"
        guard ["CUSTOMER", "PAYMENT", "STOCK", "FRAUD", "EXPIRED", "OTHER"].contains(reason) else {
            throw .invalidValue(
                field: "reason", reason: "must be one of CUSTOMER, PAYMENT, STOCK, FRAUD, EXPIRED, OTHER")
        }
        let notes = try request.fields.optionalString("notes", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in
                try order.judgeCancel(reason: reason, notes: notes, by: subject, at: now)
            }
        }
        write(ordinal, shop, &reply)
    }

    private static let fulfil: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.order(in: shop)
        let units = try fields.orderUnits(of: shop.order(ordinal), extra: [], in: shop)?.map {
            LineUnits(line: $0.line, quantity: $0.quantity)
        }
        let carrier = try fields.optionalString("carrier", bytesMaximum: 100)
        let number = try fields.optionalString("trackingNumber", bytesMaximum: 100)
        let url = try fields.optionalString("trackingUrl", bytesMaximum: 2_048)
        if let url, !url.hasPrefix("https://") {
            throw .invalidValue(field: "trackingUrl", reason: "must begin with https://")
        }
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in
                try order.judgeFulfilment(
                    units, carrier: carrier, trackingNumber: number, trackingURL: url, by: subject, at: now)
            }
        }
        write(ordinal, shop, &reply)
    }

    private static let refund: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.order(in: shop)
        let lines = try fields.orderUnits(of: shop.order(ordinal), extra: ["restock"], in: shop) ?? []
        let amount = try fields.money("amount")
        let reason = try fields.optionalString("reason", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in
                try order.judgeRefund(amount: amount, lines: lines, reason: reason, by: subject, at: now)
            }
        }
        write(ordinal, shop, &reply)
    }
}
