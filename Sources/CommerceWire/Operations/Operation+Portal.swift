import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// The page of a customer who has a link and no account, and the links themselves.
    static let portal: [Operation] = [
        customerPortal,
        Operation(
            "customers.portalToken", .needs(.customersWrite), .change,
            .post("/customers/{customerId}/portal-token"),
            takes: [.required("customerId", .id(.customer))], answers: .named("PortalLink"),
            restore: restoreCustomerLink,
            "Make a new link to a customer's orders; those before it end", renewCustomerLink),
        Operation(
            "orders.portalToken", .needs(.ordersWrite), .change, .post("/orders/{orderId}/portal-token"),
            takes: [.required("orderId", .id(.order))], answers: .named("PortalLink"),
            restore: restoreOrderLink, "The link to one order alone", makeOrderLink),
    ]

    // MARK: The page

    static let customerPortal = Operation(
        "customers.portal", .anyone, .read, .get("/customers/portal/{token}"),
        takes: [
            .required("token", .text(bytes: 64)), .optional("orderNumber", .text(bytes: 32)),
            .optional("limit", .integer(1...Page.limitMaximum)), .optional("cursor", .text(bytes: 512)),
        ], answers: .named("Portal"), cache: .portal, rate: .portal,
        "The orders that a link shows, newest first", portalPage)

    private static let portalPage: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let access = try PortalAccess(
            token: fields.optional("token")?.stringBytes, request.session.portal, shop)
        request.session.shows(access.shown, until: access.end)
        let number = try fields.optionalString("orderNumber", bytesMaximum: 32)
        let page = try fields.page(defaultDescending: true)
        reply.value(try PortalView(access, orderNumber: number, page, in: shop))
    }

    // MARK: Links

    private static let renewCustomerLink: Handler = { (request, shop, reply) throws(Rejection) in
        let customer = try request.fields.customer(in: shop)
        let keys = try portalKeys(of: request)
        let generation = try shop.renewPortal(of: customer)
        // What is kept for the idempotency key goes to the disk, where no working link may stand.
        request.session.keptReply = Array(String(generation).utf8)
        write(.customer(customer), generation, shop.portalEnd(of: customer), keys, &reply)
    }

    private static let restoreCustomerLink: Restorer = { (request, kept, shop, reply) throws(Rejection) in
        let customer = try request.fields.customer(in: shop)
        let generation = UInt32(String(decoding: kept, as: UTF8.self)) ?? 0
        write(
            .customer(customer), generation, shop.portalEnd(of: customer), try portalKeys(of: request),
            &reply)
    }

    private static let makeOrderLink: Handler = { (request, shop, reply) throws(Rejection) in
        let order = try request.fields.order(in: shop)
        guard let end = shop.portalEnd(of: order) else { throw .notFound(.orderNotFound) }
        guard shop.now < end else {
            throw .invalidValue(
                field: "orderId", reason: "its links are over: it has not moved for 30 days")
        }
        let generation = shop.customer(shop.order(order).customer).portalGeneration
        request.session.keptReply = Array(String(generation).utf8)
        write(.order(order), generation, end, try portalKeys(of: request), &reply)
    }

    private static let restoreOrderLink: Restorer = { (request, kept, shop, reply) throws(Rejection) in
        let order = try request.fields.order(in: shop)
        let generation = UInt32(String(decoding: kept, as: UTF8.self)) ?? 0
        write(.order(order), generation, shop.portalEnd(of: order), try portalKeys(of: request), &reply)
    }

    private static func portalKeys(of request: Request) throws(Rejection) -> any PortalKeys {
        guard let keys = request.session.portal else {
            throw .busy(reason: "The server has no secret to make links with")
        }
        return keys
    }

    private static func write(
        _ target: PortalReference.Target, _ generation: UInt32, _ end: Timestamp?, _ keys: any PortalKeys,
        _ reply: inout JSONWriter
    ) {
        let token = keys.token(for: PortalReference(target, generation: generation))
        reply.beginObject()
        reply.member("token", token)
        reply.member("url", keys.url(of: token))
        reply.member("expiresAt", end)
        reply.endObject()
    }
}
