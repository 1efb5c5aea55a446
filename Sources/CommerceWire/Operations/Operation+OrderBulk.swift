import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Many orders at once, a verdict for each.
    static let orderBulk: [Operation] = [
        Operation(
            "orders.bulkStatus", .needs(.ordersWrite), .change, .post("/orders/bulk-status"),
            takes: [
                .required("ids", .list(.anything, 1...1_000)), .required("status", .orderStatus),
                .optional("reason", .cancelReason), .optional("notes", .text(bytes: 4_096)),
                .optional("dryRun", .flag),
            ], answers: .results(.named("OrderVerdict")),
            "Move many orders to another status; a dry run only judges", bulkStatus),
        Operation(
            "orders.bulkPayment", .needs(.ordersWrite), .change, .post("/orders/bulk-payment"),
            takes: [
                .required("ids", .list(.anything, 1...1_000)), .required("paymentStatus", .paymentStatus),
                .optional("dryRun", .flag),
            ], answers: .results(.named("OrderVerdict")),
            "Change the payment of many orders; a dry run only judges", bulkPayment),
    ]

    private static let bulkStatus: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let status = try fields.requiredEnumeration("status", OrderStatus.self, \.name)
        let notes = try fields.optionalString("notes", bytesMaximum: 4_096)
        let reason = try fields.cancelReason()
        if reason != nil && status != .cancelled {
            throw .invalidValue(field: "reason", reason: "belongs to the status CANCELLED")
        }
        let (subject, now) = (request.subject(in: shop), shop.now)
        try changeEach(request, shop, &reply) { order in
            Result { () throws(Rejection) in
                guard let reason else {
                    return try order.judgeStatus(status, notes: notes, by: subject, at: now)
                }
                return try order.judgeCancel(reason: reason, notes: notes, by: subject, at: now)
            }
        }
    }

    private static let bulkPayment: Handler = { (request, shop, reply) throws(Rejection) in
        let payment = try request.fields.requiredEnumeration("paymentStatus", PaymentStatus.self, \.name)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try changeEach(request, shop, &reply) { order in
            Result { () throws(Rejection) in try order.judgePayment(payment, by: subject, at: now) }
        }
    }

    /// Each id stands for itself: what is refused leaves the others as they are.
    private static func changeEach(
        _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter,
        _ judge: @Sendable (borrowing Order) -> Result<OrderEvent, Rejection>
    ) throws(Rejection) {
        let ids = try request.fields.required("ids")
        guard ids.kind == .array, ids.count >= 1, ids.count <= 1_000 else {
            throw .invalidValue(field: "ids", reason: "must be a list of 1 to 1000 ids")
        }
        let isDryRun = try request.fields.flag("dryRun") ?? false
        reply.append("{\"results\":[")
        var isFirst = true
        for element in ids.elements {
            if !isFirst { reply.append(byte: UInt8(ascii: ",")) }
            isFirst = false
            reply.append("{\"id\":")
            reply.value(element.string ?? "")
            do throws(Rejection) {
                let ordinal = try RequestFields.order(id: element, "ids", in: shop)
                if isDryRun {
                    try shop.judge(ordinal, judge)
                } else {
                    try shop.requireRoom(requestBytes: 4_096)
                    try shop.change(ordinal, judge)
                    shop.endRequest()
                }
                let order = shop.order(ordinal)
                reply.member("orderNumber", order.number.description)
                reply.member("status", order.status.name)
                reply.member("paymentStatus", order.payment.name)
            } catch {
                reply.key("error")
                reply.value(error, in: shop)
            }
            reply.append("}")
        }
        reply.append("]}")
    }
}
