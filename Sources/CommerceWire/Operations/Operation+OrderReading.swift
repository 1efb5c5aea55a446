import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Orders one by one, in lists and as a table.
    static let orderReading: [Operation] = [
        Operation(
            "orders.get", .needs(.ordersRead), .read, .get("/orders/{orderId}"),
            takes: [.required("orderId", .id(.order))], answers: .named("Order"), "One order", getOrder),
        Operation(
            "orders.getByNumber", .needs(.ordersRead), .read, .get("/orders/number/{orderNumber}"),
            takes: [.required("orderNumber", .text())], answers: .named("Order"), "One order by its number",
            getOrderByNumber),
        Operation(
            "orders.list", .needs(.ordersRead), .read, .get("/orders"),
            takes: .page(sort: OrderQuery.sorts.names) + .orderFilters, answers: .page(of: .named("Order")),
            "Orders", listOrders),
        Operation(
            "orders.export", .needs(.ordersRead), .read, .get("/orders/export"),
            takes: .tablePage(sort: OrderQuery.sorts.names) + .orderFilters, answers: .named("Table"),
            media: .csv(fileName: "orders.csv"), "Orders as a table, a row for each line", exportOrders),
        Operation(
            "orders.history", .needs(.ordersRead), .read, .get("/orders/{orderId}/history"),
            takes: [.required("orderId", .id(.order))], answers: .page(of: .named("StatusChange")),
            "The status history of an order", orderHistory),
    ]

    private static let getOrder: Handler = { (request, shop, reply) throws(Rejection) in
        reply.order(try request.fields.order(in: shop), answering: request, in: shop)
    }

    private static let getOrderByNumber: Handler = { (request, shop, reply) throws(Rejection) in
        guard let number = OrderNumber(try request.fields.string("orderNumber")) else {
            throw .notFound(.orderNotFound)
        }
        let ordinal = try shop.findOrder(number)
        guard !shop.isHidden(ordinal) else { throw .notFound(.orderNotFound) }
        reply.order(ordinal, answering: request, in: shop)
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
        let selection = try request.fields.list(OrderQuery.sorts)
        let page = try shop.orders(matching: try request.fields.orderQuery(selection, in: shop))
        reply.page(page, of: selection, in: shop) { number, reply in
            reply.beginObject()
            reply.members(of: shop.order(OrderOrdinal(number)), in: shop)
            reply.endObject()
        }
    }

    /// Page after page, until there are rows enough or none are left.
    private static let exportOrders: Handler = { (request, shop, reply) throws(Rejection) in
        let table = try request.fields.tableLimit()
        var selection = try request.fields.list(OrderQuery.sorts, limit: table.pageLimit)
        var writer = TableWriter(TableColumn.orders)
        var rowCount = 0
        var cursor: String?
        repeat {
            let page = try shop.orders(matching: try request.fields.orderQuery(selection, in: shop))
            for number in page.ordinals {
                rowCount += writer.write(shop.order(OrderOrdinal(number)), in: shop)
            }
            cursor = page.next.map { selection.cursor(at: $0) }
            guard let next = page.next else { break }
            selection = try selection.after(next)
        } while rowCount < table.rowsMaximum
        request.answer(writer.takeBytes(), rowCount: rowCount, nextCursor: cursor, into: &reply)
    }
}

extension OrderQuery {
    static let sorts = ListSorts<Sort>(
        [("createdAt", .createdAt), ("number", .createdAt), ("total", .total)], isDescendingByDefault: true)
}

extension [Parameter] {
    /// Which orders a list or table is about.
    static let orderFilters: [Parameter] = orderChoices + [.optional("customerId", .id(.customer))]

    /// The same of one customer's.
    static let orderChoices: [Parameter] =
        [
            .optional("status", .list(.orderStatus, 1...16)),
            .optional("paymentStatus", .list(.paymentStatus, 1...16)),
            .optional("fulfillmentStatus", .list(.fulfillmentStatus, 1...16)),
            .optional("createdFrom", .text(bytes: 64)), .optional("createdTo", .text(bytes: 64)),
            .optional("number", .text(bytes: 32)),
            .optional("q", .text()),
        ] + .variant
}

extension RequestFields {
    func orderQuery(
        _ selection: ListSelection<OrderQuery.Sort>, in shop: isolated Shop
    ) throws(Rejection) -> OrderQuery {
        var query = OrderQuery(page: selection.request)
        query.sort = selection.sort
        query.states = OrderStates(
            statuses: try enumerations("status", OrderStatus.self, \.name),
            payments: try enumerations("paymentStatus", PaymentStatus.self, \.name),
            fulfillments: try enumerations("fulfillmentStatus", FulfillmentStatus.self, \.name))
        query.from = try timeFrom("createdFrom")
        query.through = try timeThrough("createdTo")
        if optional("customerId") != nil { query.customer = try customer(in: shop) }
        if optional("variantId") != nil || optional("sku") != nil { query.variant = try variant(in: shop) }
        query.numberPrefix = try optionalString("number", bytesMaximum: 32)
        query.text = try searchText()
        return query
    }
}
