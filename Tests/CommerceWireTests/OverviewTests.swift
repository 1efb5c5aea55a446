import CommerceWire
import Testing

@Suite("Overview and search")
struct OverviewTests {
    private func world() throws -> WireWorld {
        let world = try WireWorld()
        world.name("FIRST", try world.order(#"{"sku":"CUP","quantity":2}"#))
        world.name("SECOND", try world.order(#"{"sku":"SHIRT-S","quantity":1}"#, #""tax":"1.00""#))
        try world.must("orders.updatePayment", #""orderId":"$FIRST","paymentStatus":"PAID""#)
        return world
    }

    @Test("today's figures are of the orders that lists show, the revenue of those that were paid")
    func today() throws {
        let world = try world()
        let overview = try world.must("overview.get")
        let today = overview["today"]
        #expect(today["orders"] == 2 && today["units"] == 3)
        #expect(today["value"] == "30.90" && today["revenue"] == "9.90")
        #expect(today["averageOrder"] == "15.45")
        #expect(overview["last30Days"]["orders"] == 2 && today["previous"]["orders"] == 0)
        #expect(overview["hours"].items.count == 24 && overview["hours"][23]["orders"] == 2)
        #expect(overview["recentOrders"].items.map { $0["orderNumber"] } == ["ORD-000002", "ORD-000001"])
        #expect(overview["recentOrders"][1]["itemCount"] == 2)
        #expect(overview["customers"]["total"] == 2 && overview["customers"]["newToday"] == 2)
        #expect(overview["sequence"].int.map(UInt64.init) == world.sequence)
        try world.reopen()
        let again = try world.must("overview.get")
        for name in ["today", "last7Days", "attention", "stock"] {
            #expect(again[name]["orders"] == overview[name]["orders"])
        }
        #expect(again["today"]["revenue"] == "9.90" && again["today"]["value"] == "30.90")
    }

    @Test("what yesterday had by this time is told beside today")
    func previous() throws {
        let world = try world()
        world.advance(milliseconds: 86_400_000)
        let period = try world.must("overview.get")["today"]
        #expect(period["orders"] == 0 && period["previous"]["orders"] == 2)
        #expect(try world.must("overview.get")["last7Days"]["orders"] == 2)
    }

    @Test("what waits is counted as the list counts it that the query asks for")
    func attention() throws {
        let world = try world()
        let attention = try world.must("overview.get")["attention"]
        #expect(attention["unpaid"] == 1 && attention["toShip"] == 2 && attention["unpaidOver24Hours"] == 0)
        for name in ["unpaid", "toShip", "partlyShipped", "paymentFailed"] {
            let list = try world.rest(.get, "/orders?" + attention["queries"][name].text)
            #expect(list.value["total"] == attention[name], "\(name)")
        }
        world.advance(milliseconds: 86_400_001)
        #expect(try world.must("overview.get")["attention"]["unpaidOver24Hours"] == 1)
    }

    @Test("stock is told to who may see it, with what was wanted in vain")
    func stock() throws {
        let world = try WireWorld()
        _ = try world.ask("inventory.reserve", #""sku":"SECRET","quantity":9"#)
        _ = try world.ask("inventory.reserve", #""sku":"SECRET","quantity":5"#)
        #expect(try world.ask("inventory.reserve", #""sku":"SECRET","quantity":2"#).code != nil)
        world.advance(milliseconds: 1_000)
        world.tidy()
        let stock = try world.must("overview.get")["stock"]
        #expect(stock["refused"].items.map { $0["sku"] } == ["SECRET"])
        #expect(stock["refused"][0]["refusedUnits"] == 11 && stock["refused"][0]["available"] == 0)
        let low = try world.must("inventory.lowStock")
        #expect(stock["low"] == low["total"])
        world.signIn(without: "inventory:read")
        #expect(try world.must("overview.get")["stock"] == .null)
    }

    @Test("a day begins where the viewer is", arguments: [-840, -60, 15, 60, 840])
    func offsets(minutes: Int) throws {
        let world = try world()
        let overview = try world.must("overview.get", #""offsetMinutes":\#(minutes)"#)
        let from = overview["today"]["from"].text
        let minute = ((-minutes % 60) + 60) % 60
        #expect(from.hasSuffix(":\(minute < 10 ? "0" : "")\(minute):00.000Z"))
        #expect(overview["last30Days"]["orders"] == 2)
    }

    @Test("an offset that no clock has is refused by name")
    func badOffset() throws {
        let world = try WireWorld(isEmpty: true)
        for minutes in ["7", "841", "\"60\""] {
            let reply = try world.ask("overview.get", #""offsetMinutes":\#(minutes)"#)
            #expect(reply.code == "invalid_value" && reply.details["field"] == "offsetMinutes")
        }
    }

    @Test("one text finds orders, products, variants and customers, first what it names exactly")
    func search() throws {
        let world = try world()
        let number = try world.rest(.get, "/search?q=ord-000002").value
        #expect(number["best"]["type"] == "order" && number["best"]["id"].text == world.filled("$SECOND"))
        #expect(number["best"]["url"].text == world.filled("/dashboard/ecommerce/orders/$SECOND"))
        #expect(number["orders"].items.map { $0["orderNumber"] } == ["ORD-000002"])
        let sku = try world.must("search.all", #""q":"SHIRT-M""#)
        #expect(sku["best"]["type"] == "variant" && sku["variants"][0]["sku"] == "SHIRT-M")
        #expect(sku["variants"][0]["available"] == 5)
        let name = try world.must("search.all", #""q":"shir""#)
        #expect(name["best"] == .null && name["products"].items.map { $0["name"] } == ["Shirt"])
        #expect(name["variants"].items.count == 3)
        let mail = try world.must("search.all", #""q":"BOB@example.com""#)
        #expect(mail["best"]["type"] == "customer" && mail["customers"][0]["email"] == "bob@example.com")
        #expect(try world.must("search.all", #""q":"ada@example.com""#)["orders"].items.count == 2)
        #expect(try world.must("search.all", #""q":"shirt","limit":1"#)["variants"].items.count == 1)
    }

    @Test("search shows nobody what they may not see")
    func searchPermissions() throws {
        let world = try world()
        world.signIn(without: "orders:read", "customers:read", "inventory:read")
        let found = try world.must("search.all", #""q":"ada@example.com""#)
        #expect(found["best"] == .null && found["orders"] == [] && found["customers"] == [])
        let cup = try world.must("search.all", #""q":"CUP""#)
        #expect(cup["variants"][0]["available"] == .null && cup["products"].items.count == 1)
        world.signIn(without: "orders:read", "customers:read", "inventory:read", "products:read")
        #expect(try world.must("search.all", #""q":"CUP""#)["variants"] == [])
    }
}
