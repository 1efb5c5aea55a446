import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let customers: [Operation] = [
        Operation(
            "customers.create", .needs(.customersWrite), .change, .post("/customers", creates: true),
            takes: .newCustomer, answers: .named("Customer"), "Add a customer", createCustomer),
        Operation(
            "customers.get", .needs(.customersRead), .read, .get("/customers/{customerId}"),
            takes: .customer, answers: .named("Customer"), "One customer",
            getCustomer),
        Operation(
            "customers.update", .needs(.customersWrite), .change, .patch("/customers/{customerId}"),
            takes: .customer + .customerFields + .expectedVersion, answers: .named("Customer"),
            "Change a customer", updateCustomer),
        Operation(
            "customers.delete", .needs(.customersDelete), .change, .delete("/customers/{customerId}"),
            takes: .customer + .expectedVersion, answers: .nothing,
            "Remove a customer without orders; the e-mail address is free again", deleteCustomer),
    ]

    private static let createCustomer: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        var customer = Customer(
            email: try fields.email(), firstName: try fields.string("firstName"),
            lastName: try fields.string("lastName"), at: shop.now)
        try fields.read(into: &customer)
        let ordinal = try shop.create(
            customer, shippingAddress: try fields.address("shippingAddress"),
            billingAddress: try fields.address("billingAddress"))
        write(ordinal, request, shop, &reply)
    }

    private static let updateCustomer: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.customer(in: shop)
        var changed = shop.customer(ordinal)
        if fields.isPresent("email") { changed.email = try fields.email() }
        if fields.isPresent("firstName") { changed.firstName = try fields.string("firstName") }
        if fields.isPresent("lastName") { changed.lastName = try fields.string("lastName") }
        try fields.read(into: &changed)
        if fields.isPresent("shippingAddress") && fields.optional("shippingAddress") == nil {
            changed.shippingAddress = nil
        }
        if fields.isPresent("billingAddress") && fields.optional("billingAddress") == nil {
            changed.billingAddress = nil
        }
        try shop.update(
            ordinal, expectedVersion: try fields.expectedVersion(),
            shippingAddress: try fields.address("shippingAddress"),
            billingAddress: try fields.address("billingAddress")
        ) { $0 = changed }
        write(ordinal, request, shop, &reply)
    }

    private static let getCustomer: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.customer(in: shop), request, shop, &reply)
    }

    private static let deleteCustomer: Handler = { (request, shop, reply) throws(Rejection) in
        try shop.delete(
            try request.fields.customer(in: shop), expectedVersion: try request.fields.expectedVersion())
        reply.append("{}")
    }

    private static func write(
        _ ordinal: CustomerOrdinal, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        request.session.entityVersion = shop.customer(ordinal).version
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.recentOrders(of: ordinal, in: shop)
        reply.endObject()
    }
}

extension [Parameter] {
    static let customer: [Parameter] = [.required("customerId", .id(.customer))]
}

extension RequestFields {
    /// Something before and after one `@`, without spaces; what more an address must be only its mail server knows.
    fileprivate func email() throws(Rejection) -> String {
        let email = try string("email", bytesMaximum: 254)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            !email.utf8.contains(where: { $0 <= 0x20 })
        else {
            throw .invalidValue(field: "email", reason: "must look like name@example.com")
        }
        return email
    }

    fileprivate func read(into customer: inout Customer) throws(Rejection) {
        if isPresent("phone") { customer.phone = try optionalString("phone", bytesMaximum: 50) }
        if isPresent("company") { customer.company = try optionalString("company") }
        if isPresent("notes") { customer.notes = try optionalString("notes", bytesMaximum: 4_096) }
        guard isPresent("tags") else { return }
        customer.tags = []
        guard let tags = optional("tags") else { return }
        guard tags.kind == .array, tags.count <= 100 else {
            throw .invalidValue(field: "tags", reason: "must be a list of at most 100 texts")
        }
        for tag in tags.elements {
            customer.tags.append(try RequestFields.string(tag, "tags", bytesMaximum: 64))
        }
    }
}
