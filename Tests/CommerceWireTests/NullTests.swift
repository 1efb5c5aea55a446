import CommerceWire
import Testing

@Suite("null stands for an absent field")
struct NullTests {
    /// An operation with what it needs, and what it may be given besides; `?` marks where in the members.
    struct Row: Sendable, CustomTestStringConvertible {
        let operation: String
        private let members: String
        let names: [String]

        init(_ operation: String, _ members: String = "?", _ names: [String] = []) {
            self.operation = operation
            self.members = members
            self.names = names
        }

        /// Whether the names are the request's own, not those of an object in it.
        var isAboutRequest: Bool { members.hasSuffix("?") }

        /// The members with a `null` under each of `names`.
        func members(withNull names: [String]) -> String {
            let nulls = names.map { #""\#($0)":null"# }.joined(separator: ",")
            return members == "?" ? nulls : members.replacing("?", with: nulls.isEmpty ? "" : "," + nulls)
        }

        var testDescription: String { "\(operation) \(members)" }
    }

    private static let page = ["limit", "offset", "cursor", "sort"]
    private static let settings = ["lowStockThreshold", "trackInventory", "allowBackorder"]
    private static let variant = [
        "sku", "barcode", "attributes", "price", "compareAtPrice", "cost", "image", "isActive", "quantity",
    ]
    private static let product = [
        "slug", "description", "shortDescription", "compareAtPrice", "cost", "status", "isVisible",
        "isFeatured",
        "metaTitle", "metaDescription", "sku", "barcode", "quantity", "attributes", "categoryIds", "tags",
        "images", "featuredImage", "vendor", "productType",
    ]
    private static let category = ["slug", "description", "parentId", "displayOrder", "isVisible", "image"]
    private static let customer = ["phone", "company", "shippingAddress", "billingAddress", "notes", "tags"]

    private static let customerFilters = [
        "q", "tag", "tags", "hasOrders", "isRepeat", "hasOpenOrders", "createdFrom", "createdTo",
        "lastOrderFrom", "lastOrderTo",
    ]

    private static let rows: [Row] = catalog + customers + orders + inventory + events

    private static let events = [
        Row("liveSale.get", "?", ["variantIds", "limit"]),
        Row("notifications.subscribe", "?", ["afterId"]),
        Row("outbox.list", "?", ["after", "limit"]),
        Row("outbox.acknowledge", #""through":"1"?"#),
        Row("search.all", #""q":"cup"?"#, ["limit"]),
        Row("notifications.list", "?", page + ["unreadOnly", "category", "kind", "priority"]),
        Row("notifications.markRead", #""through":"1"?"#, ["ids"]),
        Row("notifications.markRead", #""ids":["1"]?"#, ["through"]),
        Row("notifications.markUnread", #""ids":["1"]?"#),
    ]

    private static let catalog = [
        Row("products.create", #""name":"Tea","basePrice":1?"#, product + settings + ["variants"]),
        Row("products.create", #""name":"Tea","basePrice":1,"variants":[{"name":"A"}]?"#, product + settings),
        Row("products.create", #""name":"Tea","basePrice":1,"variants":[{"name":"A"?}]"#, variant + settings),
        Row(
            "products.list", "?",
            page + [
                "q", "status", "categoryId", "tags", "minPrice", "maxPrice", "featured", "visible", "inStock",
            ]),
        Row(
            "products.update", #""productId":"$P-CUP"?"#,
            product.filter { !["sku", "quantity", "attributes"].contains($0) } + ["expectedVersion"]),
        Row("products.delete", #""productId":"$P-SECRET"?"#, ["expectedVersion"]),
        Row("products.deleteVariant", #""variantId":"$V-SHIRT-S"?"#, ["expectedVersion"]),
        Row("products.addVariant", #""productId":"$P-CUP","name":"B"?"#, variant + settings),
        Row(
            "products.updateVariant", #""variantId":"$V-CUP"?"#,
            variant.filter { !["sku", "quantity"].contains($0) } + settings + ["expectedVersion"]),
        Row("products.bulkStatus", #""ids":["$P-CUP"],"status":"ARCHIVED"?"#),
        Row("products.import", #""csv":"Handle,Title\nx,X\n"?"#, ["dryRun"]),
        Row(
            "products.export", "?",
            [
                "limit", "cursor", "sort", "q", "status", "categoryId", "tags", "minPrice", "maxPrice",
                "featured", "visible", "inStock",
            ]),
        Row("categories.create", #""name":"Mugs"?"#, category),
        Row("categories.update", #""categoryId":"$SHELF"?"#, category + ["expectedVersion"]),
        Row("categories.delete", #""categoryId":"$SHELF"?"#, ["expectedVersion"]),
        Row("categories.list", "?", ["limit", "offset", "cursor", "visible"]),
        Row("tags.create", #""name":"Red"?"#, ["slug"]),
        Row("tags.update", #""tagId":"$GREEN","name":"Olive"?"#, ["slug"]),
        Row("tags.delete", #""tagId":"$GREEN"?"#),
        Row("tags.list", "?", ["limit", "offset", "cursor", "q"]),
        Row("shippingMethods.create", #""name":"Ship","price":1?"#, ["description", "isActive"]),
        Row(
            "shippingMethods.update", #""shippingMethodId":"$PIGEON"?"#, ["description", "price", "isActive"]),
        Row("shippingMethods.list", "?", page),
    ]
    private static let customers = [
        Row("customers.create", #""email":"x@y","firstName":"X","lastName":"Y"?"#, customer),
        Row("customers.update", #""customerId":"$BOB","company":"C"?"#, customer.filter { $0 != "company" }),
        Row("customers.list", "?", page + customerFilters),
        Row("customers.export", "?", ["limit", "cursor", "sort"] + customerFilters),
        Row("customers.orders", #""customerId":"$ADA"?"#, page + ["status", "createdFrom", "q", "sku"]),
        Row("customers.portal", #""token":"c-0-0-x"?"#, ["limit", "cursor", "orderNumber"]),
    ]
    private static let orders = [
        Row(
            "orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]?"#,
            [
                "shippingAddress", "billingAddress", "shippingMethodId", "tax", "discount", "shipping",
                "customerNotes",
            ]),
        Row(
            "orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1?}]"#,
            ["variantId", "unitPrice", "reservationId"]),
        Row(
            "orders.create", #""customerId":"$ADA","items":[{"reservationId":"cart-1"?}]"#,
            ["sku", "variantId", "quantity", "unitPrice"]),
        Row("orders.list", "?", page + ["status", "paymentStatus", "customerId"]),
        Row("orders.updateStatus", #""orderId":"$NEW","status":"PROCESSING"?"#, ["notes"]),
        Row("orders.updatePayment", #""orderId":"$NEW","paymentStatus":"PAID"?"#),
        Row("orders.addNote", #""orderId":"$NEW","note":"n"?"#),
        Row("orders.cancel", #""orderId":"$NEW"?"#, ["reason", "notes"]),
        Row("orders.fulfil", #""orderId":"$PAID"?"#, ["lines", "carrier", "trackingNumber", "trackingUrl"]),
        Row(
            "orders.fulfil", #""orderId":"$PAID","lines":[{"sku":"CUP","quantity":1?}]"#,
            ["variantId", "orderItemId"]),
        Row("orders.refund", #""orderId":"$PAID"?"#, ["amount", "lines", "reason"]),
        Row(
            "orders.refund", #""orderId":"$PAID","lines":[{"sku":"CUP","quantity":1?}]"#,
            ["variantId", "orderItemId", "restock"]),
    ]
    private static let inventory = [
        Row(
            "inventory.reserve", #""sku":"CUP","quantity":1?"#, ["variantId", "reservationId", "ttlSeconds"]),
        Row("inventory.release", #""reservationId":"cart-1"?"#, ["variantId", "sku", "quantity"]),
        Row("inventory.release", #""sku":"CUP","quantity":1?"#, ["variantId", "reservationId"]),
        Row("inventory.extend", #""reservationId":"cart-1","ttlSeconds":60?"#),
        Row("inventory.check", #""sku":"CUP","quantity":1?"#, ["variantId"]),
        Row("inventory.getByVariant", #""sku":"CUP"?"#, ["variantId"]),
        Row(
            "inventory.adjust", #""sku":"CUP","quantityChange":1,"reason":"FOUND"?"#,
            ["variantId", "expectedQuantity", "notes"]),
        Row("inventory.update", #""sku":"POSTER"?"#, ["variantId"] + settings),
        Row("inventory.history", #""sku":"CUP"?"#, ["variantId"] + page),
        Row("inventory.list", "?", page + ["q", "state", "categoryId"]),
        Row("inventory.lowStock", "?", page + ["q", "state", "categoryId"]),
    ]

    /// Two orders of Ada's, the one paid and being packed, and reservations with and without a name.
    private func world() throws -> WireWorld {
        let world = try WireWorld()
        world.name("NEW", try world.order(#"{"sku":"CUP","quantity":2}"#))
        world.name("PAID", try world.order(#"{"sku":"CUP","quantity":2}"#))
        try world.must("orders.updateStatus", #""orderId":"$PAID","status":"PROCESSING""#)
        try world.must("orders.updatePayment", #""orderId":"$PAID","paymentStatus":"PAID""#)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"cart-1""#)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"ttlSeconds":0"#)
        world.name("SHELF", try world.must("categories.create", #""name":"Shelf""#)["id"].text)
        world.name("GREEN", try world.must("tags.create", #""name":"Green""#)["id"].text)
        return world
    }

    @Test("a request is answered as if what is null in it were not there", arguments: rows)
    func nullMeansAbsent(row: Row) throws {
        let isChange = OperationTable().operations.contains { "\($0.name)" == row.operation && $0.isChange }
        let names = row.names + (isChange && row.isAboutRequest ? ["idempotencyKey"] : [])
        let expected = try world().ask(row.operation, row.members(withNull: []))
        #expect(expected.code == nil, "\(expected.line)")
        for name in names {
            let reply = try world().ask(row.operation, row.members(withNull: [name]))
            #expect(reply.line == expected.line, "\(name)")
        }
        #expect(try world().ask(row.operation, row.members(withNull: names)).line == expected.line)
    }

    /// Asked in suites of their own, not in this table.
    private static let elsewhere: Set = [
        "orders.quote", "orders.delete", "orders.bulkStatus", "orders.bulkPayment", "orders.export",
        "shippingMethods.delete", "inventory.import", "inventory.imports", "inventory.getImport",
        "inventory.undoImport", "inventory.export", "permissions.list", "apiKeys.list", "apiKeys.create",
        "apiKeys.revoke", "audit.list", "settings.get", "settings.update", "users.list", "users.get",
        "users.create", "users.update", "users.delete", "users.setPassword", "users.changeOwnPassword",
        "roles.list", "roles.get", "roles.create", "roles.update", "roles.delete", "sessions.create",
        "sessions.refresh", "sessions.current", "overview.get", "sessions.list", "sessions.delete",
        "sessions.deleteCurrent",
    ]

    @Test("every operation with a field that may be absent is in the table")
    func everyOperation() {
        let withoutOptional: Set = [
            "ping", "describe", "auth", "batch", "system.snapshot", "products.get", "products.getBySlug",
            "uploads.create", "shippingMethods.get", "categories.get", "tags.get", "customers.get",
            "customers.statistics", "customers.delete", "customers.portalToken", "orders.portalToken",
            "orders.get", "orders.getByNumber", "orders.history", "notifications.unreadCount",
        ]
        let all = Set(OperationTable().operations.map { "\($0.name)" })
        let here = all.subtracting(withoutOptional).subtracting(NullTests.elsewhere)
        #expect(Set(NullTests.rows.map(\.operation)) == here)
    }
}
