import CommerceWire
import Testing

@Suite("Lists of products")
struct ProductListTests {
    private func names(_ world: WireWorld, _ members: String) throws -> [String] {
        try world.must("products.list", members)["items"].items.map { $0["name"].text }
    }

    @Test(
        "is searched by the beginnings of words of name, SKU, tags and description",
        arguments: [
            ("cup", ["Cup"]), ("CU", ["Cup"]), ("shirt-s", ["Shirt"]), ("shirt-", ["Shirt"]),
            ("sum", ["Cup", "Shirt"]), ("sum cup", ["Cup"]), ("hand made", ["Cup"]), ("up", []), ("", nil),
            ("kurz", ["Shirt"]), ("!", nil), ("cup nothing", []),
        ] as [(String, [String]?)])
    func search(text: String, expected: [String]?) throws {
        let world = try WireWorld()
        try world.must(
            "products.update", #""productId":"$P-CUP","description":"Made by hand.","tags":["Summer"]"#)
        try world.must(
            "products.update", #""productId":"$P-SHIRT","shortDescription":"Kurzarm","tags":["Summer sale"]"#)
        let all = ["Cup", "Gift", "Poster", "Secret", "Shirt"]
        #expect(try names(world, #""q":"\#(text)","sort":"name""#) == expected ?? all)
        try world.reopen()
        #expect(try names(world, #""q":"\#(text)","sort":"name""#) == expected ?? all)
    }

    @Test("filters hold together; what sales change is as it is now")
    func filters() throws {
        let world = try WireWorld()
        #expect(try names(world, #""status":"DRAFT""#) == ["Secret"])
        #expect(try names(world, #""minPrice":"20","sort":"name""#) == ["Shirt"])
        #expect(try names(world, #""minPrice":"22.50""#) == ["Shirt"])
        #expect(try names(world, #""minPrice":"22.51""#) == [])
        #expect(try names(world, #""maxPrice":"4.95","sort":"price""#) == ["Gift", "Secret", "Cup"])
        #expect(try names(world, #""minPrice":"2","maxPrice":"5","status":"PUBLISHED""#) == ["Cup"])
        #expect(
            try names(world, #""inStock":true,"sort":"name""#) == [
                "Cup", "Gift", "Poster", "Secret", "Shirt",
            ])
        try world.must("products.update", #""productId":"$P-GIFT","isFeatured":true,"isVisible":false"#)
        #expect(try names(world, #""featured":true"#) == ["Gift"])
        #expect(try names(world, #""visible":false"#) == ["Gift"])
        let order = try world.order(#"{"sku":"CUP","quantity":10}"#)
        #expect(try names(world, #""inStock":false"#) == ["Cup"])
        try world.must("orders.cancel", #""orderId":"\#(order)""#)
        #expect(try names(world, #""inStock":false"#) == [])
        try world.must("inventory.reserve", #""sku":"CUP","quantity":10,"ttlSeconds":5,"reservationId":"r""#)
        #expect(try names(world, #""inStock":false"#) == ["Cup"])
        #expect(try names(world, #""sort":"available","limit":2"#) == ["Cup", "Poster"])
        world.advance(milliseconds: 5_000)
        #expect(try names(world, #""inStock":false"#) == [])
        #expect(try names(world, #""sort":"-available","limit":1"#) == ["Shirt"])
    }

    @Test(
        "a walk by cursor in any order shows each product once, and the cursor carries its order",
        arguments: ["createdAt", "name", "price", "updatedAt", "available"])
    func walks(sort: String) throws {
        let world = try WireWorld(isEmpty: true)
        for number in 0..<37 {
            try world.must(
                "products.create",
                #""name":"N\#(number * 7 % 11)","basePrice":"\#(number % 5)","quantity":\#(number % 3)"#)
            if number.isMultiple(of: 4) { world.advance(milliseconds: 10) }
        }
        for direction in ["", "-"] {
            let whole = try world.must("products.list", #""limit":100,"sort":"\#(direction)\#(sort)""#)
            #expect(whole["nextCursor"] == .null && whole["total"] == 37)
            var seen: [Value] = []
            var next = #""sort":"\#(direction)\#(sort)""#
            while seen.count <= 37 {
                let page = try world.must("products.list", #""limit":5,\#(next)"#)
                seen += page["items"].items
                guard case .text(let cursor) = page["nextCursor"] else { break }
                let other = sort == "name" ? "price" : "name"
                let foreign = try world.ask("products.list", #""cursor":"\#(cursor)","sort":"\#(other)""#)
                #expect(foreign.code == "invalid_value")
                next = #""cursor":"\#(cursor)""#
            }
            #expect(seen == whole["items"].items)
        }
    }

    @Test(
        "what is wrong with a question is named",
        arguments: [
            (#""sort":"colour""#, "invalid_value"), (#""sort":"--name""#, "invalid_value"),
            (#""q":1"#, "invalid_value"), (#""minPrice":"x""#, "invalid_value"),
            (#""inStock":"true""#, "invalid_value"), (#""categoryId":"x""#, "category_not_found"),
            (#""tags":"a""#, "invalid_value"), (#""status":"GONE""#, "invalid_value"),
            (#""colour":1"#, "unknown_field"),
        ])
    func refusals(members: String, code: String) throws {
        #expect(try WireWorld().ask("products.list", members).code == code)
    }

    @Test("REST asks the same in the query")
    func overREST() throws {
        let world = try WireWorld()
        try world.must("products.update", #""productId":"$P-CUP","tags":["Blue","Red"]"#)
        for (query, expected) in [
            ("q=cup&inStock=true", ["Cup"]), ("tags=red,green", ["Cup"]), ("minPrice=20.00", ["Shirt"]),
            ("sort=-price&limit=1", ["Shirt"]), ("featured=true", []),
        ] {
            let reply = try world.rest(.get, "/products?\(query)")
            #expect(reply.value["items"].items.map { $0["name"].text } == expected, "\(query)")
        }
    }
}
