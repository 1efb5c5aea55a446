import Testing

@Suite("Refusals")
struct RefusalTests {
    /// Each asserts code and status. In the order in which requests are judged: the line, the request's id and
    /// operation, the caller, the members, what they name, and last the state.
    private static let lines: [(line: String, code: String, status: Int)] = [
        // The line.
        ("{", "malformed_json", 400), ("[]", "malformed_json", 400), ("7", "malformed_json", 400),
        ("null", "malformed_json", 400), ("\"ping\"", "malformed_json", 400),
        (#"{"op":"ping"} {}"#, "malformed_json", 400), (#"{"op":"ping",}"#, "malformed_json", 400),
        (#"{'op':'ping'}"#, "malformed_json", 400), (#"{"op":"ping","op":"ping"}"#, "malformed_json", 400),
        (#"{"op":"ping","\u006fp":"ping"}"#, "malformed_json", 400),
        (#"{"op":"ping","a":{"b":1,"b":1}}"#, "malformed_json", 400),
        (#"{"id":01,"op":"ping"}"#, "malformed_json", 400),
        (#"{"id":NaN,"op":"ping"}"#, "malformed_json", 400),
        // The id before the operation before its members.
        (#"{"id":null,"op":"nothing"}"#, "invalid_value", 400), ("{}", "missing_field", 400),
        (#"{"id":1}"#, "missing_field", 400), (#"{"op":null}"#, "invalid_value", 400),
        (#"{"op":1}"#, "invalid_value", 400), (#"{"op":""}"#, "unknown_operation", 400),
        (#"{"op":"Ping"}"#, "unknown_operation", 400), (#"{"op":"ping ","x":1}"#, "unknown_operation", 400),
        (#"{"op":"orders.vanish"}"#, "unknown_operation", 400),
        (#"{"op":"ping","x":1}"#, "unknown_field", 400), (#"{"op":"ping","ID":1}"#, "unknown_field", 400),
        (#"{"op":"ping","view":"wide","x":1}"#, "invalid_value", 400),
        (#"{"op":"ping","idempotencyKey":"k"}"#, "unknown_field", 400),
        (#"{"op":"auth"}"#, "missing_field", 400), (#"{"op":"auth","token":1}"#, "invalid_value", 400),
        (#"{"op":"auth","token":"nobody"}"#, "unauthenticated", 401),
        (#"{"op":"auth","token":"*","user":"u"}"#, "unknown_field", 400),
        (#"{"op":"auth","token":"*","idempotencyKey":"k"}"#, "unknown_field", 400),
        (#"{"op":"system.snapshot","now":true}"#, "unknown_field", 400),
    ]

    /// Requests for one operation, by their members.
    private static let requests: [(operation: String, members: String, code: String)] = [
        ("inventory.reserve", #""sku":"NONE","quantity":0,"colour":1"#, "unknown_field"),
        ("inventory.reserve", "", "missing_field"),
        ("inventory.reserve", #""sku":"CUP","variantId":"$V-CUP","quantity":1"#, "invalid_value"),
        ("inventory.reserve", #""sku":1,"quantity":1"#, "invalid_value"),
        ("inventory.reserve", #""sku":"cup","quantity":1"#, "variant_not_found"),
        ("inventory.reserve", #""sku":"","quantity":1"#, "variant_not_found"),
        ("inventory.reserve", #""variantId":"CUP","quantity":1"#, "variant_not_found"),
        ("inventory.reserve", #""variantId":"$ADA","quantity":1"#, "variant_not_found"),
        ("inventory.reserve", #""variantId":7,"quantity":1"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP""#, "missing_field"),
        ("inventory.reserve", #""sku":"CUP","quantity":null"#, "missing_field"),
        ("inventory.reserve", #""sku":"CUP","quantity":0"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":-1"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1.0"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1e0"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":"1""#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":2000000001"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":18446744073709551617"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"""#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":5"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1,"ttlSeconds":-1"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1,"ttlSeconds":31622401"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1,"idempotencyKey":"""#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":1,"idempotencyKey":1"#, "invalid_value"),
        ("inventory.reserve", #""sku":"CUP","quantity":11"#, "insufficient_stock"),
        ("inventory.release", "", "missing_field"),
        ("inventory.release", #""reservationId":"r","sku":"CUP""#, "invalid_value"),
        ("inventory.release", #""reservationId":"r""#, "reservation_not_found"),
        ("inventory.release", #""sku":"CUP""#, "missing_field"),
        ("inventory.release", #""sku":"CUP","quantity":1"#, "invalid_value"),
        ("inventory.extend", #""reservationId":"r""#, "missing_field"),
        ("inventory.extend", #""reservationId":"r","ttlSeconds":"1""#, "invalid_value"),
        ("inventory.extend", #""reservationId":"r","ttlSeconds":1"#, "reservation_not_found"),
        ("inventory.check", #""sku":"CUP""#, "missing_field"),
        ("inventory.getByVariant", #""quantity":1"#, "unknown_field"),
        ("inventory.adjust", #""sku":"CUP","reason":"LOST""#, "missing_field"),
        ("inventory.adjust", #""sku":"CUP","quantityChange":0,"reason":"LOST""#, "invalid_value"),
        ("inventory.adjust", #""sku":"CUP","quantityChange":-1"#, "missing_field"),
        ("inventory.adjust", #""sku":"CUP","quantityChange":-1,"reason":" ""#, "invalid_value"),
        (
            "inventory.adjust", #""sku":"CUP","quantityChange":1,"reason":"LOST","expectedQuantity":9"#,
            "version_conflict"
        ),
        ("inventory.adjust", #""sku":"CUP","quantityChange":-11,"reason":"LOST""#, "below_reserved"),
        ("inventory.update", #""sku":"CUP","lowStockThreshold":-1"#, "invalid_value"),
        ("inventory.update", #""sku":"CUP","allowBackorder":1"#, "invalid_value"),
        ("inventory.list", #""limit":0"#, "invalid_value"),
        ("inventory.list", #""limit":101"#, "invalid_value"),
        ("products.list", #""offset":10001"#, "invalid_value"),
        ("products.list", #""offset":-1"#, "invalid_value"),
        ("products.list", #""cursor":"x""#, "invalid_value"),
        ("products.list", #""cursor":"a""#, "invalid_value"),
        ("products.list", #""cursor":"a1","offset":0"#, "invalid_value"),
        ("products.list", #""sort":"weight""#, "invalid_value"),
        ("products.list", #""status":"published""#, "invalid_value"),
        ("products.get", "", "missing_field"), ("products.get", #""productId":"$ADA""#, "product_not_found"),
        ("products.get", #""productId":[]"#, "invalid_value"),
        ("products.getBySlug", #""slug":"nothing""#, "product_not_found"),
        ("products.create", #""basePrice":"1""#, "missing_field"),
        ("products.create", #""name":"","basePrice":"1""#, "invalid_value"),
        ("products.create", #""name":"A""#, "missing_field"),
        ("products.create", #""name":"A","basePrice":"1.005""#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":-1"#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":1e2"#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":1,"slug":"Not A Slug""#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":1,"slug":"cup""#, "already_exists"),
        ("products.create", #""name":"A","basePrice":1,"sku":"CUP""#, "already_exists"),
        ("products.create", #""name":"A","basePrice":1,"sku":"""#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":1,"quantity":-1"#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":1,"variants":[]"#, "invalid_value"),
        ("products.create", #""name":"A","basePrice":1,"variants":[{}]"#, "missing_field"),
        ("products.create", #""name":"A","basePrice":1,"variants":[{"name":"a","id":1}]"#, "unknown_field"),
        (
            "products.create", #""name":"A","basePrice":1,"quantity":1,"variants":[{"name":"a"}]"#,
            "invalid_value"
        ),
        (
            "products.create",
            #""name":"A","basePrice":1,"variants":[{"name":"a","sku":"N"},{"name":"b","sku":"N"}]"#,
            "already_exists"
        ),
        ("products.update", #""productId":"$P-CUP","name":null"#, "missing_field"),
        ("products.update", #""productId":"$P-CUP","slug":"shirt""#, "already_exists"),
        ("products.update", #""productId":"$P-CUP","status":"SOLD""#, "invalid_value"),
        ("products.addVariant", #""productId":"$P-CUP","name":"B","sku":"GIFT""#, "already_exists"),
        ("products.updateVariant", #""variantId":"$V-CUP","sku":"GIFT""#, "already_exists"),
        ("products.bulkStatus", #""ids":[],"status":"DRAFT""#, "invalid_value"),
        ("products.bulkStatus", #""ids":["$P-CUP"]"#, "missing_field"),
        ("customers.create", #""email":"ada","firstName":"A","lastName":"L""#, "invalid_value"),
        ("customers.create", #""email":"a b@c","firstName":"A","lastName":"L""#, "invalid_value"),
        ("customers.create", #""email":"ADA@EXAMPLE.com","firstName":"A","lastName":"L""#, "already_exists"),
        (
            "customers.create", #""email":"x@y","firstName":"A","lastName":"L","shippingAddress":{}"#,
            "invalid_value"
        ),
        ("customers.create", #""email":"x@y","firstName":"A","lastName":"L","tags":[1]"#, "invalid_value"),
        ("customers.update", #""customerId":"$BOB","email":"ada@example.com""#, "already_exists"),
        ("customers.orders", #""customerId":"zz""#, "customer_not_found"),
        ("shippingMethods.create", #""name":"A""#, "missing_field"),
        ("shippingMethods.get", #""shippingMethodId":"$ADA""#, "shipping_method_not_found"),
        ("orders.get", #""orderId":"ORD-000001""#, "order_not_found"),
        ("orders.getByNumber", #""orderNumber":"ORD-000001""#, "order_not_found"),
        ("orders.getByNumber", #""orderNumber":"1""#, "order_not_found"),
        ("orders.cancel", #""orderId":"nothing","reason":"BORED""#, "order_not_found"),
    ]

    /// Members of `orders.create` besides the customer, in the order of judgement.
    private static let orders: [(members: String, code: String)] = [
        (#""coupon":1"#, "unknown_field"), (#""customerId":null,"items":[]"#, "missing_field"),
        (#""customerId":5,"items":[]"#, "invalid_value"),
        (#""customerId":"$V-CUP","items":[]"#, "customer_not_found"),
        (#""customerId":"$ADA","coupon":1"#, "unknown_field"),
        (#""customerId":"$ADA","coupon":null"#, "unknown_field"),
        (#""customerId":"$ADA""#, "missing_field"), (#""customerId":"$ADA","items":[]"#, "invalid_value"),
        (#""customerId":"$ADA","items":{}"#, "invalid_value"),
        (#""customerId":"$ADA","items":[1]"#, "invalid_value"),
        (#""customerId":"$ADA","items":[{}]"#, "missing_field"),
        (#""customerId":"$ADA","items":[{"sku":"CUP","quantity":1,"price":1}]"#, "unknown_field"),
        (#""customerId":"$ADA","items":[{"sku":"NONE","quantity":1}]"#, "variant_not_found"),
        (#""customerId":"$ADA","items":[{"sku":"CUP"}]"#, "missing_field"),
        (#""customerId":"$ADA","items":[{"sku":"CUP","quantity":0}]"#, "invalid_value"),
        (#""customerId":"$ADA","items":[{"sku":"CUP","quantity":1,"unitPrice":"-1"}]"#, "invalid_value"),
        (#""customerId":"$ADA","items":[{"reservationId":"r","quantity":1}]"#, "invalid_value"),
        (#""customerId":"$ADA","items":[{"reservationId":"r","unitPrice":1}]"#, "invalid_value"),
        (#""customerId":"$ADA","items":[{"reservationId":"r"}]"#, "reservation_not_found"),
        (#""customerId":"$ADA","tax":"1.001","items":[{"sku":"CUP","quantity":1}]"#, "invalid_value"),
        (#""customerId":"$ADA","shippingAddress":{},"items":[{"sku":"CUP","quantity":1}]"#, "invalid_value"),
        (
            #""customerId":"$ADA","shippingMethodId":"x","items":[{"sku":"CUP","quantity":1}]"#,
            "shipping_method_not_found"
        ),
        (
            #""customerId":"$ADA","items":[{"sku":"SHIRT-OLD","quantity":1},{"sku":"CUP","quantity":99}]"#,
            "not_sellable"
        ),
        (
            #""customerId":"$ADA","shippingMethodId":"$PIGEON","items":[{"sku":"CUP","quantity":99}]"#,
            "invalid_value"
        ),
        (#""customerId":"$ADA","discount":"4.96","items":[{"sku":"CUP","quantity":1}]"#, "invalid_value"),
        (#""customerId":"$ADA","items":[{"sku":"GIFT","quantity":100000000}]"#, "invalid_value"),
        (#""customerId":"$ADA","tax":"99999999.99","items":[{"sku":"CUP","quantity":1}]"#, "invalid_value"),
        (#""customerId":"$BOB","items":[{"sku":"CUP","quantity":99}]"#, "missing_field"),
        (#""customerId":"$ADA","items":[{"sku":"CUP","quantity":11}]"#, "insufficient_stock"),
        (
            #""customerId":"$ADA","items":[{"sku":"SHIRT-S","quantity":1},{"sku":"CUP","quantity":11}]"#,
            "insufficient_stock"
        ),
    ]

    @Test("each bad request has its code and status, and changes nothing")
    func table() throws {
        let world = try WireWorld()
        let before = world.sequence
        func check(_ line: String, _ code: String, _ status: Int?) throws {
            let reply = try world.send(line)
            #expect(reply.code == code, "\(line) → \(reply.line)")
            if let status { #expect(reply.error["statusCode"].int == status, "\(line)") }
            #expect(world.sequence == before, "\(line) changed something")
        }
        for (line, code, status) in RefusalTests.lines { try check(line, code, status) }
        for (operation, members, code) in RefusalTests.requests {
            try check(
                #"{"op":"\#(operation)"\#(members.isEmpty ? "" : ",")\#(members)}"#, code,
                RefusalTests.statuses[code])
        }
        for (members, code) in RefusalTests.orders {
            try check(#"{"op":"orders.create",\#(members)}"#, code, RefusalTests.statuses[code])
        }
        #expect(world.violations == [])
        #expect(RefusalTests.lines.count + RefusalTests.requests.count + RefusalTests.orders.count >= 80)
    }

    private static let statuses = [
        "unknown_field": 400, "missing_field": 400, "invalid_value": 400, "insufficient_stock": 400,
        "variant_not_found": 404, "product_not_found": 404, "customer_not_found": 404, "order_not_found": 404,
        "reservation_not_found": 404, "shipping_method_not_found": 404, "version_conflict": 409,
        "below_reserved": 409, "already_exists": 409, "not_sellable": 409,
    ]

    @Test("a misspelt member is named, at most its first 64 characters")
    func unknownField() throws {
        let world = try WireWorld()
        #expect(try world.ask("products.list", #""limits":5"#).details == ["field": "limits"])
        let long = String(repeating: "é", count: 1_000)
        #expect(try world.ask("products.list", "\"\(long)\":5").details["field"].text.count == 64)
        #expect(
            try world.ask("orders.create", #""customerId":"$ADA","items":[{"sku":"CUP","amount":1}]"#).details
                == ["field": "items.amount"])
    }

    @Test("texts are bounded in bytes, exactly")
    func lengths() throws {
        let world = try WireWorld()
        for (member, most) in [("reservationId", 128), ("idempotencyKey", 128)] {
            for (count, isFine) in [(most, true), (most + 1, false)] {
                let text = String(repeating: "x", count: count)
                let reply = try world.ask(
                    "inventory.reserve", #""sku":"CUP","quantity":1,"\#(member)":"\#(text)""#)
                #expect((reply.code == nil) == isFine)
            }
        }
        let long = String(repeating: "x", count: 65_537)
        #expect(
            try world.ask("products.create", #""name":"A","basePrice":1,"description":"\#(long)""#).code
                == "invalid_value")
        try world.must("products.create", #""name":"A","basePrice":1,"description":"\#(long.dropLast())""#)
        #expect(try world.ask("products.create", #""name":"A\u0000","basePrice":1"#).code == "invalid_value")
    }
}
