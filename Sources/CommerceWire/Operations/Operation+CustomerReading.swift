import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Customers in lists and as a table, and what belongs to one.
    static let customerReading: [Operation] = [
        Operation(
            "customers.list", .needs(.customersRead), .read, .get("/customers"),
            takes: .page(sort: CustomerQuery.sorts.names) + .customerFilters,
            answers: .page(of: .named("Customer")), "Customers", listCustomers),
        Operation(
            "customers.export", .needs(.customersRead), .read, .get("/customers/export"),
            takes: .tablePage(sort: CustomerQuery.sorts.names) + .customerFilters, answers: .named("Table"),
            media: .csv(fileName: "customers.csv"), "Customers as a table", exportCustomers),
        Operation(
            "customers.statistics", .needs(.customersRead), .read,
            .get("/customers/{customerId}/statistics"), takes: .customer,
            answers: .named("CustomerStatistics"), "What a customer's orders come to", customerStatistics),
        Operation(
            "customers.orders", .needs(.ordersRead), .read, .get("/customers/{customerId}/orders"),
            takes: .customer + .page(sort: OrderQuery.sorts.names) + .orderChoices,
            answers: .page(of: .named("Order")), "The orders of a customer", customerOrders),
    ]

    private static let listCustomers: Handler = { (request, shop, reply) throws(Rejection) in
        let selection = try request.fields.list(CustomerQuery.sorts)
        let page = try shop.customers(try request.fields.customerQuery(selection))
        reply.page(page, of: selection, in: shop) { number, reply in
            reply.beginObject()
            reply.members(of: CustomerOrdinal(number), in: shop)
            reply.endObject()
        }
    }

    /// Page after page, until there are rows enough or none are left.
    private static let exportCustomers: Handler = { (request, shop, reply) throws(Rejection) in
        let table = try request.fields.tableLimit()
        var selection = try request.fields.list(CustomerQuery.sorts, limit: table.pageLimit)
        var writer = TableWriter(TableColumn.customers)
        var rowCount = 0
        var cursor: String?
        repeat {
            let page = try shop.customers(try request.fields.customerQuery(selection))
            for number in page.ordinals { writer.write(CustomerOrdinal(number), in: shop) }
            rowCount += page.ordinals.count
            cursor = page.next.map { selection.cursor(at: $0) }
            guard let next = page.next else { break }
            selection = try selection.after(next)
        } while rowCount < table.rowsMaximum
        request.answer(writer.takeBytes(), rowCount: rowCount, nextCursor: cursor, into: &reply)
    }

    private static let customerStatistics: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.customer(in: shop)
        reply.beginObject()
        reply.members(of: shop.statistics(of: ordinal))
        reply.endObject()
    }

    private static let customerOrders: Handler = { (request, shop, reply) throws(Rejection) in
        let selection = try request.fields.list(OrderQuery.sorts)
        let page = try shop.orders(matching: try request.fields.orderQuery(selection, in: shop))
        reply.page(page, of: selection, in: shop) { number, reply in
            reply.beginObject()
            reply.members(of: shop.order(OrderOrdinal(number)), in: shop)
            reply.endObject()
        }
    }
}

extension CustomerQuery {
    static let sorts = ListSorts<Sort>(
        [
            ("createdAt", .createdAt), ("name", .name), ("lastOrderAt", .lastOrderAt),
            ("lifetimeValue", .lifetimeValue), ("orderCount", .orderCount),
        ], isDescendingByDefault: true)
}

extension [Parameter] {
    /// Which customers a list or table is about.
    static let customerFilters: [Parameter] = [
        .optional("q", .text()), .optional("tag", .text(bytes: 64)),
        .optional("tags", .list(.text(bytes: 64), 1...20)), .optional("hasOrders", .flag),
        .optional("isRepeat", .flag), .optional("hasOpenOrders", .flag),
        .optional("createdFrom", .text(bytes: 64)), .optional("createdTo", .text(bytes: 64)),
        .optional("lastOrderFrom", .text(bytes: 64)), .optional("lastOrderTo", .text(bytes: 64)),
    ]
}

extension RequestFields {
    fileprivate func customerQuery(
        _ selection: ListSelection<CustomerQuery.Sort>
    ) throws(Rejection) -> CustomerQuery {
        var query = CustomerQuery(page: selection.request)
        query.sort = selection.sort
        query.text = try searchText()
        if let tag = try optionalString("tag", bytesMaximum: 64) { query.tags = [tag] }
        if let tags = optional("tags") {
            guard tags.kind == .array, (1...20).contains(tags.count), query.tags.isEmpty else {
                throw .invalidValue(field: "tags", reason: "must be a list of 1 to 20 texts, and tag absent")
            }
            for tag in tags.elements {
                query.tags.append(try RequestFields.string(tag, "tags", bytesMaximum: 64))
            }
        }
        for (name, flag) in [
            ("hasOrders", .hasOrders), ("isRepeat", .isRepeat), ("hasOpenOrders", .hasOpenOrders),
        ] as [(StaticString, CustomerFlags)] {
            guard let isWanted = try self.flag(name) else { continue }
            if isWanted { query.flags.required.insert(flag) } else { query.flags.excluded.insert(flag) }
        }
        query.createdFrom = try timeFrom("createdFrom")
        query.createdTo = try timeThrough("createdTo")
        query.lastOrderFrom = try timeFrom("lastOrderFrom")
        query.lastOrderTo = try timeThrough("lastOrderTo")
        return query
    }
}
