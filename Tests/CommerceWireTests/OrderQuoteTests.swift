import CommerceWire
import Testing

@Suite("Quotes")
struct OrderQuoteTests {
    @Test("a quote is what the order then costs, and reserves nothing")
    func totals() throws {
        let world = try WireWorld()
        let members =
            #""items":[{"sku":"CUP","quantity":2},{"variantId":"$V-SHIRT-M","quantity":1,"unitPrice":"20"}],"shippingMethodId":"$POST","tax":"1.10","discount":"4.00""#
        let before = world.sequence
        let quote = try world.must("orders.quote", members)
        #expect(world.sequence == before)
        #expect(try world.stock("CUP") == "10/0")
        #expect(
            ["subtotal", "tax", "shipping", "discount", "total"].map { quote[$0].text }
                == ["29.90", "1.10", "3.50", "4.00", "30.50"])
        #expect(quote["isAvailable"] == true)
        #expect(quote["items"][0]["productName"] == "Cup")
        #expect(quote["items"][0]["totalPrice"] == "9.90")
        #expect(quote["items"][0]["available"] == 10)
        #expect(quote["items"][1]["unitPrice"] == "20.00")
        let order = try world.must("orders.create", #""customerId":"$ADA","# + members)
        #expect(order["total"] == quote["total"])
        let rest = try world.rest(.post, "/orders/quote", "{\(members)}")
        #expect(rest.status == 200)
        #expect(rest.value["items"][0]["available"] == 8)
    }

    @Test("want of stock is told, line by line, and not refused")
    func stock() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", #""sku":"SHIRT-S","quantity":5,"reservationId":"r""#)
        let quote = try world.must(
            "orders.quote",
            #""items":[{"sku":"CUP","quantity":6},{"sku":"CUP","quantity":5},{"reservationId":"r"},{"sku":"POSTER","quantity":9},{"sku":"GIFT","quantity":9}]"#
        )
        #expect(quote["isAvailable"] == false)
        #expect(quote["items"].items.map { $0["isAvailable"] } == [false, false, true, true, true])
    }

    @Test(
        "what cannot be ordered at all is refused as an order is",
        arguments: [
            ("", "missing_field"), (#""items":[]"#, "invalid_value"),
            (#""items":[{"sku":"NONE","quantity":1}]"#, "variant_not_found"),
            (#""items":[{"sku":"SHIRT-OLD","quantity":1}]"#, "not_sellable"),
            (#""items":[{"reservationId":"none"}]"#, "reservation_not_found"),
            (#""items":[{"sku":"CUP","quantity":1}],"discount":"5.00""#, "invalid_value"),
            (#""items":[{"sku":"CUP","quantity":1}],"shippingMethodId":"$PIGEON""#, "invalid_value"),
            (#""items":[{"sku":"CUP","quantity":1}],"customerId":"$ADA""#, "unknown_field"),
        ])
    func refusals(members: String, code: String) throws {
        let world = try WireWorld()
        #expect(try world.ask("orders.quote", members).code == code)
    }
}
