import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// One order's status, payment and notes.
    static let orderChanging: [Operation] = [
        Operation(
            "orders.updateStatus", .needs(.ordersWrite), .change, .patch("/orders/{orderId}/status"),
            takes: .changedOrder + [
                .required("status", .orderStatus), .optional("notes", .text(bytes: 4_096)),
            ], answers: .named("Order"), "Move an order to another status", updateStatus),
        Operation(
            "orders.updatePayment", .needs(.ordersWrite), .change, .patch("/orders/{orderId}/payment"),
            takes: .changedOrder + [.required("paymentStatus", .paymentStatus)],
            answers: .named("Order"), "Change the payment status", updatePayment),
        Operation(
            "orders.addNote", .needs(.ordersWrite), .change, .post("/orders/{orderId}/notes", creates: true),
            takes: [.required("orderId", .id(.order)), .required("note", .text(bytes: 4_096))],
            answers: .named("Order"), "Add an internal note", addNote),
        Operation(
            "orders.cancel", .needs(.ordersWrite), .change, .post("/orders/{orderId}/cancel"),
            takes: .changedOrder + [
                .optional("reason", .cancelReason), .optional("notes", .text(bytes: 4_096)),
            ], answers: .named("Order"), "Cancel an order and free its stock", cancel),
        Operation(
            "orders.delete", .needs(.ordersDelete), .change, .delete("/orders/{orderId}"),
            takes: .changedOrder, answers: .nothing,
            "Put a cancelled order that was never paid out of sight", delete),
    ]

    private static let updateStatus: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.changedOrder(in: shop)
        let status = try request.fields.requiredEnumeration("status", OrderStatus.self, \.name)
        let notes = try request.fields.optionalString("notes", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgeStatus(status, notes: notes, by: subject, at: now)
            }
        }
        reply.order(ordinal, answering: request, in: shop)
    }

    private static let updatePayment: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.changedOrder(in: shop)
        let payment = try request.fields.requiredEnumeration("paymentStatus", PaymentStatus.self, \.name)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgePayment(payment, by: subject, at: now) }
        }
        reply.order(ordinal, answering: request, in: shop)
    }

    private static let addNote: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.order(in: shop)
        let note = try request.fields.string("note", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgeNote(note, by: subject, at: now) }
        }
        reply.order(ordinal, answering: request, in: shop)
    }

    private static let cancel: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.changedOrder(in: shop)
        let reason = try request.fields.cancelReason() ?? "OTHER"
        let notes = try request.fields.optionalString("notes", bytesMaximum: 4_096)
        let (subject, now) = (request.subject(in: shop), shop.now)
        try shop.change(ordinal) { order in
            Result { () throws(Rejection) in
                try order.judgeCancel(reason: reason, notes: notes, by: subject, at: now)
            }
        }
        reply.order(ordinal, answering: request, in: shop)
    }

    private static let delete: Handler = { (request, shop, reply) throws(Rejection) in
        try shop.delete(try request.fields.changedOrder(in: shop), subject: request.subject(in: shop))
        reply.beginObject()
        reply.endObject()
    }
}

extension Schema {
    static let cancelReasons: [StaticString] = ["CUSTOMER", "PAYMENT", "STOCK", "FRAUD", "EXPIRED", "OTHER"]
    static let cancelReason = Schema.enumeration(cancelReasons)
}

extension [Parameter] {
    /// An order, and the version that the change was made against.
    static let changedOrder: [Parameter] = [.required("orderId", .id(.order))] + .expectedVersion
}

extension RequestFields {
    /// The order to be changed, if it is still as the client saw it.
    func changedOrder(in shop: isolated Shop) throws(Rejection) -> OrderOrdinal {
        let ordinal = try order(in: shop)
        let actual = shop.order(ordinal).version
        guard let expected = try expectedVersion(), expected != actual else { return ordinal }
        throw .versionConflict(expected: Int64(expected), actual: Int64(actual))
    }

    func cancelReason() throws(Rejection) -> String? {
        guard let reason = try optionalString("reason", bytesMaximum: 100) else { return nil }
        guard Schema.cancelReasons.contains(where: { $0.description == reason }) else {
            let allowed = Schema.cancelReasons.map(\.description).joined(separator: ", ")
            throw .invalidValue(field: "reason", reason: "must be one of \(allowed)")
        }
        return reason
    }

    /// As ``enumeration(_:_:_:)`` of a member that must be there.
    func requiredEnumeration<Value: CaseIterable>(
        _ name: StaticString, _ type: Value.Type, _ text: KeyPath<Value, StaticString>
    ) throws(Rejection) -> Value {
        guard let value = try enumeration(name, type, text) else { throw .missingField(name.description) }
        return value
    }
}
