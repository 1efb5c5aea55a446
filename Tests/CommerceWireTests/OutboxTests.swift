import CommerceWire
import Testing

@Suite("Mail to customers")
struct OutboxTests {
    private func world() throws -> WireWorld {
        let world = try WireWorld()
        world.name("FIRST", try world.order(#"{"sku":"CUP","quantity":2}"#))
        try world.must("orders.updatePayment", #""orderId":"$FIRST","paymentStatus":"PAID""#)
        try world.must("orders.updateStatus", #""orderId":"$FIRST","status":"PROCESSING""#)
        world.advance(milliseconds: 5_000)
        try world.must(
            "orders.fulfil",
            #""orderId":"$FIRST","carrier":"Post","trackingNumber":"T1","trackingUrl":"https://t.example/T1""#
        )
        _ = try world.order(#"{"sku":"SHIRT-S","quantity":1}"#)
        return world
    }

    @Test("each step of an order that concerns its customer waits to be sent, with all that a mail needs")
    func list() throws {
        let world = try world()
        let outbox = try world.must("outbox.list")
        #expect(
            outbox["items"].items.map { $0["kind"] } == ["ORDER_PLACED", "ORDER_SHIPPED", "ORDER_PLACED"])
        let shipped = outbox["items"][1]
        #expect(shipped["email"] == "ada@example.com" && shipped["name"] == "Ada Lovelace")
        #expect(shipped["orderNumber"] == "ORD-000001" && shipped["total"] == "9.90")
        #expect(shipped["trackingNumber"] == "T1" && shipped["trackingUrl"] == "https://t.example/T1")
        #expect(outbox["items"][0]["trackingNumber"] == .null)
        #expect(shipped["createdAt"] != outbox["items"][0]["createdAt"])
        #expect(outbox["total"] == 3 && outbox["dropped"] == 0 && outbox["nextAfter"] == .null)
    }

    @Test("the list is walked from id to id")
    func walk() throws {
        let world = try world()
        let first = try world.rest(.get, "/outbox?limit=2").value
        #expect(first["items"].items.count == 2 && first["nextAfter"] == first["items"][1]["id"])
        let rest = try world.rest(.get, "/outbox?limit=2&after=\(first["nextAfter"].text)").value
        #expect(rest["items"].items.map { $0["orderNumber"] } == ["ORD-000002"])
        #expect(rest["nextAfter"] == .null)
    }

    @Test("what is acknowledged is not offered again, the rest is, also after a restart")
    func acknowledge() throws {
        let world = try world()
        let ids = try world.must("outbox.list")["items"].items.map { $0["id"].text }
        let answer = try world.rest(.post, "/outbox/acknowledge", #"{"through":"\#(ids[1])"}"#)
        #expect(answer.status == 200 && answer.value["remaining"] == 1)
        try world.reopen()
        #expect(try world.must("outbox.list")["items"].items.map { $0["id"].text } == [ids[2]])
        #expect(try world.must("outbox.acknowledge", #""through":"\#(ids[0])""#)["remaining"] == 1)
    }

    @Test("an id that is none is refused by name")
    func refusals() throws {
        let world = try WireWorld(isEmpty: true)
        for (operation, field) in [("list", "after"), ("acknowledge", "through")] {
            let reply = try world.ask("outbox.\(operation)", #""\#(field)":"x""#)
            #expect(reply.code == "invalid_value" && reply.details["field"].text == field)
        }
        #expect(try world.ask("outbox.acknowledge").code == "missing_field")
        #expect(try world.ask("outbox.list", #""limit":101"#).details["field"] == "limit")
    }
}
