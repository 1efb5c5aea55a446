import Testing

@Suite("Placing orders")
struct OrderPlacingTests {
    private func refusal(_ world: WireWorld, _ items: String, _ more: String = "") throws -> Reply {
        try world.must("ping")  // what has lapsed by now is another's change
        let before = world.sequence
        let reply = try world.ask(
            "orders.create", #""customerId":"$ADA","items":[\#(items)]"# + (more.isEmpty ? "" : ",\(more)"))
        #expect(reply.code != nil)
        #expect(world.sequence == before)
        return reply
    }

    @Test("an order takes prices, names and SKU from the catalog as they are then, and keeps them")
    func snapshot() throws {
        let world = try WireWorld()
        let order = try world.must(
            "orders.create",
            #""view":"full","customerId":"$ADA","items":[{"sku":"CUP","quantity":2},{"variantId":"$V-SHIRT-M","quantity":1},{"sku":"SHIRT-S","quantity":1,"unitPrice":"4.5"}]"#
        )
        #expect(order["orderNumber"] == "ORD-000001")
        #expect(order["items"].items.map { $0["unitPrice"] } == ["4.95", "22.50", "4.50"])
        #expect(order["items"].items.map { $0["totalPrice"] } == ["9.90", "22.50", "4.50"])
        #expect(order["total"] == "36.90")
        #expect(order["customerName"] == "Ada Lovelace")
        try world.must("products.update", #""productId":"$P-CUP","name":"Mug","basePrice":"6.00""#)
        try world.must(
            "customers.update",
            #""customerId":"$ADA","firstName":"Augusta","shippingAddress":{"city":"Rome"}"#)
        let later = try world.must("orders.get", #""orderId":"\#(order["id"].text)""#)
        #expect(later["items"] == order["items"])
        #expect(later["items"][0]["productName"] == "Cup")
        #expect(later["customerName"] == "Ada Lovelace")
        #expect(later["shippingAddress"]["city"] == "London")
        try world.reopen()
        #expect(try world.must("orders.getByNumber", #""orderNumber":"ORD-000001""#) == later)
        #expect(
            try world.must("orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]"#)[
                "total"] == "6.00")
    }

    @Test("an order holds 2,000 lines and not one more")
    func lines() throws {
        let world = try WireWorld(segmentBytes: 4 << 20)
        let line = #"{"sku":"GIFT","quantity":1}"#
        let most = Array(repeating: line, count: 2_000).joined(separator: ",")
        #expect(try refusal(world, most + "," + line).code == "invalid_value")
        let order = try world.must("orders.create", #""customerId":"$ADA","view":"full","items":[\#(most)]"#)
        #expect(order["items"].items.count == 2_000)
        #expect(Set(order["items"].items.map { $0["id"].text }).count == 2_000)
        #expect(order["total"] == "2000.00")
        #expect(try world.stock("GIFT") == "0/2000")
        let last = order["items"][1_999]["id"].text
        try world.must("orders.updateStatus", #""orderId":"\#(order["id"].text)","status":"PROCESSING""#)
        let shipped = try world.must(
            "orders.fulfil",
            #""orderId":"\#(order["id"].text)","lines":[{"orderItemId":"\#(last)","quantity":1}]"#)
        #expect(shipped["items"][1_999]["shippedQuantity"] == 1)
        #expect(shipped["fulfillmentStatus"] == "PARTIALLY_FULFILLED")
    }

    @Test("lines of one variant are summed before the check, and the refusal names the sum")
    func duplicateLines() throws {
        let world = try WireWorld()
        let items =
            #"{"sku":"CUP","quantity":6},{"sku":"SHIRT-S","quantity":1},{"variantId":"$V-CUP","quantity":5}"#
        let reply = try refusal(world, items)
        #expect(reply.code == "insufficient_stock")
        #expect(reply.details["sku"] == "CUP")
        #expect(reply.details["variantId"] == .text(world.ids["V-CUP"] ?? ""))
        #expect(reply.details["requested"] == 11)
        #expect(reply.details["available"] == 10)
        _ = try world.order(#"{"sku":"CUP","quantity":6},{"variantId":"$V-CUP","quantity":4}"#)
        #expect(try world.stock("CUP") == "10/10")
        #expect(try world.stock("SHIRT-S") == "5/0")
    }

    @Test("the first line that lacks stock is the one that is named")
    func firstLacking() throws {
        let world = try WireWorld()
        let items =
            #"{"sku":"POSTER","quantity":9},{"sku":"SHIRT-M","quantity":6},{"sku":"CUP","quantity":11}"#
        #expect(try refusal(world, items).details["sku"] == "SHIRT-M")
    }

    @Test("a refused order leaves no number, no reservation and no entry in the customer's orders")
    func refusedLeavesNothing() throws {
        let world = try WireWorld()
        _ = try refusal(world, #"{"sku":"SHIRT-S","quantity":1},{"sku":"CUP","quantity":11}"#)
        #expect(try world.stock("SHIRT-S") == "5/0")
        #expect(try world.must("customers.orders", #""customerId":"$ADA""#)["total"] == 0)
        let order = try world.must(
            "orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]"#)
        #expect(order["orderNumber"] == "ORD-000001")
    }

    @Test("an order converts reservations: their units stay promised, their ids are used up")
    func conversion() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", #""sku":"CUP","quantity":7,"reservationId":"a""#)
        try world.must("inventory.reserve", #""sku":"SHIRT-S","quantity":1,"reservationId":"b""#)
        let items = #"{"reservationId":"a"},{"sku":"CUP","quantity":4}"#
        let lacking = try refusal(world, items)
        #expect(lacking.details["requested"] == 4)
        #expect(lacking.details["available"] == 3)
        _ = try refusal(world, #"{"reservationId":"b"},{"reservationId":"a"},{"reservationId":"b"}"#)
        let order = try world.must(
            "orders.create",
            #""customerId":"$ADA","view":"full","items":[{"reservationId":"a"},{"sku":"CUP","quantity":3},{"reservationId":"b"}]"#
        )
        #expect(order["items"].items.map { $0["quantity"] } == [7, 3, 1])
        #expect(order["total"] == "69.50")
        #expect(try world.stock("CUP") == "10/10")
        #expect(try world.stock("SHIRT-S") == "5/1")
        #expect(try refusal(world, #"{"reservationId":"a"}"#).code == "reservation_ended")
        #expect(try world.must("inventory.release", #""reservationId":"a""#)["released"] == 0)
        world.advance(milliseconds: 3_000_000)
        #expect(try world.stock("CUP") == "10/10")
        try world.reopen()
        #expect(try world.stock("CUP") == "10/10")
    }

    @Test("a reservation that has lapsed refuses the order, even if the units could be had")
    func lapsedConversion() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"a","ttlSeconds":1"#)
        world.advance(milliseconds: 1_000)
        #expect(try refusal(world, #"{"reservationId":"a"}"#).code == "reservation_ended")
    }

    @Test(
        "what is not published or not active is not sold, but to those who write products the unpublished is")
    func notSellable() throws {
        let world = try WireWorld()
        #expect(try refusal(world, #"{"sku":"SHIRT-OLD","quantity":1}"#).code == "not_sellable")
        _ = try world.order(#"{"sku":"SECRET","quantity":1}"#)
        world.signIn(without: "products:write")
        let reply = try refusal(world, #"{"sku":"SECRET","quantity":1}"#)
        #expect(reply.error["statusCode"] == 409)
        #expect(reply.details["sku"] == "SECRET")
    }

    @Test("addresses are the given ones, or the customer's own, or each other's")
    func addresses() throws {
        let world = try WireWorld()
        func place(_ customer: String, _ more: String) throws -> Value {
            try world.must(
                "orders.create",
                #""customerId":"\#(customer)","view":"full","items":[{"sku":"GIFT","quantity":1}]\#(more)"#)
        }
        let own = try place("$ADA", "")
        #expect(own["shippingAddress"]["city"] == "London")
        #expect(own["billingAddress"] == own["shippingAddress"])
        let given = try place("$ADA", #","billingAddress":{"city":"Paris"}"#)
        #expect(given["shippingAddress"]["city"] == "London")
        #expect(given["billingAddress"]["city"] == "Paris")
        let only = try place("$BOB", #","billingAddress":{"city":"Oslo"}"#)
        #expect(only["shippingAddress"]["city"] == "Oslo")
        let none = try world.ask(
            "orders.create", #""customerId":"$BOB","items":[{"sku":"GIFT","quantity":1}]"#)
        #expect(none.details == ["field": "shippingAddress"])
    }

    @Test(
        "total is subtotal plus tax plus shipping less discount, the method's price unless one is given",
        arguments: [
            (#""tax":"0.10""#, "10.00"), (#""tax":0.1,"discount":9.90"#, "0.10"), (#""shipping":5"#, "14.90"),
            (#""shippingMethodId":"$POST""#, "13.40"),
            (#""shippingMethodId":"$POST","shipping":"0.00""#, "9.90"),
            (#""discount":"9.90""#, "0.00"), (#""tax":"99999990.09""#, "99999999.99"),
            (#""tax":-0,"discount":0"#, "9.90"), (#""tax":null,"shipping":null,"discount":null"#, "9.90"),
        ])
    func totals(members: String, total: String) throws {
        let world = try WireWorld()
        let order = try world.must(
            "orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":2}],\#(members)"#)
        #expect(order["total"] == .text(total))
    }

    @Test(
        "an amount is a decimal text or a number with at most two decimals, not negative and in range",
        arguments: [
            #""1.000""#, "1.000", #""1e1""#, "1e1", "-0.01", #""-1""#, #""""#, #"".5""#, #""5.""#, #"" 1""#,
            "true",
            "[]", "{}", "100000000", #""100000000.00""#, #""1,5""#,
        ])
    func badMoney(text: String) throws {
        let world = try WireWorld()
        for member in ["tax", "discount", "shipping"] {
            let reply = try refusal(world, #"{"sku":"CUP","quantity":1}"#, #""\#(member)":\#(text)"#)
            #expect(reply.code == "invalid_value")
            #expect(reply.details["field"] == .text(member))
        }
    }
}
