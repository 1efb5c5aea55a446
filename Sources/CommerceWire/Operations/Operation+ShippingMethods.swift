import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let shippingMethods: [Operation] = [
        Operation(
            "shippingMethods.create", .needs(.settingsWrite), .change,
            .post("/shipping-methods", creates: true),
            takes: .newShippingMethod, answers: .named("ShippingMethod"), "Add a shipping method",
            createMethod),
        Operation(
            "shippingMethods.update", .needs(.settingsWrite), .change,
            .patch("/shipping-methods/{shippingMethodId}"),
            takes: [.required("shippingMethodId", .id(.shippingMethod))] + .expectedVersion
                + .shippingMethodFields, answers: .named("ShippingMethod"), "Change a shipping method",
            updateMethod),
        Operation(
            "shippingMethods.delete", .needs(.settingsWrite), .change,
            .delete("/shipping-methods/{shippingMethodId}"),
            takes: [.required("shippingMethodId", .id(.shippingMethod))] + .expectedVersion,
            answers: .nothing, "Remove a shipping method; orders that go by it keep it", deleteMethod),
        Operation(
            "shippingMethods.get", .needs(.ordersRead), .read, .get("/shipping-methods/{shippingMethodId}"),
            takes: [.required("shippingMethodId", .id(.shippingMethod))], answers: .named("ShippingMethod"),
            "One shipping method", getMethod),
        Operation(
            "shippingMethods.list", .needs(.ordersRead), .read, .get("/shipping-methods"), takes: .page(),
            answers: .page(of: .named("ShippingMethod")), "Shipping methods", listMethods),
    ]

    private static let createMethod: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try fields.string("name")
        guard let price = try fields.money("price") else { throw .missingField("price") }
        var method = ShippingMethod(name: name, price: price, at: shop.now)
        method.description = try fields.optionalString("description", bytesMaximum: 4_096)
        method.isActive = try fields.flag("isActive") ?? true
        write(shop.create(method), request, shop, &reply)
    }

    private static let updateMethod: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.shippingMethod(in: shop)
        var changed = shop.shippingMethod(ordinal)
        if fields.isPresent("name") { changed.name = try fields.string("name") }
        if fields.isPresent("description") {
            changed.description = try fields.optionalString("description", bytesMaximum: 4_096)
        }
        changed.price = try fields.money("price") ?? changed.price
        changed.isActive = try fields.flag("isActive") ?? changed.isActive
        try shop.update(ordinal, expectedVersion: try fields.expectedVersion()) { $0 = changed }
        write(ordinal, request, shop, &reply)
    }

    private static let deleteMethod: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        try shop.delete(
            try fields.shippingMethod(in: shop), expectedVersion: try fields.expectedVersion())
        reply.beginObject()
        reply.endObject()
    }

    private static let getMethod: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.shippingMethod(in: shop), request, shop, &reply)
    }

    private static let listMethods: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: false)
        let kept = (0..<shop.shippingMethodCount).filter {
            !shop.shippingMethod(ShippingMethodOrdinal($0)).isDeleted
        }
        page.write(matching: kept, into: &reply) { index, reply in
            reply.beginObject()
            reply.members(of: ShippingMethodOrdinal(index), in: shop)
            reply.endObject()
        }
    }

    private static func write(
        _ ordinal: ShippingMethodOrdinal, _ request: Request, _ shop: isolated Shop,
        _ reply: inout JSONWriter
    ) {
        request.session.entityVersion = shop.shippingMethod(ordinal).version
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.endObject()
    }
}

extension RequestFields {
    fileprivate func shippingMethod(in shop: isolated Shop) throws(Rejection) -> ShippingMethodOrdinal {
        try shop.findShippingMethod(
            RequestFields.entityID(
                try required("shippingMethodId"), "shippingMethodId", else: .shippingMethodNotFound))
    }
}
