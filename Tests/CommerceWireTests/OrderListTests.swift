import CommerceWire
import Testing

@Suite("Lists of orders")
struct OrderListTests {
    /// Seven orders, one a minute: Ada's 1, 2, 3, 5, 6, Bob's 4 and 7. 2 is paid and in work, 3 partly shipped, 5
    /// cancelled, 6 hidden.
    private func world() throws -> WireWorld {
        let world = try WireWorld()
        let address = #""shippingAddress":{"line1":"1"},"billingAddress":{"line1":"1"}"#
        for (number, order) in [
            ("ADA", "CUP"), ("ADA", "SHIRT-S"), ("ADA", "POSTER"), ("BOB", "CUP"), ("ADA", "GIFT"),
            ("ADA", "POSTER"), ("BOB", "POSTER"),
        ].enumerated() {
            let placed = try world.must(
                "orders.create",
                #""customerId":"$\#(order.0)","items":[{"sku":"\#(order.1)","quantity":2}],\#(address)"#)
            world.name("O\(number + 1)", placed["orderId"].text)
            world.advance(milliseconds: 60_000)
        }
        for number in [2, 3] {
            try world.must("orders.updatePayment", #""orderId":"$O\#(number)","paymentStatus":"PAID""#)
            try world.must("orders.updateStatus", #""orderId":"$O\#(number)","status":"PROCESSING""#)
        }
        try world.must("orders.fulfil", #""orderId":"$O3","lines":[{"sku":"POSTER","quantity":1}]"#)
        for number in [5, 6] { try world.must("orders.cancel", #""orderId":"$O\#(number)""#) }
        try world.must("orders.delete", #""orderId":"$O6""#)
        return world
    }

    private func numbers(_ world: WireWorld, _ members: String) throws -> [Int] {
        let page = try world.must("orders.list", members)
        let numbers = page["items"].items.map { Int($0["orderNumber"].text.dropFirst(4)) ?? 0 }
        #expect(page["total"].int == numbers.count, "\(members)")
        #expect(page["sequence"].int == Int(world.sequence))
        return numbers
    }

    @Test("every filter finds what it names, newest first, and hidden orders are in none")
    func filters() throws {
        let world = try world()
        for (members, expected) in [
            ("", [7, 5, 4, 3, 2, 1]), (#""sort":"number""#, [1, 2, 3, 4, 5, 7]),
            (#""status":"PROCESSING""#, [3, 2]), (#""status":["PENDING","CANCELLED"]"#, [7, 5, 4, 1]),
            (#""status":"PENDING,CANCELLED""#, [7, 5, 4, 1]), (#""paymentStatus":"PAID""#, [3, 2]),
            (#""fulfillmentStatus":"PARTIALLY_FULFILLED""#, [3]),
            (#""status":"PROCESSING","fulfillmentStatus":"UNFULFILLED""#, [2]),
            (#""customerId":"$BOB""#, [7, 4]), (#""customerId":"$BOB","sku":"CUP""#, [4]),
            (#""sku":"POSTER""#, [7, 3]), (#""variantId":"$V-CUP","status":"PENDING""#, [4, 1]),
            (#""number":"ORD-000007""#, [7]), (#""number":"ORD-0""#, [7, 5, 4, 3, 2, 1]),
            (#""number":"6""#, []), (#""q":"3""#, [3]), (#""q":"BOB@example.com""#, [7, 4]),
            (#""q":"bob@example.com","status":"CANCELLED""#, []), (#""q":"nobody""#, []),
            (#""status":null,"number":null"#, [7, 5, 4, 3, 2, 1]),
        ] {
            #expect(try numbers(world, members) == expected, "\(members)")
        }
    }

    @Test("dates are times or days, from the first to the last millisecond")
    func dates() throws {
        let world = try world()
        let placed = try (1...7).filter { $0 != 6 }.map {
            try world.must("orders.get", #""orderId":"$O\#($0)""#)["createdAt"].text
        }
        for (members, expected) in [
            (#""createdFrom":"\#(placed[3])""#, [7, 5, 4]), (#""createdTo":"\#(placed[3])""#, [4, 3, 2, 1]),
            (#""createdFrom":"\#(placed[1])","createdTo":"\#(placed[2])""#, [3, 2]),
            (#""createdFrom":"\#(placed[2])","createdTo":"\#(placed[1])""#, []),
            (#""createdFrom":"\#(placed[0].prefix(10))","createdTo":"2999-01-01""#, [7, 5, 4, 3, 2, 1]),
            (#""createdTo":"1971-01-01""#, []),
        ] {
            #expect(try numbers(world, members) == expected, "\(members)")
        }
    }

    @Test("sorted by total, in both directions, page by page")
    func byTotal() throws {
        let world = try world()
        // 2 gifts 2.00, 2 cups 9.90 twice, 2 posters 18.00 twice, 2 shirts 40.00
        for (sort, expected) in [("total", [5, 1, 4, 3, 7, 2]), ("-total", [2, 7, 3, 4, 1, 5])] {
            #expect(try numbers(world, #""sort":"\#(sort)""#) == expected)
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try world.must("orders.list", #""sort":"\#(sort)","limit":2\#(cursor)"#)
                seen += page["items"].items.map { $0["orderNumber"].text }
                guard case .text(let next) = page["nextCursor"] else { break }
                cursor = #","cursor":"\#(next)""#
            } while seen.count < 20
            #expect(seen.map { Int($0.dropFirst(4)) } == expected)
        }
        #expect(try world.must("orders.list", #""sort":"total","offset":4"#)["items"].items.count == 2)
    }

    @Test(
        "what is no filter is refused",
        arguments: [
            (#""status":"LOST""#, "invalid_value"), (#""status":"PENDING,""#, "invalid_value"),
            (#""status":["PENDING",1]"#, "invalid_value"), (#""paymentStatus":7"#, "invalid_value"),
            (#""createdFrom":"yesterday""#, "invalid_value"), (#""number":"X1""#, "invalid_value"),
            (#""customerId":"zzz""#, "customer_not_found"), (#""sku":"NONE""#, "variant_not_found"),
            (#""sort":"status""#, "invalid_value"), (#""cursor":"da1","offset":1"#, "invalid_value"),
            (#""cursor":"d1""#, "invalid_value"), (#""cursor":"dz1""#, "invalid_value"),
            (#""cursor":"dc1""#, "invalid_value"), (#""cursor":"da1.0""#, "invalid_value"),
            (#""cursor":"da1","sort":"createdAt""#, "invalid_value"), (#""limit":101"#, "invalid_value"),
            (#""offset":10001"#, "invalid_value"), (#""colour":"red""#, "unknown_field"),
        ])
    func refusals(members: String, code: String) throws {
        let world = try world()
        #expect(try world.ask("orders.list", members).code == code)
    }

    @Test("lists in a URL separate by commas")
    func rest() throws {
        let world = try world()
        let page = try world.rest(.get, "/orders?status=PENDING,CANCELLED&limit=2&sort=-createdAt")
        #expect(page.status == 200)
        #expect(page.value["total"].int == 4)
        let next = try world.rest(
            .get, "/orders?status=PENDING,CANCELLED&cursor=\(page.value["nextCursor"].text)")
        #expect(next.value["items"].items.count == 2)
        #expect(try world.rest(.get, "/orders?q=bob@example.com").value["total"].int == 2)
    }

    @Test("the table has a row for each line, in pieces that follow one another")
    func export() throws {
        let world = try world()
        let whole = try world.must("orders.export", #""sort":"number""#)
        let lines = whole["csv"].text.split(separator: "\r\n").map(String.init)
        #expect(lines.count == 7)
        #expect(whole["rows"].int == 6)
        #expect(lines[0].hasPrefix("orderNumber,id,createdAt,status,"))
        #expect(lines[3].hasPrefix("ORD-000003,\(world.ids["O3"] ?? ""),"))
        #expect(lines[3].contains(",POSTER,Poster,Default,2,1,9.00,18.00,"))
        var pieces: [String] = []
        var target = "/orders/export?limit=2&sort=number"
        for _ in 0..<9 {
            let piece = try world.rest(.get, target)
            #expect(piece.status == 200)
            pieces += piece.text.split(separator: "\r\n").dropFirst().map(String.init)
            guard let cursor = world.nextCursor else { break }
            target = "/orders/export?limit=2&sort=number&cursor=\(cursor)"
        }
        #expect(pieces == Array(lines.dropFirst()))
        #expect(try world.must("orders.export", #""status":"SHIPPED""#)["rows"] == 0)
        #expect(try world.ask("orders.export", #""limit":10001"#).code == "invalid_value")
    }
}
