import CommerceCore
import CommerceEngine
import CommerceWire
import Testing

@Suite("a customer's figures and end")
struct CustomerLifeTests {
    private func statistics(_ world: WireWorld) throws -> Value {
        let statistics = try world.must("customers.statistics", #""customerId":"$ADA""#)
        #expect(try world.must("customers.get", #""customerId":"$ADA""#)["statistics"] == statistics)
        #expect(world.violations == [])
        return statistics
    }

    private func expect(
        _ world: WireWorld, orders: Int, open: Int, value: String, paid: String, refunded: String,
        average: Value, at location: SourceLocation = #_sourceLocation
    ) throws {
        let found = try statistics(world)
        let figures: [Value] = [
            found["orderCount"], found["openOrderCount"], found["lifetimeValue"], found["totalPaid"],
            found["refundedTotal"], found["averageOrderValue"],
        ]
        let expected: [Value] = [
            .number("\(orders)"), .number("\(open)"), .text(value), .text(paid), .text(refunded), average,
        ]
        #expect(figures == expected, sourceLocation: location)
    }

    @Test("statistics follow payments, refunds, cancellations and hiding, and are the same after recovery")
    func statistics() throws {
        let world = try WireWorld()
        try expect(world, orders: 0, open: 0, value: "0.00", paid: "0.00", refunded: "0.00", average: .null)
        world.name("A", try world.order(#"{"sku":"CUP","quantity":2}"#))
        world.advance(milliseconds: 1_000)
        world.name("B", try world.order(#"{"sku":"SHIRT-S","quantity":1}"#))
        try expect(
            world, orders: 2, open: 2, value: "29.90", paid: "0.00", refunded: "0.00", average: "14.95")
        let first = try statistics(world)
        #expect(first["firstOrderAt"] == "2026-11-22T13:00:00.000Z")
        #expect(first["lastOrderAt"] == "2026-11-22T13:00:01.000Z")
        try world.must("orders.updatePayment", #""orderId":"$A","paymentStatus":"PAID""#)
        try expect(
            world, orders: 2, open: 2, value: "29.90", paid: "9.90", refunded: "0.00", average: "14.95")
        try world.must("orders.refund", #""orderId":"$A","amount":"0.91""#)
        try expect(
            world, orders: 2, open: 2, value: "28.99", paid: "8.99", refunded: "0.91", average: "14.50")
        try world.must("orders.cancel", #""orderId":"$B""#)
        try expect(
            world, orders: 2, open: 1, value: "8.99", paid: "8.99", refunded: "0.91", average: "4.50")
        try world.reopen()
        try expect(
            world, orders: 2, open: 1, value: "8.99", paid: "8.99", refunded: "0.91", average: "4.50")
        try world.inShop { shop in
            let event = OrderEvent(.hidden, by: shop.subject(named: "clerk"), at: shop.now)
            try shop.change(OrderOrdinal(1)) { _ in .success(event) }
        }
        try expect(
            world, orders: 1, open: 1, value: "8.99", paid: "8.99", refunded: "0.91", average: "8.99")
        #expect(try statistics(world)["lastOrderAt"] == "2026-11-22T13:00:00.000Z")
        try world.must("orders.refund", #""orderId":"$A""#)
        try expect(
            world, orders: 1, open: 1, value: "0.00", paid: "0.00", refunded: "9.90", average: "0.00")
        try world.reopen()
        try expect(
            world, orders: 1, open: 1, value: "0.00", paid: "0.00", refunded: "9.90", average: "0.00")
    }

    @Test("a customer without orders goes, is found nowhere, and leaves the e-mail free")
    func delete() throws {
        let world = try WireWorld()
        world.name("ORDER", try world.order(#"{"sku":"CUP","quantity":1}"#))
        #expect(try world.ask("customers.delete", #""customerId":"$ADA""#).code == "has_orders")
        try world.must("orders.cancel", #""orderId":"$ORDER""#)
        #expect(try world.ask("customers.delete", #""customerId":"$ADA""#).code == "has_orders")
        let link = try world.must("customers.portalToken", #""customerId":"$BOB""#)["token"].text
        #expect(
            try world.ask("customers.delete", #""customerId":"$BOB","expectedVersion":1"#).code
                == "version_conflict")
        #expect(try world.rest(.delete, "/customers/$BOB", version: 2).status == 204)
        for _ in 0..<2 {
            for operation in ["get", "statistics", "orders", "delete", "portalToken", "update"] {
                let refused = try world.ask("customers.\(operation)", #""customerId":"$BOB""#)
                #expect(refused.code == "customer_not_found", "\(operation)")
            }
            #expect(try world.must("customers.list", #""q":"bob@example.com""#)["total"] == 0)
            #expect(try world.must("customers.list")["total"] == 1)
            #expect(try world.ask("customers.portal", #""token":"\#(link)""#).code == "not_found")
            #expect(
                try world.ask(
                    "orders.create", #""customerId":"$BOB","items":[{"sku":"CUP","quantity":1}]"#
                ).code == "customer_not_found")
            try world.reopen()
        }
        let again = try world.must(
            "customers.create", #""email":"BOB@example.com","firstName":"B","lastName":"C""#)
        #expect(again["id"].text != world.filled("$BOB"))
    }

    @Test("every change counts the version, which a change may expect")
    func versions() throws {
        let world = try WireWorld()
        #expect(try world.must("customers.get", #""customerId":"$ADA""#)["version"] == 1)
        let changed = try world.must(
            "customers.update", #""customerId":"$ADA","company":"C","expectedVersion":1"#)
        #expect(changed["version"] == 2)
        let refused = try world.ask(
            "customers.update", #""customerId":"$ADA","company":"D","expectedVersion":1"#)
        #expect(refused.code == "version_conflict" && refused.details == ["expected": 1, "actual": 2])
        #expect(try world.rest(.patch, "/customers/$ADA", #"{"company":"D"}"#, version: 1).status == 409)
        #expect(try world.rest(.patch, "/customers/$ADA", #"{"company":"D"}"#, version: 2).status == 200)
        #expect(try world.must("customers.update", #""customerId":"$ADA","tags":["a"]"#)["tags"] == ["a"])
        #expect(try world.must("customers.update", #""customerId":"$ADA","tags":null"#)["tags"] == [])
    }

    @Test("a customer shows the newest orders, and lists them all by status, total and time")
    func orders() throws {
        let world = try WireWorld()
        for quantity in 1...3 { _ = try world.order(#"{"sku":"CUP","quantity":\#(quantity)}"#) }
        world.name("ORDER", try world.order(#"{"sku":"SHIRT-S","quantity":1}"#))
        try world.must("orders.cancel", #""orderId":"$ORDER""#)
        func numbers(_ members: String) throws -> [String] {
            try world.must("customers.orders", #""customerId":"$ADA""# + members)["items"].items.map {
                String($0["orderNumber"].text.suffix(1))
            }
        }
        #expect(try numbers("") == ["4", "3", "2", "1"])
        #expect(try numbers(#","status":"CANCELLED""#) == ["4"])
        #expect(try numbers(#","status":["PENDING"],"sort":"total""#) == ["1", "2", "3"])
        #expect(try numbers(#","limit":2,"sort":"-total""#) == ["4", "3"])
        #expect(try numbers(#","createdFrom":"2027-01-01""#) == [])
        let recent = try world.must("customers.get", #""customerId":"$ADA""#)["recentOrders"]
        #expect(recent.items.map { $0["orderNumber"] } == (1...4).reversed().map { .text("ORD-00000\($0)") })
        #expect(try world.must("customers.get", #""customerId":"$BOB""#)["recentOrders"] == [])
    }

    @Test("an address that came over several lines goes out on one")
    func addressLines() throws {
        let world = try WireWorld()
        let body = "{\"shippingAddress\":{\n  \"city\" : \"Oslo\",\r\n\t\"zip\":1}}"
        #expect(try world.rest(.patch, "/customers/$BOB", body).status == 200)
        let bob = try world.must("customers.get", #""customerId":"$BOB""#)
        #expect(bob["shippingAddress"] == ["city": "Oslo", "zip": 1])
    }
}
