import CommerceWire
import Testing

@Suite("Idempotency keys")
struct IdempotencyTests {
    /// Every operation that changes something, with a body that succeeds in the world as it is made, the same body
    /// with its members in another order, and another body.
    private static let bodies: [(operation: String, body: String, shuffled: String, other: String)] = [
        (
            "orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]"#,
            #""items":[{"quantity":1,"sku":"CUP"}],"customerId":"$ADA""#,
            #""customerId":"$ADA","items":[{"sku":"CUP","quantity":2}]"#
        ),
        (
            "orders.updateStatus", #""orderId":"$ORDER","status":"PROCESSING""#,
            #""status":"PROCESSING","orderId":"$ORDER""#, #""orderId":"$ORDER","status":"CANCELLED""#
        ),
        (
            "orders.updatePayment", #""orderId":"$ORDER","paymentStatus":"PAID""#,
            #""paymentStatus":"PAID","orderId":"$ORDER""#, #""orderId":"$ORDER","paymentStatus":"FAILED""#
        ),
        (
            "orders.addNote", #""orderId":"$ORDER","note":"a""#, #""note":"\u0061","orderId":"$ORDER""#,
            #""orderId":"$ORDER","note":"b""#
        ),
        (
            "orders.cancel", #""orderId":"$ORDER","reason":"STOCK""#, #""reason":"STOCK","orderId":"$ORDER""#,
            #""orderId":"$ORDER","reason":"FRAUD""#
        ),
        (
            "orders.fulfil", #""orderId":"$READY","carrier":"Post""#, #""carrier":"Post","orderId":"$READY""#,
            #""orderId":"$READY","carrier":"DHL""#
        ),
        (
            "orders.refund", #""orderId":"$READY","amount":"1.00""#, #""amount":"1.00","orderId":"$READY""#,
            #""orderId":"$READY","amount":"2.00""#
        ),
        (
            "inventory.reserve", #""sku":"CUP","quantity":1"#, #""quantity":1,"sku":"CUP""#,
            #""sku":"CUP","quantity":2"#
        ),
        (
            "inventory.release", #""sku":"SHIRT-S","quantity":1"#, #""quantity":1,"sku":"SHIRT-S""#,
            #""sku":"SHIRT-S","quantity":2"#
        ),
        (
            "inventory.extend", #""reservationId":"held","ttlSeconds":5"#,
            #""ttlSeconds":5,"reservationId":"held""#, #""reservationId":"held","ttlSeconds":6"#
        ),
        (
            "inventory.adjust", #""sku":"CUP","quantityChange":5,"reason":"COUNTED""#,
            #""reason":"COUNTED","quantityChange":5,"sku":"CUP""#,
            #""sku":"CUP","quantityChange":5,"reason":"LOST""#
        ),
        (
            "inventory.update", #""sku":"CUP","lowStockThreshold":3"#, #""lowStockThreshold":3,"sku":"CUP""#,
            #""sku":"CUP","lowStockThreshold":4"#
        ),
        (
            "products.create", #""name":"New","basePrice":"1.00""#, #""basePrice":"1.00","name":"New""#,
            #""name":"New","basePrice":"1.0""#
        ),
        (
            "products.update", #""productId":"$P-CUP","isFeatured":true"#,
            #""isFeatured":true,"productId":"$P-CUP""#, #""productId":"$P-CUP","isFeatured":false"#
        ),
        (
            "products.addVariant", #""productId":"$P-CUP","name":"Big""#,
            #""name":"Big","productId":"$P-CUP""#,
            #""productId":"$P-CUP","name":"Small""#
        ),
        (
            "products.updateVariant", #""variantId":"$V-CUP","price":"5.00""#,
            #""price":"5.00","variantId":"$V-CUP""#, #""variantId":"$V-CUP","price":"6.00""#
        ),
        (
            "products.bulkStatus", #""ids":["$P-CUP","none"],"status":"ARCHIVED""#,
            #""status":"ARCHIVED","ids":["$P-CUP","none"]"#, #""ids":["none","$P-CUP"],"status":"ARCHIVED""#
        ),
        (
            "products.delete", #""productId":"$P-SECRET""#, #""productId" : "$P-SECRET""#,
            #""productId":"$P-GIFT""#
        ),
        (
            "products.deleteVariant", #""variantId":"$V-SHIRT-M""#, #""variantId" : "$V-SHIRT-M""#,
            #""variantId":"$V-SHIRT-OLD""#
        ),
        (
            "products.import", #""csv":"Handle,Title\nx,X\n","dryRun":false"#,
            #""dryRun":false,"csv":"Handle,Title\nx,X\n""#, #""csv":"Handle,Title\ny,Y\n","dryRun":false"#
        ),
        (
            "categories.create", #""name":"Mugs","displayOrder":2"#, #""displayOrder":2,"name":"Mugs""#,
            #""name":"Mugs","displayOrder":3"#
        ),
        (
            "categories.update", #""categoryId":"$SHELF","name":"Rack""#,
            #""name":"Rack","categoryId":"$SHELF""#, #""categoryId":"$SHELF","name":"Board""#
        ),
        (
            "categories.delete", #""categoryId":"$SHELF""#, #""categoryId" : "$SHELF""#,
            #""categoryId":"$SHELF","expectedVersion":9"#
        ),
        (
            "tags.create", #""name":"Red","slug":"r""#, #""slug":"r","name":"Red""#,
            #""name":"Red","slug":"s""#
        ),
        (
            "tags.update", #""tagId":"$GREEN","name":"Olive""#, #""name":"Olive","tagId":"$GREEN""#,
            #""tagId":"$GREEN","name":"Lime""#
        ),
        ("tags.delete", #""tagId":"$GREEN""#, #""tagId" : "$GREEN""#, #""tagId":"$UNKNOWN""#),
        (
            "customers.create", #""email":"n@x","firstName":"N","lastName":"X""#,
            #""lastName":"X","firstName":"N","email":"n@x""#, #""email":"m@x","firstName":"N","lastName":"X""#
        ),
        (
            "customers.update", #""customerId":"$ADA","notes":"vip""#, #""notes":"vip","customerId":"$ADA""#,
            #""customerId":"$ADA","notes":"none""#
        ),
        ("customers.delete", #""customerId":"$BOB""#, #" "customerId" : "$BOB" "#, #""customerId":"$ADA""#),
        (
            "customers.portalToken", #""customerId":"$ADA""#, #" "customerId" : "$ADA" "#,
            #""customerId":"$BOB""#
        ),
        ("orders.portalToken", #""orderId":"$ORDER""#, #" "orderId" : "$ORDER" "#, #""orderId":"$READY""#),
        (
            "shippingMethods.create", #""name":"Bike","price":1"#, #""price":1,"name":"Bike""#,
            #""name":"Bike","price":2"#
        ),
        (
            "shippingMethods.update", #""shippingMethodId":"$POST","price":1"#,
            #""price":1,"shippingMethodId":"$POST""#, #""shippingMethodId":"$POST","price":2"#
        ),
        ("outbox.acknowledge", #""through":"1""#, #""through":"\u0031""#, #""through":"2""#),
        ("notifications.markRead", #""through":"1""#, #""through":"\u0031""#, #""through":"2""#),
        ("notifications.markUnread", #""ids":["1"]"#, #""ids":["\u0031"]"#, #""ids":["1","2"]"#),
    ]

    private func world() throws -> WireWorld {
        let world = try WireWorld()
        world.name("ORDER", try world.order(#"{"sku":"CUP","quantity":1}"#))
        world.name("READY", try world.order(#"{"sku":"CUP","quantity":2}"#))
        try world.must("orders.updatePayment", #""orderId":"$READY","paymentStatus":"PAID""#)
        try world.must("orders.updateStatus", #""orderId":"$READY","status":"PROCESSING""#)
        try world.must("inventory.reserve", #""sku":"SHIRT-S","quantity":2"#)
        try world.must("inventory.reserve", #""sku":"SHIRT-S","quantity":1,"reservationId":"held""#)
        world.name("SHELF", try world.must("categories.create", #""name":"Shelf""#)["id"].text)
        world.name("GREEN", try world.must("tags.create", #""name":"Green""#)["id"].text)
        return world
    }

    /// Asked in suites of their own, not here.
    private static let elsewhere: Set = [
        "orders.delete", "orders.bulkStatus", "orders.bulkPayment", "shippingMethods.delete",
        "inventory.import", "inventory.undoImport", "settings.update", "apiKeys.revoke", "roles.create",
        "roles.update", "roles.delete", "users.create", "users.update", "users.delete", "users.setPassword",
        "users.changeOwnPassword", "sessions.delete", "sessions.deleteCurrent", "sessions.create",
        "sessions.refresh", "apiKeys.create", "uploads.create",
    ]

    @Test("every operation that changes something is listed here")
    func complete() throws {
        let changing = OperationTable.shared.operations.filter { $0.isChange && $0.takesKey }
            .map { $0.name.description }
        let here = Set(changing).subtracting(IdempotencyTests.elsewhere)
        #expect(here == Set(IdempotencyTests.bodies.map(\.operation)))
    }

    @Test(
        "the same body is answered what it was answered first, the members in any order, also by a new process; another body is refused",
        arguments: bodies.indices)
    func replay(index: Int) throws {
        let (operation, body, shuffled, other) = IdempotencyTests.bodies[index]
        let world = try world()
        let first = try world.must(operation, body + #","idempotencyKey":"k""#)
        #expect(first["replayed"] != true)
        let sequence = world.sequence
        var expected = first
        if case .object(var members) = first {
            members["replayed"] = true
            expected = .object(members)
        }
        #expect(try world.must(operation, body + #","idempotencyKey":"k""#) == expected)
        #expect(
            try world.send(#"{"idempotencyKey":"\u006b","id":7,"op":"\#(operation)",\#(shuffled)}"#).ok
                == expected)
        let refused = try world.ask(operation, other + #","idempotencyKey":"k""#)
        #expect(refused.code == "key_reused")
        #expect(refused.error["statusCode"] == 422)
        #expect(world.sequence == sequence)
        world.advance(milliseconds: 24 * 3_600_000 - 1)
        try world.reopen()
        #expect(try world.must(operation, body + #","idempotencyKey":"k""#) == expected)
        #expect(try world.ask(operation, other + #","idempotencyKey":"k""#).code == "key_reused")
        #expect(world.violations == [])
    }

    @Test("a refusal does not use the key up")
    func refusal() throws {
        let world = try WireWorld()
        let order = #""customerId":"$ADA","items":[{"sku":"CUP","quantity":11}],"idempotencyKey":"k""#
        let reserve = #""sku":"CUP","quantity":11,"idempotencyKey":"k""#
        for _ in 0..<2 {
            #expect(try world.ask("orders.create", order).code == "insufficient_stock")
            #expect(try world.ask("inventory.reserve", reserve).code == "insufficient_stock")
        }
        try world.must("inventory.adjust", #""sku":"CUP","quantityChange":12,"reason":"RECEIVED""#)
        #expect(try world.must("orders.create", order)["orderNumber"] == "ORD-000001")
        #expect(
            try world.must("inventory.reserve", #""sku":"CUP","quantity":11,"idempotencyKey":"k""#)[
                "available"] == 0)
    }

    @Test("keys live per operation, in one space for all callers")
    func spaces() throws {
        let world = try WireWorld()
        let key = #","idempotencyKey":"k""#
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1"# + key)
        try world.must("inventory.adjust", #""sku":"CUP","quantityChange":1,"reason":"OTHER""# + key)
        world.signIn(without: "orders:read")
        #expect(try world.must("inventory.reserve", #""sku":"CUP","quantity":1"# + key)["replayed"] == true)
        world.signIn(without: "inventory:write")
        #expect(try world.ask("inventory.reserve", #""sku":"CUP","quantity":1"# + key).code == "forbidden")
    }

    @Test("an answer is kept for a day, an order's key as long as the order")
    func lifetime() throws {
        let world = try WireWorld()
        let order = #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}],"idempotencyKey":"k""#
        let adjust = #""sku":"CUP","quantityChange":1,"reason":"OTHER","idempotencyKey":"k""#
        let first = try world.must("orders.create", order)
        try world.must("inventory.adjust", adjust)
        world.advance(milliseconds: 24 * 3_600_000)
        #expect(try world.must("inventory.adjust", adjust)["replayed"] == .absent)
        world.advance(milliseconds: 400 * 24 * 3_600_000)
        try world.must("orders.cancel", #""orderId":"\#(first["orderId"].text)""#)
        let again = try world.must("orders.create", order)
        #expect(again["replayed"] == true)
        #expect(again["orderId"] == first["orderId"])
        #expect(try world.stock("CUP") == "12/0")
    }

    @Test("a keyed request that was a replay itself says so once")
    func replayOfReplay() throws {
        let world = try WireWorld()
        let reserve = #""sku":"CUP","quantity":1,"reservationId":"r""#
        try world.must("inventory.reserve", reserve)
        #expect(try world.must("inventory.reserve", reserve + #","idempotencyKey":"k""#)["replayed"] == true)
        #expect(try world.must("inventory.reserve", reserve + #","idempotencyKey":"k""#)["replayed"] == true)
    }

    @Test("a null key is none, and reading takes none")
    func noKey() throws {
        let world = try WireWorld()
        for _ in 0..<2 {
            #expect(
                try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"idempotencyKey":null"#)[
                    "replayed"]
                    == .absent)
        }
        #expect(try world.stock("CUP") == "10/2")
        #expect(try world.ask("inventory.list", #""idempotencyKey":"k""#).code == "unknown_field")
    }
}
