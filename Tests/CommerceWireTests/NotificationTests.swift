import CommerceCore
import CommerceWire
import Testing

@Suite("Notifications")
struct NotificationTests {
    /// An order is placed, packed and another cancelled; the cups fall below their threshold with the first.
    private func world() throws -> WireWorld {
        let world = try WireWorld()
        world.name("FIRST", try world.order(#"{"sku":"CUP","quantity":1}"#))
        try world.must("orders.updateStatus", #""orderId":"$FIRST","status":"PROCESSING""#)
        world.name("SECOND", try world.order(#"{"sku":"SHIRT-S","quantity":1}"#))
        try world.must("orders.cancel", #""orderId":"$SECOND","reason":"STOCK""#)
        return world
    }

    private func kinds(_ world: WireWorld, _ members: String = "") throws -> [String] {
        try world.must("notifications.list", members)["items"].items.map { $0["kind"].text }
    }

    @Test("an order that comes in is told in the seed's words")
    func newOrder() throws {
        let world = try world()
        let all = try world.must("notifications.list")
        let order = try #require(all["items"].items.last { $0["kind"] == "NEW_ORDER" })
        #expect(order["title"] == "New Order Received")
        #expect(order["message"] == "Order #ORD-000001 from Ada Lovelace")
        #expect(order["category"] == "WORKFLOW" && order["priority"] == "HIGH")
        #expect(order["actionUrl"].text == world.filled("/dashboard/ecommerce/orders/$FIRST"))
        #expect(order["actionLabel"] == "View Order" && order["requiredPermission"] == "orders:read")
        #expect(order["isRead"] == false && order["orderId"].text == world.filled("$FIRST"))
        #expect(order["orderNumber"] == "ORD-000001" && order["variantId"] == .null)
        #expect(all["total"].int == all["items"].items.count && all["unread"] == all["total"])
        #expect(all["lastId"] == all["items"][0]["id"])
    }

    @Test("stock that falls below its threshold is told with the variant and what remains")
    func lowStock() throws {
        let world = try world()
        let low = try #require(
            try world.must("notifications.list", #""kind":"LOW_STOCK""#)["items"].items.last)
        #expect(low["title"] == "Low Stock Alert")
        #expect(low["message"] == "Cup is running low (9 remaining)")
        #expect(low["priority"] == "NORMAL" && low["available"] == 9 && low["sku"] == "CUP")
        #expect(low["actionUrl"].text == world.filled("/dashboard/ecommerce/inventory?variant=$V-CUP"))
        #expect(low["requiredPermission"] == "inventory:read" && low["orderId"] == .null)
    }

    @Test("status changes and cancellations are told, newest first; the list can be narrowed and walked")
    func list() throws {
        let world = try world()
        #expect(
            try kinds(world) == [
                "ORDER_CANCELLED", "NEW_ORDER", "ORDER_STATUS", "LOW_STOCK", "NEW_ORDER",
            ])
        #expect(try kinds(world, #""priority":"HIGH""#) == ["NEW_ORDER", "NEW_ORDER"])
        #expect(try kinds(world, #""kind":["ORDER_STATUS","LOW_STOCK"]"#) == ["ORDER_STATUS", "LOW_STOCK"])
        #expect(try kinds(world, #""category":"WORKFLOW","sort":"createdAt","limit":1"#) == ["NEW_ORDER"])
        var walked: [String] = []
        var cursor = ""
        for _ in 0..<9 {
            let page = try world.must("notifications.list", #""limit":2"# + cursor)
            walked += page["items"].items.map { $0["kind"].text }
            guard page["nextCursor"] != .null else { break }
            cursor = #","cursor":"\#(page["nextCursor"].text)""#
            // What comes in meanwhile does not move the walk.
            _ = try world.order(#"{"sku":"GIFT","quantity":1}"#)
        }
        #expect(walked == ["ORDER_CANCELLED", "NEW_ORDER", "ORDER_STATUS", "LOW_STOCK", "NEW_ORDER"])
        let rest = try world.rest(.get, "/notifications?kind=NEW_ORDER,LOW_STOCK&unreadOnly=true&limit=2")
        #expect(rest.status == 200 && rest.value["items"].items.count == 2)
    }

    @Test("each caller sees what their permissions let them, and counts that alone")
    func permissions() throws {
        let world = try world()
        world.signIn(without: "orders:read")
        #expect(try kinds(world) == ["LOW_STOCK"])
        #expect(try world.must("notifications.unreadCount")["unread"] == 1)
        world.signIn(without: "inventory:read")
        #expect(try world.must("notifications.unreadCount")["unread"] == 4)
    }

    @Test("everybody has read what they have read, also after a restart, and can take it back")
    func reading() throws {
        let world = try world()
        let ids = try world.must("notifications.list")["items"].items.map { $0["id"].text }
        let read = try world.must("notifications.markRead", #""ids":["\#(ids[1])","\#(ids[3])","7777777"]"#)
        #expect(read["unread"] == 3 && read["lastId"].text == ids[0])
        try world.reopen()
        #expect(try kinds(world, #""unreadOnly":true"#) == ["ORDER_CANCELLED", "ORDER_STATUS", "NEW_ORDER"])
        #expect(try world.must("notifications.markRead", #""through":"\#(ids[0])""#)["unread"] == 0)
        let undone = try world.rest(.post, "/notifications/unread", #"{"ids":["\#(ids[2])"]}"#)
        #expect(undone.status == 200 && undone.value["unread"] == 1)
        #expect(try kinds(world, #""unreadOnly":true"#) == ["ORDER_STATUS"])
        world.signIn(Principal(subject: "somebody else", permissions: .all))
        #expect(try world.must("notifications.unreadCount")["unread"] == 5)
    }

    @Test("an order that finds too little is told once, by the housekeeping that follows")
    func failure() throws {
        let world = try WireWorld()
        let before = world.sequence
        for _ in 0..<3 {
            let reply = try world.ask(
                "orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":11}]"#)
            #expect(reply.code == "insufficient_stock")
        }
        #expect(world.sequence == before)
        world.tidy()
        let told = try world.must("notifications.list")
        #expect(told["total"] == 1)
        #expect(told["items"][0]["kind"] == "ORDER_FAILED" && told["items"][0]["priority"] == "HIGH")
        #expect(
            told["items"][0]["message"] == "An order for Cup could not be placed (10 available)")
    }

    @Test(
        "what makes no sense is refused by name",
        arguments: [
            ("list", #""kind":"NEWS""#, "kind"), ("list", #""priority":"LOUD""#, "priority"),
            ("list", #""category":"FUN""#, "category"), ("list", #""unreadOnly":"yes""#, "unreadOnly"),
            ("list", #""cursor":"x""#, "cursor"), ("list", #""sort":"title""#, "sort"),
            ("list", #""limit":0"#, "limit"), ("markRead", #""ids":[]"#, "ids"),
            ("markRead", #""ids":[1]"#, "ids"), ("markRead", #""ids":["-1"]"#, "ids"),
            ("markRead", #""through":"x""#, "through"),
            ("markRead", #""ids":["1"],"through":"1""#, "through"),
            ("markUnread", #""ids":"1""#, "ids"),
        ])
    func refusals(row: (operation: String, members: String, field: String)) throws {
        let world = try WireWorld(isEmpty: true)
        let before = world.sequence
        let reply = try world.ask("notifications.\(row.operation)", row.members)
        #expect(reply.code == "invalid_value" && reply.details["field"].text == row.field, "\(reply.line)")
        #expect(world.sequence == before)
    }

    @Test("marking nothing at all is refused")
    func nothing() throws {
        let world = try WireWorld(isEmpty: true)
        #expect(try world.ask("notifications.markRead").code == "missing_field")
        #expect(try world.ask("notifications.markUnread").code == "missing_field")
    }
}
