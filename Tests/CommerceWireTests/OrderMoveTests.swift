import CommerceWire
import Testing

@Suite("Moves of orders")
struct OrderMoveTests {
    private func world(orders: Int = 1) throws -> WireWorld {
        let world = try WireWorld()
        for number in 1...orders {
            world.name("O\(number)", try world.order(#"{"sku":"POSTER","quantity":1}"#))
        }
        return world
    }

    @Test("an order says which moves it allows, and of the others why not; what it says is what is done")
    func transitions() throws {
        for path in [
            [], ["PROCESSING"], ["CANCELLED"], ["PROCESSING", "SHIPPED"], ["PAID", "PROCESSING", "SHIPPED"],
            ["PAID", "PROCESSING", "SHIPPED", "DELIVERED"], ["PAID", "CANCELLED"], ["FAILED"],
            ["PAID", "PROCESSING", "SHIPPED", "REFUNDED"],
        ] {
            let world = try world(orders: 12)
            for number in 1...12 {
                for step in path {
                    let isPayment = ["PAID", "FAILED"].contains(step)
                    try world.must(
                        isPayment ? "orders.updatePayment" : "orders.updateStatus",
                        #""orderId":"$O\#(number)","\#(isPayment ? "paymentStatus" : "status")":"\#(step)""#)
                }
            }
            let order = try world.must("orders.get", #""orderId":"$O1""#)
            let moves = order["allowedTransitions"].items
            #expect(moves.count == 5)
            #expect(order["allowedPayments"].items.count == 3)
            #expect(
                moves.filter { $0["isAllowed"] == true }.map { $0["status"] }
                    == order["allowedStatuses"].items)
            for (index, move) in (moves + order["allowedPayments"].items).enumerated() {
                let isStatus = index < 5
                let reply = try world.ask(
                    isStatus ? "orders.updateStatus" : "orders.updatePayment",
                    #""orderId":"$O\#(index + 2)","\#(isStatus ? "status" : "paymentStatus")":"\#(move["status"].text)""#
                )
                #expect((reply.code == nil) == (move["isAllowed"] == true), "\(path) \(move)")
                #expect((move["reason"] == .null) == (move["isAllowed"] == true))
            }
        }
    }

    @Test("a version grows with each thing that happens, and a change against another is refused")
    func versions() throws {
        let world = try world()
        #expect(try world.must("orders.get", #""orderId":"$O1""#)["version"] == 1)
        let noted = try world.must("orders.addNote", #""orderId":"$O1","note":"call""#)
        #expect(noted["version"] == 2)
        let stale = try world.ask(
            "orders.updateStatus", #""orderId":"$O1","status":"PROCESSING","expectedVersion":1"#)
        #expect(stale.code == "version_conflict")
        for operation in ["orders.cancel", "orders.fulfil", "orders.refund", "orders.delete"] {
            #expect(
                try world.ask(operation, #""orderId":"$O1","expectedVersion":1"#).code == "version_conflict")
        }
        let moved = try world.rest(.patch, "/orders/$O1/status", #"{"status":"PROCESSING"}"#, version: 2)
        #expect(moved.value["version"] == 3)
        try world.reopen()
        #expect(try world.must("orders.get", #""orderId":"$O1""#)["version"] == 3)
    }

    @Test("what can be refunded is what was paid and not given back")
    func refundable() throws {
        let world = try world()
        func refundable() throws -> String {
            try world.must("orders.get", #""orderId":"$O1""#)["refundable"].text
        }
        #expect(try refundable() == "0.00")
        try world.must("orders.updatePayment", #""orderId":"$O1","paymentStatus":"PAID""#)
        #expect(try refundable() == "9.00")
        try world.must("orders.refund", #""orderId":"$O1","amount":"2.50""#)
        #expect(try refundable() == "6.50")
    }

    @Test("a cancelled order that was never paid can be deleted: it is seen nowhere, its number is used")
    func deletion() throws {
        let world = try world(orders: 2)
        #expect(try world.ask("orders.delete", #""orderId":"$O1""#).code == "invalid_transition")
        try world.must("orders.updatePayment", #""orderId":"$O2","paymentStatus":"PAID""#)
        for number in [1, 2] { try world.must("orders.cancel", #""orderId":"$O\#(number)""#) }
        #expect(try world.ask("orders.delete", #""orderId":"$O2""#).code == "invalid_transition")
        world.signIn(without: "orders:delete")
        #expect(try world.ask("orders.delete", #""orderId":"$O1""#).code == "forbidden")
        world.signIn(without: "users:write")
        #expect(try world.rest(.delete, "/orders/$O1").status == 204)
        for _ in 0..<2 {
            for (operation, members) in [
                ("orders.get", ""), ("orders.history", ""), ("orders.delete", ""),
                ("orders.addNote", #","note":"x""#), ("orders.cancel", ""), ("orders.refund", ""),
                ("orders.fulfil", ""), ("orders.updateStatus", #","status":"REFUNDED""#),
            ] {
                #expect(
                    try world.ask(operation, #""orderId":"$O1"\#(members)"#).code == "order_not_found",
                    "\(operation)")
            }
            #expect(
                try world.ask("orders.getByNumber", #""orderNumber":"ORD-000001""#).code == "order_not_found")
            #expect(try world.must("orders.list")["total"] == 1)
            try world.reopen()
        }
        #expect(
            try world.must("orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]"#)[
                "orderNumber"] == "ORD-000003")
    }

    @Test("many orders at once get a verdict each; a dry run gives the same and changes nothing")
    func bulk() throws {
        let world = try world(orders: 4)
        try world.must("orders.cancel", #""orderId":"$O3""#)
        let ids = #""ids":["$O1","$O2","$O3","zzz","$O4"]"#
        let before = world.sequence
        let dry = try world.must("orders.bulkStatus", #"\#(ids),"status":"PROCESSING","dryRun":true"#)
        #expect(world.sequence == before)
        let wet = try world.must("orders.bulkStatus", #"\#(ids),"status":"PROCESSING","notes":"go""#)
        for result in [dry, wet] {
            #expect(
                result["results"].items.map { $0["error"]["code"] }
                    == [.absent, .absent, "invalid_transition", "order_not_found", .absent])
        }
        #expect(wet["results"][0]["status"] == "PROCESSING")
        #expect(wet["results"][0]["orderNumber"] == "ORD-000001")
        let history = try world.must("orders.history", #""orderId":"$O2""#)
        #expect(history["items"].items.last?["notes"] == "go")
        let paid = try world.must("orders.bulkPayment", #"\#(ids),"paymentStatus":"PAID""#)
        #expect(paid["results"].items.count { $0["paymentStatus"] == "PAID" } == 4)
        let over = try world.must(
            "orders.bulkStatus", #""ids":["$O4"],"status":"CANCELLED","reason":"FRAUD""#)
        #expect(over["results"][0]["status"] == "CANCELLED")
        #expect(try world.must("orders.get", #""orderId":"$O4""#)["cancelReason"] == "FRAUD")
        for (members, code) in [
            (#""ids":[],"status":"SHIPPED""#, "invalid_value"), (#""ids":["$O1"]"#, "missing_field"),
            (#""ids":["$O1"],"status":"SHIPPED","reason":"FRAUD""#, "invalid_value"),
            (#""ids":["$O1"],"status":"CANCELLED","reason":"BORED""#, "invalid_value"),
        ] {
            #expect(try world.ask("orders.bulkStatus", members).code == code, "\(members)")
        }
        #expect(world.violations == [])
    }
}

@Suite("Shipping methods")
struct ShippingMethodTests {
    @Test("one that is deleted is listed no more and cannot be chosen; orders that go by it keep it")
    func deletion() throws {
        let world = try WireWorld()
        let id = try world.order(#"{"sku":"CUP","quantity":1}"#, #""shippingMethodId":"$POST""#)
        #expect(
            try world.rest(.patch, "/shipping-methods/$POST", #"{"price":"4.00"}"#, version: 1).value[
                "version"]
                == 2)
        #expect(
            try world.ask("shippingMethods.delete", #""shippingMethodId":"$POST","expectedVersion":1"#).code
                == "version_conflict")
        #expect(try world.rest(.delete, "/shipping-methods/$POST").status == 204)
        for _ in 0..<2 {
            #expect(try world.must("shippingMethods.list")["items"].items.map { $0["name"] } == ["Pigeon"])
            for operation in ["get", "update", "delete"] {
                #expect(
                    try world.ask("shippingMethods.\(operation)", #""shippingMethodId":"$POST""#).code
                        == "shipping_method_not_found")
            }
            #expect(
                try world.must("orders.get", #""orderId":"\#(id)""#)["shippingMethodId"].text
                    == world.ids["POST"])
            try world.reopen()
        }
    }
}
