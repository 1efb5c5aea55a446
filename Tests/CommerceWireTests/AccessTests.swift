import CommerceCore
import CommerceWire
import Testing

@Suite("Who may ask what")
struct AccessTests {
    /// Every operation of the table and what it needs, written once more; `nil` = nothing, not even a sign-in, and
    /// an empty text = nothing but that.
    private static let needs: [String: String?] = [
        "auth": nil, "ping": nil, "describe": nil, "batch": nil, "system.snapshot": "system:write",
        "products.create": "products:write", "products.get": "products:read",
        "products.getBySlug": "products:read", "products.list": "products:read",
        "products.update": "products:write", "products.addVariant": "products:write",
        "products.updateVariant": "products:write", "products.bulkStatus": "products:write",
        "products.delete": "products:delete", "products.deleteVariant": "products:delete",
        "products.import": "products:write", "products.export": "products:read",
        "categories.create": "products:write", "categories.get": "products:read",
        "categories.list": "products:read", "categories.update": "products:write",
        "categories.delete": "products:delete", "tags.create": "products:write",
        "tags.get": "products:read", "tags.list": "products:read", "tags.update": "products:write",
        "tags.delete": "products:delete", "uploads.create": "products:write",
        "shippingMethods.create": "settings:write", "shippingMethods.update": "settings:write",
        "shippingMethods.get": "orders:read", "shippingMethods.list": "orders:read",
        "customers.create": "customers:write", "customers.get": "customers:read",
        "customers.list": "customers:read", "customers.update": "customers:write",
        "customers.delete": "customers:delete", "customers.export": "customers:read",
        "customers.statistics": "customers:read", "customers.portal": nil,
        "customers.portalToken": "customers:write",
        "orders.portalToken": "orders:write",
        "customers.orders": "orders:read", "orders.create": "orders:write", "orders.get": "orders:read",
        "orders.getByNumber": "orders:read", "orders.list": "orders:read", "orders.history": "orders:read",
        "orders.updateStatus": "orders:write", "orders.updatePayment": "orders:write",
        "orders.addNote": "orders:write", "orders.cancel": "orders:write", "orders.fulfil": "orders:write",
        "orders.refund": "orders:write", "inventory.reserve": "inventory:write",
        "inventory.release": "inventory:write", "inventory.extend": "inventory:write",
        "inventory.check": "inventory:read", "inventory.getByVariant": "inventory:read",
        "inventory.adjust": "inventory:write", "inventory.update": "inventory:write",
        "inventory.history": "inventory:read", "inventory.list": "inventory:read",
        "inventory.lowStock": "inventory:read",
        "sessions.create": nil, "sessions.refresh": nil, "sessions.current": "", "sessions.list": "",
        "sessions.deleteCurrent": "", "sessions.delete": "", "users.changeOwnPassword": "",
        "users.list": "users:read", "users.get": "users:read", "users.create": "users:write",
        "users.update": "users:write", "users.delete": "users:write", "users.setPassword": "users:write",
        "roles.list": "roles:read", "roles.get": "roles:read", "roles.create": "roles:write",
        "roles.update": "roles:write", "roles.delete": "roles:write", "permissions.list": "",
        "apiKeys.list": "apiKeys:read", "apiKeys.create": "apiKeys:write",
        "apiKeys.revoke": "apiKeys:write", "audit.list": "audit:read", "settings.get": "settings:read",
        "settings.update": "settings:write",
        "orders.quote": "orders:read", "orders.delete": "orders:delete", "orders.export": "orders:read",
        "orders.bulkStatus": "orders:write", "orders.bulkPayment": "orders:write",
        "shippingMethods.delete": "settings:write", "inventory.import": "inventory:write",
        "inventory.imports": "inventory:read", "inventory.getImport": "inventory:read",
        "inventory.undoImport": "inventory:write",
        "overview.get": "orders:read", "liveSale.get": "inventory:read",
        "notifications.subscribe": "notifications:read",
        "outbox.list": "system:write", "outbox.acknowledge": "system:write", "search.all": "",
        "notifications.list": "notifications:read", "notifications.unreadCount": "notifications:read",
        "notifications.markRead": "notifications:read", "notifications.markUnread": "notifications:read",
    ]

    @Test("describe lists every operation with what it needs, before any sign-in")
    func describe() throws {
        let world = try WireWorld(isEmpty: true)
        world.disconnect()
        let operations = try world.must("describe")["operations"].items
        #expect(operations.map { $0["name"].text } == OperationTable().operations.map { "\($0.name)" })
        #expect(Set(operations.map { $0["name"].text }).count == operations.count)
        for operation in operations {
            let name = operation["name"].text
            let need = try #require(AccessTests.needs[name], "\(name) is not in this table")
            let permission = need.flatMap { $0.isEmpty ? nil : $0 }
            #expect(operation["permission"] == permission.map { .text($0) } ?? .null)
            #expect(operation["signIn"] == .flag(need != nil))
            #expect(!operation["summary"].text.isEmpty)
        }
        #expect(operations.count == AccessTests.needs.count)
    }

    @Test("without a sign-in everything that needs one is 401, before its members are looked at")
    func unauthenticated() throws {
        let world = try WireWorld(isEmpty: true)
        world.disconnect()
        let before = world.sequence
        for (name, need) in AccessTests.needs where need != nil {
            let reply = try world.ask(name, #""nonsense":1"#)
            #expect(reply.code == "unauthenticated", "\(name)")
            #expect(reply.error["statusCode"] == 401)
        }
        #expect(try world.ask("nothing").code == "unknown_operation")
        #expect(world.sequence == before)
    }

    @Test("each permission is needed: without it 403 and its name, with it alone the members are judged")
    func permissions() throws {
        let world = try WireWorld(isEmpty: true)
        for (name, need) in AccessTests.needs {
            guard let need, !need.isEmpty else { continue }
            world.signIn(without: need)
            let before = world.sequence
            let refused = try world.ask(name, #""nonsense":1"#)
            #expect(refused.code == "forbidden", "\(name)")
            #expect(refused.error["statusCode"] == 403)
            #expect(refused.details == ["requiredPermission": .text(need)])
            #expect(world.sequence == before)
            world.signIn(Principal(subject: "one", permissions: PermissionSet(names: [need]) ?? .none))
            #expect(try world.ask(name, #""nonsense":1"#).code == "unknown_field", "\(name)")
        }
    }

    @Test("a sign-in answers who it is and what they may do; a second one replaces the first")
    func signIn() throws {
        let world = try WireWorld(isEmpty: true)
        world.disconnect()
        #expect(try world.ask("orders.list").code == "unauthenticated")
        let first = try world.must("auth", #""token":"orders:read inventory:*""#)
        #expect(
            first == [
                "subject": "bearer", "permissions": ["orders:read", "inventory:read", "inventory:write"],
            ])
        try world.must("orders.list")
        #expect(try world.ask("products.list").code == "forbidden")
        #expect(try world.ask("auth", #""token":"forged""#).code == "unauthenticated")
        try world.must("orders.list")
        try world.must("auth", #""token":"products:read""#)
        #expect(try world.ask("orders.list").code == "forbidden")
        try world.must("products.list")
    }

    @Test("a token that is over lets nobody do anything more")
    func expiry() throws {
        let world = try WireWorld(isEmpty: true)
        world.signIn(
            Principal(
                subject: "brief", permissions: .all,
                expiresAt: Timestamp(milliseconds: 1_795_352_400_000 + 1_000)))
        world.advance(milliseconds: 999)
        try world.must("orders.list")
        world.advance(milliseconds: 1)
        #expect(try world.ask("orders.list").code == "unauthenticated")
        try world.must("ping")
    }

    @Test("a changed record names who changed it")
    func subject() throws {
        let world = try WireWorld()
        world.signIn(Principal(subject: "key:till \"1\"", permissions: .all))
        try world.must("inventory.adjust", #""sku":"CUP","quantityChange":1,"reason":"RETURN""#)
        try world.reopen()
        let rows = try world.must("inventory.history", #""sku":"CUP""#)["items"]
        #expect(rows[0]["userId"] == "key:till \"1\"")
        #expect(rows[1]["userId"] == "anonymous")
    }
}
