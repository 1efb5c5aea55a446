import Testing

@Suite("Stock on the wire")
struct StockTests {
    @Test("an adjustment changes what is on hand and answers the stock as it is then")
    func adjust() throws {
        let world = try WireWorld()
        let stock = try world.must(
            "inventory.adjust",
            #""sku":"CUP","quantityChange":-3,"reason":"DAMAGED","notes":"fell","expectedQuantity":10"#)
        #expect(stock["variantId"] == .text(world.ids["V-CUP"] ?? ""))
        #expect(stock["id"] == stock["variantId"])
        #expect(stock["quantity"] == 7)
        #expect(stock["reserved"] == 0)
        #expect(stock["available"] == 7)
        #expect(stock["lowStockThreshold"] == 10)
        #expect(stock["trackInventory"] == true)
        #expect(stock["allowBackorder"] == false)
    }

    @Test("an expectation that fails is a conflict that names both quantities")
    func expected() throws {
        let world = try WireWorld()
        let reply = try world.ask(
            "inventory.adjust", #""sku":"CUP","quantityChange":5,"reason":"COUNTED","expectedQuantity":9"#)
        #expect(reply.code == "version_conflict")
        #expect(reply.details == ["expected": 9, "actual": 10])
        #expect(try world.stock("CUP") == "10/0")
    }

    @Test("nothing falls below what is reserved unless it may be backordered")
    func belowReserved() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", #""sku":"CUP","quantity":6"#)
        let reply = try world.ask("inventory.adjust", #""sku":"CUP","quantityChange":-5,"reason":"LOST""#)
        #expect(reply.code == "below_reserved")
        #expect(reply.details == ["quantity": 5, "reserved": 6])
        try world.must("inventory.adjust", #""sku":"CUP","quantityChange":-4,"reason":"LOST""#)
        try world.must("inventory.update", #""sku":"CUP","allowBackorder":true"#)
        #expect(
            try world.must("inventory.adjust", #""sku":"CUP","quantityChange":-1,"reason":"LOST""#)[
                "available"] == -1)
        let back = try world.ask("inventory.update", #""sku":"CUP","allowBackorder":false"#)
        #expect(back.code == "below_reserved")
        try world.must("inventory.update", #""sku":"CUP","allowBackorder":false,"trackInventory":false"#)
    }

    @Test("settings that are not named stay, and survive the end of the process")
    func settings() throws {
        let world = try WireWorld()
        try world.must("inventory.update", #""sku":"CUP","lowStockThreshold":3"#)
        try world.must("inventory.update", #""variantId":"$V-CUP","trackInventory":false"#)
        let stock = try world.must("inventory.update", #""sku":"CUP""#)
        try world.reopen()
        for stock in [stock, try world.must("inventory.getByVariant", #""sku":"CUP""#)] {
            #expect(stock["lowStockThreshold"] == 3)
            #expect(stock["trackInventory"] == false)
            #expect(stock["allowBackorder"] == false)
        }
    }

    @Test("low is below the threshold, not at it")
    func lowStock() throws {
        let world = try WireWorld()
        func low() throws -> [String] {
            try world.must("inventory.lowStock")["items"].items.map { $0["sku"].text }
        }
        #expect(try low() == ["SHIRT-S", "SHIRT-M", "SHIRT-OLD", "POSTER", "GIFT", "SECRET"])
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"r","ttlSeconds":5"#)
        try world.must("inventory.update", #""sku":"POSTER","lowStockThreshold":0"#)
        #expect(try low() == ["CUP", "SHIRT-S", "SHIRT-M", "SHIRT-OLD", "GIFT", "SECRET"])
        world.advance(milliseconds: 5_000)
        #expect(try low().first == "SHIRT-S")
    }

    @Test("the history has every change of quantity with its cause, before and after, newest first")
    func history() throws {
        let world = try WireWorld()
        world.name("ORDER", try world.order(#"{"sku":"CUP","quantity":3}"#))
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1"#)
        world.advance(milliseconds: 1)
        try world.must(
            "inventory.adjust", #""sku":"CUP","quantityChange":-2,"reason":"LOST","notes":"where?""#)
        try world.must("orders.updatePayment", #""orderId":"$ORDER","paymentStatus":"PAID""#)
        try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"PROCESSING""#)
        try world.must("orders.fulfil", #""orderId":"$ORDER","lines":[{"sku":"CUP","quantity":2}]"#)
        try world.must(
            "orders.refund", #""orderId":"$ORDER","lines":[{"sku":"CUP","quantity":1,"restock":true}]"#)
        try world.must("orders.cancel", #""orderId":"$ORDER""#)
        let history = try world.must("inventory.history", #""sku":"CUP","sort":"createdAt""#)
        let rows = history["items"].items
        #expect(history["total"] == 4)
        #expect(rows.map { $0["reason"] } == ["RECEIVED", "LOST", "SHIPPED", "RESTOCKED"])
        #expect(rows.map { $0["quantityChange"] } == [10, -2, -2, 1])
        #expect(rows.map { $0["before"] } == [0, 10, 8, 6])
        #expect(rows.map { $0["after"] } == [10, 8, 6, 7])
        #expect(rows[1]["notes"] == "where?")
        #expect(rows[1]["userId"] == "anonymous")
        #expect(rows[1]["createdAt"] == "2026-11-22T13:00:00.001Z")
        #expect(rows[2]["orderNumber"] == "ORD-000001")
        #expect(rows[2]["orderId"] == .text(world.ids["ORDER"] ?? ""))
        try world.reopen()
        let recovered = try world.must("inventory.history", #""sku":"CUP""#)["items"].items
        #expect(recovered == rows.reversed())
    }

    @Test("a check answers what a reservation would be told, and holds nothing")
    func check() throws {
        let world = try WireWorld()
        #expect(
            try world.must("inventory.check", #""sku":"CUP","quantity":11"#) == [
                "variantId": .text(world.ids["V-CUP"] ?? ""), "sku": "CUP", "requested": 11, "available": 10,
                "isAvailable": false,
            ])
        #expect(try world.must("inventory.check", #""sku":"POSTER","quantity":11"#)["isAvailable"] == true)
        #expect(try world.stock("CUP") == "10/0")
    }
}
