import Testing

@Suite("Orders on their way")
struct OrderChangeTests {
    /// A paid order in PROCESSING of 3 cups, 2 small shirts and another cup.
    private func processing() throws -> (world: WireWorld, id: String) {
        let world = try WireWorld()
        let id = try world.order(
            #"{"sku":"CUP","quantity":3},{"sku":"SHIRT-S","quantity":2},{"sku":"CUP","quantity":1}"#)
        world.name("ORDER", id)
        try world.must("orders.updatePayment", #""orderId":"$ORDER","paymentStatus":"PAID""#)
        try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"PROCESSING","notes":"go""#)
        return (world, id)
    }

    @Test("shipments lower on hand and reserved, and the last unit makes the order SHIPPED")
    func shipments() throws {
        let (world, _) = try processing()
        let items = try world.must("orders.get", #""orderId":"$ORDER""#)["items"]
        let part = try world.must(
            "orders.fulfil",
            #""orderId":"$ORDER","lines":[{"orderItemId":"\#(items[0]["id"].text)","quantity":2},{"sku":"SHIRT-S","quantity":2}],"carrier":"Post","trackingNumber":"T1","trackingUrl":"https://post.example/T1""#
        )
        #expect(part["status"] == "PROCESSING")
        #expect(part["fulfillmentStatus"] == "PARTIALLY_FULFILLED")
        #expect(part["trackingNumber"] == "T1")
        #expect(try world.stock("CUP") == "8/2")
        #expect(try world.stock("SHIRT-S") == "3/0")
        let whole = try world.must("orders.fulfil", #""orderId":"$ORDER""#)
        #expect(whole["status"] == "SHIPPED")
        #expect(whole["fulfillmentStatus"] == "FULFILLED")
        #expect(whole["shipments"].items.map { $0["lines"].items.count } == [2, 2])
        #expect(try world.stock("CUP") == "6/0")
        #expect(world.violations == [])
        try world.reopen()
        #expect(try world.must("orders.get", #""orderId":"$ORDER""#) == whole)
    }

    @Test(
        "a shipment names lines that are there, once each, and no more units than are left",
        arguments: [
            (#""lines":[{"sku":"CUP","quantity":1}]"#, "invalid_value"),
            (#""lines":[{"sku":"SHIRT-M","quantity":1}]"#, "order_item_not_found"),
            (#""lines":[{"sku":"SHIRT-S","quantity":3}]"#, "invalid_value"),
            (
                #""lines":[{"sku":"SHIRT-S","quantity":1},{"variantId":"$V-SHIRT-S","quantity":1}]"#,
                "invalid_value"
            ),
            (#""lines":[{"sku":"SHIRT-S","quantity":0}]"#, "invalid_value"),
            (#""lines":[{"sku":"SHIRT-S"}]"#, "missing_field"), (#""lines":[]"#, "invalid_value"),
            (#""lines":[{"orderItemId":"$ORDER","quantity":1}]"#, "order_item_not_found"),
            (#""lines":[{"sku":"SHIRT-S","quantity":1,"restock":true}]"#, "unknown_field"),
            (#""trackingUrl":"http://post.example""#, "invalid_value"),
        ])
    func badShipments(members: String, code: String) throws {
        let (world, _) = try processing()
        let before = world.sequence
        #expect(try world.ask("orders.fulfil", #""orderId":"$ORDER",\#(members)"#).code == code)
        #expect(world.sequence == before)
    }

    @Test("cancelling frees only what has not been shipped")
    func cancel() throws {
        let (world, _) = try processing()
        try world.must("orders.fulfil", #""orderId":"$ORDER","lines":[{"sku":"SHIRT-S","quantity":1}]"#)
        let order = try world.must("orders.cancel", #""orderId":"$ORDER","reason":"STOCK","notes":"sorry""#)
        #expect(order["status"] == "CANCELLED")
        #expect(order["cancelReason"] == "STOCK")
        #expect(order["allowedStatuses"] == ["REFUNDED"])
        #expect(try world.stock("CUP") == "10/0")
        #expect(try world.stock("SHIRT-S") == "4/0")
        let again = try world.ask("orders.cancel", #""orderId":"$ORDER""#)
        #expect(again.code == "invalid_transition")
        #expect(again.details == ["from": "CANCELLED", "to": "CANCELLED", "allowed": ["REFUNDED"]])
    }

    @Test("a refund gives back part or all, restocks what is asked for, and says what is left")
    func refunds() throws {
        let (world, _) = try processing()
        try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"SHIPPED""#)
        let part = try world.must(
            "orders.refund",
            #""orderId":"$ORDER","lines":[{"sku":"SHIRT-S","quantity":1,"restock":true}],"reason":"torn""#)
        #expect(part["refundedTotal"] == "20.00")
        #expect(part["status"] == "SHIPPED")
        #expect(try world.stock("SHIRT-S") == "4/0")
        let tooMuch = try world.ask("orders.refund", #""orderId":"$ORDER","amount":"39.81""#)
        #expect(tooMuch.details["reason"] == "at most 39.80 is left to refund")
        let whole = try world.must("orders.refund", #""orderId":"$ORDER""#)
        #expect(whole["refundedTotal"] == whole["total"])
        #expect(whole["status"] == "REFUNDED")
        #expect(whole["paymentStatus"] == "REFUNDED")
        #expect(whole["refunds"].items.map { $0["amount"] } == ["20.00", "39.80"])
        #expect(try world.ask("orders.refund", #""orderId":"$ORDER""#).code == "invalid_transition")
        #expect(world.violations == [])
    }

    @Test("notes are refused before they could keep an order from being finished")
    func manyNotes() throws {
        let world = try WireWorld()
        world.name("ORDER", try world.order(#"{"sku":"CUP","quantity":1}"#))
        for number in 0..<900 { try world.must("orders.addNote", #""orderId":"$ORDER","note":"\#(number)""#) }
        let refused = try world.ask("orders.addNote", #""orderId":"$ORDER","note":"900""#)
        #expect(refused.code == "limit_reached")
        #expect(refused.details["maximum"] == 900)
        for status in ["PROCESSING", "SHIPPED", "DELIVERED"] {
            try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"\#(status)""#)
        }
        #expect(
            try world.must("orders.updatePayment", #""orderId":"$ORDER","paymentStatus":"PAID""#)[
                "paymentStatus"] == "PAID")
    }

    @Test("the history tells every change of status with who, when and why, from the placing on")
    func history() throws {
        let (world, _) = try processing()
        world.advance(milliseconds: 1_500)
        try world.must("orders.addNote", #""orderId":"$ORDER","note":"call back""#)
        try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"SHIPPED""#)
        let history = try world.must("orders.history", #""orderId":"$ORDER""#)
        #expect(history["total"] == 3)
        #expect(history["items"].items.map { $0["toStatus"] } == ["PENDING", "PROCESSING", "SHIPPED"])
        #expect(history["items"][0]["fromStatus"] == .null)
        #expect(history["items"][1]["notes"] == "go")
        #expect(history["items"][2]["userId"] == "anonymous")
        #expect(history["items"][2]["createdAt"] == "2026-11-22T13:00:01.500Z")
        let order = try world.must("orders.get", #""orderId":"$ORDER""#)
        #expect(order["statusHistory"] == history["items"])
        #expect(order["internalNotes"][0]["note"] == "call back")
        #expect(order["shippedAt"] == "2026-11-22T13:00:01.500Z")
        #expect(order["paidAt"] == "2026-11-22T13:00:00.000Z")
    }

    @Test("lists of orders are filtered by status, payment and customer")
    func filters() throws {
        let (world, id) = try processing()
        let other = try world.order(#"{"sku":"CUP","quantity":1}"#)
        func found(_ members: String) throws -> [String] {
            try world.must("orders.list", members)["items"].items.map { $0["id"].text }
        }
        #expect(try found("") == [other, id])
        #expect(try found(#""sort":"createdAt""#) == [id, other])
        #expect(try found(#""status":"PROCESSING""#) == [id])
        #expect(try found(#""paymentStatus":"PENDING","customerId":"$ADA""#) == [other])
        #expect(try found(#""customerId":"$BOB""#) == [])
        #expect(try found(#""status":"PENDING","paymentStatus":"PAID""#) == [])
        #expect(try world.must("customers.orders", #""customerId":"$ADA""#)["total"] == 2)
    }
}
