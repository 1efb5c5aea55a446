import CommerceWire
import Testing

@Suite("A sale as it runs")
struct LiveSaleTests {
    @Test("the variants wanted most are told with what they sold, hold, refused and have left")
    func mostWanted() throws {
        let world = try WireWorld()
        _ = try world.order(#"{"sku":"CUP","quantity":2}"#)
        _ = try world.order(#"{"sku":"CUP","quantity":1},{"sku":"SHIRT-S","quantity":1}"#)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":4"#)
        #expect(try world.ask("inventory.reserve", #""sku":"CUP","quantity":9"#).code == "insufficient_stock")
        world.advance(milliseconds: 1_000)
        world.tidy()
        let sale = try world.must("liveSale.get")
        let cup = sale["variants"][0]
        #expect(sale["variants"].items.map { $0["sku"] } == ["CUP", "SHIRT-S"])
        #expect(cup["quantity"] == 10 && cup["reserved"] == 7 && cup["held"] == 4 && cup["available"] == 3)
        #expect(cup["orders"] == 2 && cup["sold"] == 3)
        #expect(cup["refusedUnits"] == 9 && cup["refusedRequests"] == 1)
        #expect(cup["history"]["units"] == [3] && cup["history"]["available"] == [3])
        #expect(sale["totals"]["orders"] == 2 && sale["totals"]["value"] == "34.85")
        #expect(sale["totals"]["holdsMade"] == 1 && sale["totals"]["refusedUnits"] == 9)
        #expect(sale["history"]["orders"].items.count == 300 && sale["history"]["orders"][299] == 2)
    }

    @Test("variants that are named are watched from then on")
    func named() throws {
        let world = try WireWorld()
        let first = try world.rest(.get, "/live-sale?variantIds=$V-GIFT,$V-CUP")
        #expect(first.status == 200)
        #expect(first.value["variants"].items.map { $0["sku"] } == ["GIFT", "CUP"])
        for _ in 0..<3 {
            world.advance(milliseconds: 1_000)
            world.tidy()
        }
        let later = try world.rest(.get, "/live-sale?variantIds=$V-CUP")
        #expect(later.value["variants"][0]["history"]["available"] == [10, 10, 10])
    }

    @Test("the end of the stock is foretold only while it sells steadily")
    func sellOut() throws {
        let world = try WireWorld()
        try world.must("inventory.adjust", #""sku":"CUP","quantityChange":90,"reason":"RECEIVED""#)
        for second in 0..<10 {
            _ = try world.order(#"{"sku":"CUP","quantity":1}"#)
            if second == 5 {
                #expect(try world.must("liveSale.get")["variants"][0]["sellOutSeconds"] == .null)
            }
            world.advance(milliseconds: 1_000)
            world.tidy()
        }
        let cup = try world.must("liveSale.get")["variants"][0]
        #expect(cup["sellOutSeconds"] == 90 && cup["unitsPerSecond"] == .number("1.0"))
        for _ in 0..<5 {
            world.advance(milliseconds: 1_000)
            world.tidy()
        }
        #expect(try world.must("liveSale.get")["variants"][0]["sellOutSeconds"] == .null)
    }

    @Test("money is told to who may see orders")
    func permissions() throws {
        let world = try WireWorld()
        world.signIn(without: "orders:read")
        let sale = try world.must("liveSale.get")
        #expect(sale["totals"]["value"] == .null && sale["history"]["value"] == .null)
    }

    @Test(
        "what makes no sense is refused by name",
        arguments: [
            (#""limit":0"#, "limit"), (#""limit":25"#, "limit"), (#""variantIds":[]"#, "variantIds"),
            (#""variantIds":["$V-CUP"],"limit":3"#, "limit"), (#""variantIds":[7]"#, "variantIds"),
        ])
    func refusals(row: (members: String, field: String)) throws {
        let reply = try WireWorld().ask("liveSale.get", row.members)
        #expect(reply.code == "invalid_value" && reply.details["field"].text == row.field, "\(reply.line)")
    }

    @Test("a variant that is not there is not found")
    func unknown() throws {
        #expect(
            try WireWorld().ask("liveSale.get", #""variantIds":["$UNKNOWN"]"#).code == "variant_not_found")
    }
}
