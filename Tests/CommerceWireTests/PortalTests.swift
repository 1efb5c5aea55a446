import CommerceCore
import CommerceEngine
import CommerceWire
import Testing

@Suite("the portal shows a customer's orders to whoever has the link")
struct PortalTests {
    private static let day: Int64 = 86_400_000

    /// What the link that is made now shows.
    private func page(_ world: WireWorld, _ token: String, _ more: String = "") throws -> Value {
        try world.must("customers.portal", #""token":"\#(token)"\#(more)"#)
    }

    private func refusal(_ world: WireWorld, _ token: String) throws -> String {
        try world.ask("customers.portal", #""token":"\#(token)""#).line
    }

    private static let notFound =
        #"{"error":{"statusCode":404,"code":"not_found","error":"Not Found","message":"There is no such thing","details":{}}}"#

    @Test("the first order makes a link good that nobody asked for, and each order extends it")
    func firstOrder() throws {
        let world = try WireWorld()
        #expect(try refusal(world, "c-0-0-x") == Self.notFound)
        _ = try world.order(#"{"sku":"CUP","quantity":1}"#)
        let first = try page(world, "c-0-0-x")
        world.advance(milliseconds: 29 * Self.day)
        #expect(try page(world, "c-0-0-x") == first)
        _ = try world.order(#"{"sku":"CUP","quantity":1}"#)
        let second = try page(world, "c-0-0-x")
        #expect(second["total"] == 2 && second["expiresAt"].text > first["expiresAt"].text)
        world.advance(milliseconds: 30 * Self.day - 1)
        #expect(try page(world, "c-0-0-x") == second)
        world.advance(milliseconds: 1)
        #expect(try refusal(world, "c-0-0-x") == Self.notFound)
    }

    @Test("a link made by hand ends the one before it, also without orders, and is extended by orders")
    func rotation() throws {
        let world = try WireWorld()
        let order = try world.order(#"{"sku":"CUP","quantity":1}"#)
        let orderLink = try world.must("orders.portalToken", #""orderId":"\#(order)""#)
        let made = try world.must("customers.portalToken", #""customerId":"$ADA""#)
        #expect(made["token"] == "c-0-1-x")
        #expect(made["url"] == "https://shop.example/portal/orders/c-0-1-x")
        #expect(made.names == ["expiresAt", "token", "url"])
        #expect(try page(world, "c-0-1-x")["total"] == 1)
        #expect(try refusal(world, "c-0-0-x") == Self.notFound)
        #expect(try refusal(world, orderLink["token"].text) == Self.notFound)
        #expect(try world.must("orders.portalToken", #""orderId":"\#(order)""#)["token"] == "o-0-1-x")
        #expect(try world.must("customers.portalToken", #""customerId":"$BOB""#)["token"] == "c-1-1-x")
        #expect(try page(world, "c-1-1-x")["orders"] == [])
        world.advance(milliseconds: 30 * Self.day)
        #expect(try refusal(world, "c-1-1-x") == Self.notFound)
        #expect(try refusal(world, "c-0-1-x") == Self.notFound)
        try world.reopen()
        _ = try world.order(#"{"sku":"CUP","quantity":1}"#)
        #expect(try page(world, "c-0-1-x")["total"] == 2)
    }

    @Test("every token that shows nothing gets one and the same answer")
    func oneAnswer() throws {
        let world = try WireWorld()
        let order = try world.order(#"{"sku":"CUP","quantity":1}"#)
        try world.must("customers.create", #""email":"c@example.com","firstName":"C","lastName":"D""#)
        world.name("GONE", try world.must("customers.list", "")["items"][0]["id"].text)
        try world.must("customers.portalToken", #""customerId":"$GONE""#)
        try world.inShop { try $0.delete(CustomerOrdinal(2)) }
        let tokens = [
            "", "x", "c-0-1-x", "c-7-0-x", "c-1-0-x", "c-2-1-x", "o-9-0-x", "o-0-3-x", "c-0-0-y",
            "c-4294967295-0-x", order,
        ]
        for token in tokens { #expect(try refusal(world, token) == Self.notFound, "\(token)") }
        for line in ["", #""token":null"#, #""token":7"#, #""token":["c-0-0-x"]"#] {
            #expect(try world.ask("customers.portal", line).line == Self.notFound, "\(line)")
        }
        let elsewhere = try world.ask("customers.portal", #""token":"c-0-0-x","orderNumber":"ORD-000009""#)
        #expect(elsewhere.line == Self.notFound)
        let rest = try ["c-0-1-x", "zzz", order].map { try world.rest(.get, "/customers/portal/\($0)").text }
        #expect(Set(rest).count == 1 && rest[0].contains(#""code":"not_found""#))
    }

    @Test("an order's link shows that order alone, until 30 days after its last change of status")
    func orderLink() throws {
        let world = try WireWorld()
        let first = try world.order(#"{"sku":"CUP","quantity":1}"#)
        _ = try world.order(#"{"sku":"SHIRT-S","quantity":1}"#)
        world.advance(milliseconds: 20 * Self.day)
        try world.must("orders.updateStatus", #""orderId":"\#(first)","status":"PROCESSING""#)
        world.advance(milliseconds: 5 * Self.day)
        try world.must("orders.addNote", #""orderId":"\#(first)","note":"a note extends nothing""#)
        let link = try world.must("orders.portalToken", #""orderId":"\#(first)""#)
        let shown = try page(world, link["token"].text)
        #expect(shown["orders"].items.map { $0["orderNumber"] } == ["ORD-000001"])
        #expect(shown["expiresAt"] == link["expiresAt"])
        #expect(
            try world.ask(
                "customers.portal", #""token":"\#(link["token"].text)","orderNumber":"ORD-000002""#
            ).line == Self.notFound)
        world.advance(milliseconds: 25 * Self.day)
        #expect(try refusal(world, link["token"].text) == Self.notFound)
        let late = try world.ask("orders.portalToken", #""orderId":"\#(first)""#)
        #expect(late.code == "invalid_value")
    }

    @Test("an order that is hidden is shown by no link")
    func hidden() throws {
        let world = try WireWorld()
        let order = try world.order(#"{"sku":"CUP","quantity":1}"#)
        try world.must("orders.cancel", #""orderId":"\#(order)""#)
        #expect(try page(world, "c-0-0-x")["total"] == 1)
        try world.inShop { shop in
            let event = OrderEvent(.hidden, by: shop.subject(named: "clerk"), at: shop.now)
            try shop.change(OrderOrdinal(0)) { _ in .success(event) }
        }
        #expect(try refusal(world, "c-0-0-x") == Self.notFound)
        #expect(try refusal(world, "o-0-0-x") == Self.notFound)
        #expect(try world.ask("orders.portalToken", #""orderId":"\#(order)""#).code == "order_not_found")
    }

    @Test("links under an idempotency key are the same again, and stand nowhere on the disk")
    func keys() throws {
        let world = try WireWorld()
        let order = try world.order(#"{"sku":"CUP","quantity":1}"#)
        for (operation, members, token) in [
            ("customers.portalToken", #""customerId":"$ADA""#, "c-0-1-"),
            ("orders.portalToken", #""orderId":"\#(order)""#, "o-0-1-"),
        ] {
            let line = members + #","idempotencyKey":"k""#
            let first = try world.must(operation, line)
            #expect(first["token"].text == token + world.portalKeys.seal && first["replayed"] == .absent)
            let again = try world.must(operation, line)
            #expect(again["token"] == first["token"] && again["replayed"] == true)
            try world.reopen()
            // Another secret, another link: what was answered was made anew, and not read from the disk.
            world.portalKeys.seal = "\(world.portalKeys.seal)y"
            let other = try world.must(operation, line)
            #expect(other["token"].text == token + world.portalKeys.seal && other["replayed"] == true)
        }
        #expect(try page(world, "c-0-1-\(world.portalKeys.seal)")["total"] == 1)
    }

    @Test("orders come in pages, the newest first")
    func pages() throws {
        let world = try WireWorld()
        for _ in 0..<5 { _ = try world.order(#"{"sku":"CUP","quantity":1}"#) }
        var (seen, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let more = cursor.map { #","cursor":"\#($0)""# } ?? ""
            let shown = try page(world, "c-0-0-x", #","limit":2"# + more)
            seen += shown["orders"].items.map { $0["orderNumber"].text }
            cursor = shown["nextCursor"] == .null ? nil : shown["nextCursor"].text
            pages += 1
            #expect(shown["total"] == 5)
        } while cursor != nil && pages < 9
        #expect(seen == (1...5).reversed().map { "ORD-00000\($0)" })
        let one = try page(world, "c-0-0-x", #","orderNumber":"ORD-000003""#)
        #expect(one["orders"].items.map { $0["orderNumber"] } == ["ORD-000003"])
        for bad in [#","limit":0"#, #","limit":101"#, #","cursor":"?""#, #","orderNumber":7"#] {
            #expect(
                try world.ask("customers.portal", #""token":"c-0-0-x""# + bad).code == "invalid_value",
                "\(bad)")
        }
    }
}
