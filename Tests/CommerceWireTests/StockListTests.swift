import Testing

@Suite("Lists of stock")
struct StockListTests {
    private func skus(_ world: WireWorld, _ members: String) throws -> [String] {
        try world.must("inventory.list", members)["items"].items.map { $0["sku"].text }
    }

    @Test("a row says what the variant is called")
    func names() throws {
        let world = try WireWorld()
        let rows = try world.must("inventory.list", #""q":"cup""#)["items"].items
        let product = try world.must("products.list")["items"].items.first {
            $0["variants"].items.contains { $0["sku"] == "CUP" }
        }
        #expect(rows.count == 1)
        #expect(rows[0]["productName"] == product?["name"])
        #expect(rows[0]["productId"] == product?["id"])
        #expect(rows[0]["productStatus"] == product?["status"])
        #expect(rows[0]["variantName"].text.isEmpty == false)
    }

    @Test("states follow every change of stock, and several states mean any of them")
    func states() throws {
        let world = try WireWorld(isEmpty: true)
        for (sku, quantity) in [("A", 0), ("B", 3), ("C", 50)] {
            try world.must(
                "products.create",
                #""name":"\#(sku)","basePrice":1,"sku":"\#(sku)","status":"PUBLISHED","quantity":\#(quantity),"lowStockThreshold":5"#
            )
        }
        #expect(try skus(world, #""state":["OUT"]"#) == ["A"])
        #expect(try skus(world, #""state":["LOW"]"#) == ["A", "B"])
        #expect(try skus(world, #""state":["IN_STOCK"]"#) == ["B", "C"])
        #expect(try skus(world, #""state":["HELD","OUT"]"#) == ["A"])
        try world.must(
            "inventory.reserve", #""sku":"C","quantity":50,"reservationId":"r","ttlSeconds":5"#)
        #expect(try skus(world, #""state":["OUT"]"#) == ["A", "C"])
        #expect(try skus(world, #""state":["HELD"]"#) == ["C"])
        world.advance(milliseconds: 5_000)
        #expect(try skus(world, #""state":["OUT"]"#) == ["A"])
        #expect(try skus(world, #""state":["HELD"]"#) == [])
        try world.must("inventory.update", #""sku":"A","trackInventory":false"#)
        #expect(try skus(world, #""state":["UNTRACKED"]"#) == ["A"])
    }

    @Test("sorts by what is available, by name and by SKU, both ways")
    func sorts() throws {
        let world = try WireWorld(isEmpty: true)
        for (sku, name, quantity) in [("b", "Zebra", 2), ("a", "apple", 9), ("c", "Moon", 5)] {
            try world.must(
                "products.create", #""name":"\#(name)","basePrice":1,"sku":"\#(sku)","quantity":\#(quantity)"#
            )
        }
        #expect(try skus(world, #""sort":"available""#) == ["b", "c", "a"])
        #expect(try skus(world, #""sort":"-available""#) == ["a", "c", "b"])
        #expect(try skus(world, #""sort":"name""#) == ["a", "c", "b"])
        #expect(try skus(world, #""sort":"-sku""#) == ["c", "b", "a"])
    }

    @Test(
        "what is no list of stock is refused",
        arguments: [
            (#""state":["FULL"]"#, "invalid_value"), (#""state":[]"#, "invalid_value"),
            (#""sort":"price""#, "invalid_value"), (#""cursor":"zz""#, "invalid_value"),
            (#""categoryId":"cat-none""#, "category_not_found"), (#""status":"DRAFT""#, "unknown_field"),
        ])
    func refusals(members: String, code: String) throws {
        let world = try WireWorld()
        let reply = try world.ask("inventory.list", members)
        #expect(reply.code == code, "\(members): \(reply)")
    }
}
