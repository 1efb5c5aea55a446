import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let inventory = inventoryOperations + inventoryLists + stockImports

    private static let inventoryOperations: [Operation] = [
        Operation(
            "inventory.reserve", .needs(.inventoryWrite), .unauditedChange,
            .post("/inventory/reserve", creates: true),
            takes: .variant + [
                .required("quantity", .quantity), .optional("reservationId", .reservationID),
                .optional("ttlSeconds", .timeToLive),
            ], answers: .named("Reservation"), checksNames: false,
            "Hold units of a variant until released, converted by an order, or lapsed", reserve),
        Operation(
            "inventory.release", .needs(.inventoryWrite), .unauditedChange, .post("/inventory/release"),
            takes: .variant + [
                .optional("reservationId", .reservationID), .optional("quantity", .quantity),
            ], answers: .named("Release"), "Give back what a reservation holds", release),
        Operation(
            "inventory.extend", .needs(.inventoryWrite), .unauditedChange, .post("/inventory/extend"),
            takes: [
                .required("reservationId", .reservationID), .required("ttlSeconds", .timeToLive),
            ], answers: .named("Reservation"), "Set a reservation's deadline anew", extend),
        Operation(
            "inventory.check", .needs(.inventoryRead), .read, .post("/inventory/check"),
            takes: .variant + [.required("quantity", .quantity)], answers: .named("Availability"),
            "Whether so many units are available now", check),
        Operation(
            "inventory.getByVariant", .needs(.inventoryRead), .read, .get("/inventory/variant/{variantId}"),
            takes: .variant, answers: .named("Inventory"), cache: .inventory, "The stock of one variant",
            getByVariant),
        Operation(
            "inventory.adjust", .needs(.inventoryWrite), .unauditedChange, .post("/inventory/adjust"),
            takes: .variant + [
                .required("quantityChange", .amount), .required("reason", .text(bytes: 100)),
                .optional("notes", .text(bytes: 4_096)), .optional("expectedQuantity", .amount),
            ], answers: .named("Inventory"), "Change what is on hand, with a reason", adjust),
        Operation(
            "inventory.update", .needs(.inventoryWrite), .change, .patch("/inventory/variant/{variantId}"),
            takes: .variant + .stockSettings, answers: .named("Inventory"), "Change threshold and flags",
            update),
        Operation(
            "inventory.history", .needs(.inventoryRead), .read, .get("/inventory/{variantId}/history"),
            takes: .variant + .page(), answers: .page(of: .named("StockMovement")),
            "Every change of a variant's quantity", history),
    ]

    /// One pass over the members: this is the hottest request there is.
    private static let reserve: Handler = { (request, shop, reply) throws(Rejection) in
        var id: JSONNode?
        var sku: JSONNode?
        var variantID: JSONNode?
        var quantity: JSONNode?
        var timeToLive: JSONNode?
        for (key, value) in request.fields.node.members {
            switch key.name {
            case "sku": sku = value
            case "quantity": quantity = value
            case "reservationId": id = value
            case "variantId": variantID = value
            case "ttlSeconds": timeToLive = value
            default:
                guard RequestFields.isEnvelope(key) else {
                    throw .unknownField(String(key.string?.prefix(64) ?? ""))
                }
            }
        }
        let variant = try RequestFields.variant(id: variantID.value, sku: sku.value, in: shop)
        guard let quantity = quantity.value else { throw .missingField("quantity") }
        let units = Quantity(try RequestFields.integer(quantity, "quantity", in: RequestFields.quantities))
        if let id = id.value { try RequestFields.judge(reservationID: id) }
        var milliseconds: Int64?
        if let timeToLive = timeToLive.value { milliseconds = try RequestFields.timeToLive(timeToLive) }
        let answer = try shop.reserve(
            units, of: variant, id: id.value?.stringBytes, timeToLiveMilliseconds: milliseconds)
        write(answer, shop, &reply)
    }

    private static let extend: Handler = { (request, shop, reply) throws(Rejection) in
        let id = try request.fields.reservationID().string ?? ""
        let milliseconds = try RequestFields.timeToLive(try request.fields.required("ttlSeconds"))
        write(try shop.extend(id, byMilliseconds: milliseconds), shop, &reply)
    }

    private static func write(_ answer: ReservationAnswer, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        // Written with their commas: these members are always there, and always in this order.
        reply.append("{\"reservationId\":")
        reply.value(answer.id)
        reply.append(",\"variantId\":")
        reply.value(shop.id(of: answer.variant))
        reply.append(",\"quantity\":")
        reply.appendInteger(answer.quantity.units)
        reply.append(",\"available\":")
        reply.appendInteger(answer.available.units)
        reply.append(",\"expiresAt\":")
        if let expiresAt = answer.expiresAt { reply.value(expiresAt) } else { reply.append("null") }
        if answer.isReplay { reply.member("replayed", true) }
        reply.endObject()
    }

    private static let release: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let answer: ReleaseAnswer
        let isNamed = fields.optional("reservationId") != nil
        if isNamed {
            for name in ["variantId", "sku", "quantity"] as [StaticString] where fields.optional(name) != nil
            {
                throw .invalidValue(
                    field: name.description, reason: "a release by reservationId names nothing else")
            }
            answer = try shop.release(try fields.reservationID().string ?? "")
        } else {
            guard fields.optional("variantId") != nil || fields.optional("sku") != nil else {
                throw .missingField("reservationId")
            }
            answer = try shop.releaseOpenEnded(try fields.quantity(), of: try fields.variant(in: shop))
        }
        reply.beginObject()
        if isNamed {
            reply.member("reservationId", try fields.reservationID().string ?? "")
        }
        reply.member("variantId", shop.id(of: answer.variant))
        reply.member("released", answer.released)
        reply.member("available", answer.available)
        reply.endObject()
    }

    private static let check: Handler = { (request, shop, reply) throws(Rejection) in
        let stock = shop.stock(of: try request.fields.variant(in: shop))
        let quantity = try request.fields.quantity()
        reply.beginObject()
        reply.member("variantId", stock.id)
        reply.member("sku", stock.details.sku)
        reply.member("requested", quantity)
        reply.member("available", stock.inventory.available)
        reply.member("isAvailable", stock.inventory.canPromise(quantity))
        reply.endObject()
    }

    private static let getByVariant: Handler = { (request, shop, reply) throws(Rejection) in
        let stock = shop.stock(of: try request.fields.variant(in: shop))
        request.session.shows(.variant(stock.ordinal))
        reply.beginObject()
        reply.stockMembers(of: stock)
        reply.endObject()
    }

    private static let adjust: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let variant = try fields.variant(in: shop)
        let limit = Quantity.requestMaximum.units
        _ = try fields.required("quantityChange")
        let change = try fields.integer("quantityChange", in: -limit...limit) ?? 0
        guard change != 0 else { throw .invalidValue(field: "quantityChange", reason: "must not be 0") }
        let bound = Quantity.stockMaximum.units
        let expected = try fields.integer("expectedQuantity", in: -bound...bound).map(Quantity.init)
        let reason = try fields.string("reason", bytesMaximum: 100)
        try shop.adjust(
            variant, by: Quantity(change), expected: expected, reason: reason,
            notes: try fields.optionalString("notes", bytesMaximum: 4_096), subject: request.subject(in: shop)
        )
        reply.beginObject()
        reply.stockMembers(of: shop.stock(of: variant))
        reply.endObject()
    }

    private static let update: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let variant = try fields.variant(in: shop)
        let settings = try fields.stockSettings(changing: shop.stock(of: variant).inventory.settings)
        try shop.update(settings, of: variant)
        reply.beginObject()
        reply.stockMembers(of: shop.stock(of: variant))
        reply.endObject()
    }

    private static let history: Handler = { (request, shop, reply) throws(Rejection) in
        let variant = try request.fields.variant(in: shop)
        let movements = shop.stockHistory(of: variant).movements
        var before = [Quantity.zero]
        for movement in movements { before.append((before.last ?? .zero) + movement.change) }
        let page = try request.fields.page(defaultDescending: true)
        page.write(count: movements.count, into: &reply) { index, reply in
            reply.beginObject()
            reply.members(of: movements[index], before: before[index], in: shop)
            reply.endObject()
        }
    }
}

extension JSONWriter {
    /// One change of quantity, with who, why, before and after.
    fileprivate mutating func members(of movement: StockMovement, before: Quantity, in shop: isolated Shop) {
        member("quantityChange", movement.change)
        member("before", before)
        member("after", before + movement.change)
        switch movement.cause {
        case .adjusted(let adjustment):
            member("reason", adjustment.reason)
            member("notes", adjustment.notes)
            member("userId", shop.name(of: adjustment.by))
        case .shipped(let order): members(of: order, "SHIPPED", movement, in: shop)
        case .restocked(let order): members(of: order, "RESTOCKED", movement, in: shop)
        }
        member("createdAt", movement.at)
    }

    private mutating func members(
        of ordinal: OrderOrdinal, _ reason: StaticString, _ movement: StockMovement, in shop: isolated Shop
    ) {
        let order = shop.order(ordinal)
        let step = order.steps.first { $0.event.sequence == movement.sequence }
        member("reason", reason)
        member("notes", step?.event.notes)
        member("userId", step.map { shop.name(of: $0.event.by) })
        member("orderId", order.id)
        member("orderNumber", order.number.description)
    }
}

extension JSONNode? {
    /// `null` stands for an absent member.
    @inline(__always)
    var value: JSONNode? {
        guard let self, !self.isNull else { return nil }
        return self
    }
}
