import CommerceWire
import Testing

@Suite("Catalog on the wire")
struct CatalogTests {
    @Test("a product without variants gets a default one with its SKU, barcode, settings and opening stock")
    func defaultVariant() throws {
        let world = try WireWorld(isEmpty: true)
        let product = try world.must(
            "products.create",
            #""name":"Tea","basePrice":2.5,"sku":"TEA","barcode":"4006381333931","quantity":12,"lowStockThreshold":4,"attributes":{"kind":"green"}"#
        )
        #expect(product["status"] == "DRAFT")
        #expect(product["slug"] == "tea")
        #expect(product["basePrice"] == "2.50")
        #expect(product["publishedAt"] == .null)
        let variants = product["variants"].items
        #expect(variants.count == 1)
        #expect(variants[0]["name"] == "Default")
        #expect(variants[0]["sku"] == "TEA")
        #expect(variants[0]["barcode"] == "4006381333931")
        #expect(variants[0]["attributes"] == ["kind": "green"])
        #expect(variants[0]["productId"] == product["id"])
        #expect(variants[0]["inventory"]["quantity"] == 12)
        #expect(variants[0]["inventory"]["lowStockThreshold"] == 4)
        let rows = try world.must("inventory.history", #""sku":"TEA""#)["items"]
        #expect(rows[0]["reason"] == "RECEIVED")
        #expect(try world.must("products.get", #""productId":"\#(product["id"].text)""#) == product)
    }

    @Test("variants have their own prices, stock and settings; an opening stock of 0 is no movement")
    func variants() throws {
        let world = try WireWorld()
        let shirt = try world.must("products.get", #""productId":"$P-SHIRT""#)
        #expect(shirt["variants"].items.map { $0["sku"] } == ["SHIRT-S", "SHIRT-M", "SHIRT-OLD"])
        #expect(shirt["variants"].items.map { $0["price"] } == [.null, "22.50", .null])
        #expect(shirt["variants"].items.map { $0["isActive"] } == [true, true, false])
        #expect(try world.must("inventory.history", #""sku":"POSTER""#)["total"] == 0)
        let added = try world.must(
            "products.addVariant",
            #""productId":"$P-SHIRT","name":"Large","sku":"SHIRT-L","quantity":2,"image":"/uploads/l.png""#)
        #expect(added["inventory"]["available"] == 2)
        #expect(added["image"] == "/uploads/l.png")
        let changed = try world.must(
            "products.updateVariant",
            #""variantId":"\#(added["id"].text)","sku":"SHIRT-XL","price":"25","isActive":false"#)
        #expect(changed["price"] == "25.00")
        #expect(try world.ask("inventory.getByVariant", #""sku":"SHIRT-L""#).code == "variant_not_found")
        #expect(try world.stock("SHIRT-XL") == "2/0")
        try world.reopen()
        #expect(try world.stock("SHIRT-XL") == "2/0")
        #expect(
            try world.must("products.get", #""productId":"$P-SHIRT""#)["variants"][3]["isActive"] == false)
    }

    @Test("a refused product leaves none of its variants")
    func allOrNothing() throws {
        let world = try WireWorld()
        let refused = try world.ask(
            "products.create",
            #""name":"B","basePrice":1,"variants":[{"name":"a","sku":"NEW"},{"name":"b","sku":"CUP"}]"#)
        #expect(refused.details == ["field": "sku"])
        #expect(try world.ask("inventory.getByVariant", #""sku":"NEW""#).code == "variant_not_found")
        #expect(try world.must("products.list")["total"] == 5)
    }

    @Test("a slug that is asked for must be free, one made from the name evades")
    func slugs() throws {
        let world = try WireWorld()
        func slug(_ name: String) throws -> Value {
            try world.must("products.create", #""name":"\#(name)","basePrice":1"#)["slug"]
        }
        #expect(try slug("Blaue Tasse, 2. Wahl!") == "blaue-tasse-2-wahl")
        #expect(try slug("Cup") == "cup-2")
        #expect(try slug("茶") == "product")
        #expect(try slug("茶") == "product-2")
        var seen: Set<Value> = []
        for _ in 0..<150 { #expect(seen.insert(try slug("Same")).inserted) }
        #expect(
            try world.ask("products.create", #""name":"X","basePrice":1,"slug":"cup""#).code
                == "already_exists")
        try world.must("products.update", #""productId":"$P-CUP","slug":"mug""#)
        #expect(try world.ask("products.getBySlug", #""slug":"cup""#).code == "product_not_found")
        #expect(
            try world.must("products.getBySlug", #""slug":"mug""#)["id"] == .text(world.ids["P-CUP"] ?? ""))
        try world.must("products.create", #""name":"X","basePrice":1,"slug":"cup""#)
        try world.must("products.update", #""productId":"$P-CUP","slug":"mug","name":"Mug""#)
        try world.reopen()
        #expect(try world.must("products.getBySlug", #""slug":"mug""#)["name"] == "Mug")
    }

    @Test("a product is sold from its publishing on, which is dated once")
    func publish() throws {
        let world = try WireWorld()
        world.advance(milliseconds: 5)
        let published = try world.must("products.update", #""productId":"$P-SECRET","status":"PUBLISHED""#)
        #expect(published["publishedAt"] == "2026-11-22T13:00:00.005Z")
        world.signIn(without: "products:write")
        let order = #""customerId":"$ADA","items":[{"sku":"SECRET","quantity":1}]"#
        #expect(try world.must("orders.create", order)["total"] == "3.00")
        world.signIn(.anonymous)
        world.advance(milliseconds: 5)
        try world.must("products.update", #""productId":"$P-SECRET","status":"ARCHIVED""#)
        let again = try world.must(
            "products.update", #""productId":"$P-SECRET","status":"PUBLISHED","basePrice":"4""#)
        #expect(again["publishedAt"] == published["publishedAt"])
        #expect(again["updatedAt"] == "2026-11-22T13:00:00.010Z")
        try world.reopen()
        world.signIn(without: "products:write")
        #expect(try world.must("orders.create", order)["total"] == "4.00")
    }

    @Test("the status of many products is set with a verdict per id")
    func bulkStatus() throws {
        let world = try WireWorld()
        let results = try world.must(
            "products.bulkStatus", #""ids":["$P-SECRET","nothing",7,"$P-CUP","$P-CUP"],"status":"ARCHIVED""#)[
                "results"]
        #expect(results.items.map { $0["status"] } == ["ARCHIVED", .absent, .absent, "ARCHIVED", "ARCHIVED"])
        #expect(results[1]["error"]["code"] == "product_not_found")
        #expect(results[2]["error"]["code"] == "invalid_value")
        #expect(try world.must("products.list", #""status":"ARCHIVED""#)["total"] == 2)
    }

    @Test("null clears what may be empty, absent leaves it")
    func clearing() throws {
        let world = try WireWorld()
        try world.must("products.update", #""productId":"$P-CUP","description":"d","cost":1,"metaTitle":"m""#)
        let product = try world.must(
            "products.update", #""productId":"$P-CUP","description":null,"cost":null"#)
        #expect(product["description"] == .null)
        #expect(product["cost"] == .null)
        #expect(product["metaTitle"] == "m")
    }
}

@Suite("Customers and shipping methods")
struct CustomerTests {
    @Test("an e-mail address has one customer, whatever its case; its spelling is kept")
    func uniqueEmail() throws {
        let world = try WireWorld()
        let names = #""firstName":"A","lastName":"B""#
        for email in ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.com"] {
            #expect(
                try world.ask("customers.create", #""email":"\#(email)",\#(names)"#).details == [
                    "field": "email"
                ])
            #expect(
                try world.ask("customers.update", #""customerId":"$BOB","email":"\#(email)""#).code
                    == "already_exists")
        }
        let own = try world.must("customers.update", #""customerId":"$ADA","email":"Ada@Example.com""#)
        #expect(own["email"] == "Ada@Example.com")
        try world.must("customers.update", #""customerId":"$ADA","email":"new@example.com""#)
        try world.must("customers.create", #""email":"ada@example.com",\#(names)"#)
        try world.reopen()
        #expect(
            try world.ask("customers.create", #""email":"NEW@example.com",\#(names)"#).code
                == "already_exists")
    }

    @Test("fields that are not named stay, null clears, addresses are kept as they came")
    func update() throws {
        let world = try WireWorld()
        try world.must(
            "customers.update",
            #""customerId":"$BOB","phone":"+47 1","tags":["a","b"],"billingAddress":{ "city":"Oslo", "zip" : 1 }"#
        )
        let bob = try world.must("customers.update", #""customerId":"$BOB","phone":null,"company":"C""#)
        #expect(bob["phone"] == .null)
        #expect(bob["company"] == "C")
        #expect(bob["firstName"] == "Ada")
        #expect(bob["tags"] == ["a", "b"])
        #expect(bob["billingAddress"] == ["city": "Oslo", "zip": 1])
        #expect(bob["shippingAddress"] == .null)
        let cleared = try world.must("customers.update", #""customerId":"$BOB","billingAddress":null"#)
        #expect(cleared["billingAddress"] == .null)
        try world.reopen()
        #expect(try world.must("customers.get", #""customerId":"$BOB""#) == cleared)
    }

    @Test("a customer shows how many orders there are and when the last was placed")
    func orders() throws {
        let world = try WireWorld()
        #expect(try world.must("customers.get", #""customerId":"$ADA""#)["lastOrderAt"] == .null)
        _ = try world.order(#"{"sku":"CUP","quantity":1}"#)
        world.advance(milliseconds: 60_000)
        _ = try world.order(#"{"sku":"CUP","quantity":1}"#)
        let ada = try world.must("customers.get", #""customerId":"$ADA""#)
        #expect(ada["orderCount"] == 2)
        #expect(ada["lastOrderAt"] == "2026-11-22T13:01:00.000Z")
    }

    @Test("a shipping method can be changed, and one that is not active ships nothing")
    func shippingMethods() throws {
        let world = try WireWorld()
        let order = #""customerId":"$ADA","shippingMethodId":"$POST","items":[{"sku":"CUP","quantity":1}]"#
        #expect(try world.must("orders.create", order)["total"] == "8.45")
        let changed = try world.must(
            "shippingMethods.update", #""shippingMethodId":"$POST","price":"4.00","description":"slow""#)
        #expect(changed["name"] == "Post")
        #expect(changed["price"] == "4.00")
        #expect(try world.must("orders.create", order)["total"] == "8.95")
        try world.must("shippingMethods.update", #""shippingMethodId":"$POST","isActive":false"#)
        #expect(try world.ask("orders.create", order).details["field"] == "shippingMethodId")
        try world.reopen()
        #expect(
            try world.must("shippingMethods.get", #""shippingMethodId":"$POST""#)["description"] == "slow")
        #expect(
            try world.must("shippingMethods.list")["items"].items.map { $0["name"] } == ["Post", "Pigeon"])
    }
}
