import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Goods that leave and money that goes back.
    static let orderMoving: [Operation] = [
        Operation(
            "orders.fulfil", .needs(.ordersWrite), .change,
            .post("/orders/{orderId}/fulfillments", creates: true),
            takes: .changedOrder + [
                .optional("lines", .list(.named("LineUnits"), 1...2_000)),
                .optional("carrier", .text(bytes: 100)), .optional("trackingNumber", .text(bytes: 100)),
                .optional("trackingUrl", .text(bytes: 2_048)),
            ], answers: .named("Order"), "Ship lines of an order", fulfil),
        Operation(
            "orders.refund", .needs(.ordersWrite), .change, .post("/orders/{orderId}/refunds", creates: true),
            takes: .changedOrder + [
                .optional("amount", .money), .optional("lines", .list(.named("RefundUnits"), 1...2_000)),
                .optional("reason", .text(bytes: 4_096)),
            ], answers: .named("Order"), "Give money back, with or without restocking", refund),
    ]

    private static let fulfil: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.changedOrder(in: shop)
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
        reply.order(ordinal, answering: request, in: shop)
    }

    private static let refund: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.changedOrder(in: shop)
        let lines = try fields.orderUnits(of: shop.order(ordinal), extra: ["restock"], in: shop) ?? []
        let amount = try fields.money("amount")
        let reason = try fields.optionalString("reason", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in
                try order.judgeRefund(amount: amount, lines: lines, reason: reason, by: subject, at: now)
            }
        }
        reply.order(ordinal, answering: request, in: shop)
    }
}
