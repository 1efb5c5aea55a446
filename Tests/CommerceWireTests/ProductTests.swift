import CommerceWire
import Testing

@Suite("Products as wholes")
struct ProductTests {
    @Test("pictures, groups, vendor and type come back as they were given; the first picture is featured")
    func whole() throws {
        let world = try WireWorld()
        world.name("SHELF", try world.must("categories.create", #""name":"Shelf""#)["id"].text)
        let made = try world.must(
            "products.create",
            #""name":"Mug","basePrice":"7","categoryIds":["$SHELF"],"tags":["New"],"vendor":"Potter","#
                + #""productType":"Pottery","images":["/uploads/a.png",{"url":"https://x/b.webp","alt":"side"}]"#
        )
        #expect(
            made["images"] == [
                ["url": "/uploads/a.png", "alt": .null], ["url": "https://x/b.webp", "alt": "side"],
            ])
        #expect(made["featuredImage"] == "/uploads/a.png")
        #expect(made["categories"].items.map { $0["slug"] } == ["shelf"])
        #expect(made["tags"].items.map { $0["name"] } == ["New"])
        #expect(made["vendor"] == "Potter" && made["productType"] == "Pottery" && made["version"] == 1)
        #expect(made["deletedAt"] == .absent)
        world.name("MUG", made["id"].text)
        let moved = try world.must(
            "products.update",
            #""productId":"$MUG","images":[{"url":"https://x/b.webp"},{"url":"/uploads/a.png"}],"vendor":null"#
        )
        #expect(moved["featuredImage"] == "https://x/b.webp" && moved["vendor"] == .null)
        #expect(moved["version"] == 2)
        try world.reopen()
        #expect(try world.must("products.get", #""productId":"$MUG""#) == moved)
        #expect(
            try world.must("products.update", #""productId":"$MUG","featuredImage":"/uploads/c.gif""#)[
                "featuredImage"] == "/uploads/c.gif")
    }

    @Test(
        "an address that a page could run is no picture",
        arguments: ["javascript:alert(1)", "data:image/png;base64,AA", "a.png", "\\u0001", "//x\\n", ""])
    func addresses(url: String) throws {
        let world = try WireWorld()
        for members in [
            #""images":["\#(url)"]"#, #""images":[{"url":"\#(url)"}]"#, #""featuredImage":"\#(url)""#,
        ] {
            #expect(
                try world.ask("products.update", #""productId":"$P-CUP",\#(members)"#).code
                    == "invalid_value",
                "\(members)")
        }
        #expect(
            try world.ask("products.updateVariant", #""variantId":"$V-CUP","image":"\#(url)""#).code
                == "invalid_value")
    }

    @Test("a change against an older version is refused, by member and by If-Match")
    func versions() throws {
        let world = try WireWorld()
        let update = #""productId":"$P-CUP","name":"Tasse""#
        #expect(
            try world.ask("products.update", update + #","expectedVersion":2"#).code == "version_conflict")
        #expect(try world.must("products.update", update + #","expectedVersion":1"#)["version"] == 2)
        #expect(try world.rest(.patch, "/products/$P-CUP", #"{"name":"C"}"#, version: 1).status == 409)
        #expect(try world.rest(.patch, "/products/$P-CUP", #"{"name":"C"}"#, version: 2).status == 200)
        #expect(
            try world.rest(.patch, "/products/variants/$V-CUP", #"{"name":"C"}"#, version: 5).status == 409)
        #expect(try world.rest(.delete, "/products/$P-CUP", version: 1).status == 409)
        #expect(try world.rest(.delete, "/products/$P-CUP", version: 3).status == 204)
    }

    @Test("a deleted product is nowhere, its slug and SKUs are free, and its orders keep what they copied")
    func deletion() throws {
        let world = try WireWorld()
        let order = try world.order(#"{"sku":"CUP","quantity":2}"#)
        let refused = try world.ask("products.delete", #""productId":"$P-CUP""#)
        #expect(refused.code == "has_orders" && refused.error["statusCode"] == 409)
        try world.must("orders.cancel", #""orderId":"\#(order)""#)
        try world.must("products.delete", #""productId":"$P-CUP""#)
        for _ in 0..<2 {
            #expect(try world.ask("products.get", #""productId":"$P-CUP""#).code == "product_not_found")
            #expect(try world.ask("products.getBySlug", #""slug":"cup""#).code == "product_not_found")
            #expect(try world.ask("products.delete", #""productId":"$P-CUP""#).code == "product_not_found")
            #expect(
                try world.ask("inventory.getByVariant", #""variantId":"$V-CUP""#).code == "variant_not_found")
            #expect(try world.must("products.list")["total"] == 4)
            #expect(try world.must("products.list", #""q":"cup""#)["total"] == 0)
            let line = try world.must("orders.get", #""orderId":"\#(order)""#)["items"][0]
            #expect(line["productName"] == "Cup" && line["sku"] == "CUP")
            try world.reopen()
        }
        #expect(
            try world.must("products.create", #""name":"Cup","basePrice":1,"sku":"CUP""#)["slug"] == "cup")
    }

    @Test("a variant's settings change with it or not at all")
    func settings() throws {
        let world = try WireWorld()
        let changed = try world.must(
            "products.updateVariant",
            #""variantId":"$V-CUP","lowStockThreshold":3,"allowBackorder":true,"name":"Big""#)
        #expect(changed["inventory"]["lowStockThreshold"] == 3 && changed["name"] == "Big")
        _ = try world.order(#"{"sku":"CUP","quantity":12}"#)
        let refused = try world.ask(
            "products.updateVariant", #""variantId":"$V-CUP","allowBackorder":false,"name":"Small""#)
        #expect(refused.code == "below_reserved")
        #expect(try world.must("products.get", #""productId":"$P-CUP""#)["variants"][0]["name"] == "Big")
        try world.reopen()
        #expect(
            try world.must("inventory.getByVariant", #""sku":"CUP""#)["allowBackorder"] == true)
    }

    @Test("the last variant stays, another one goes unless it is in an open order")
    func deleteVariant() throws {
        let world = try WireWorld()
        #expect(try world.ask("products.deleteVariant", #""variantId":"$V-CUP""#).code == "invalid_value")
        _ = try world.order(#"{"sku":"SHIRT-S","quantity":1}"#)
        #expect(try world.ask("products.deleteVariant", #""variantId":"$V-SHIRT-S""#).code == "has_orders")
        #expect(try world.rest(.delete, "/products/variants/$V-SHIRT-M").status == 204)
        #expect(try world.must("products.list", #""q":"shirt-m""#)["total"] == 0)
        #expect(try world.must("products.get", #""productId":"$P-SHIRT""#)["variants"].items.count == 2)
    }
}
