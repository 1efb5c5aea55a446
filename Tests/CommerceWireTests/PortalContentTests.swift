import CommerceCore
import CommerceEngine
import CommerceWire
import Testing

@Suite("what the portal shows, and what it never does")
struct PortalContentTests {
    /// A world in which everything that the portal must not show is a word that begins with `secret`.
    private func world() throws -> WireWorld {
        let world = try WireWorld(isEmpty: true)
        try world.must(
            "products.create",
            #""name":"Lamp","basePrice":"40.00","sku":"LAMP","cost":"7.77","barcode":"secret-barcode","status":"PUBLISHED","description":"secret-description","variants":[{"name":"Red","sku":"LAMP-R","cost":"6.66","quantity":9}]"#
        )
        let address = """
            {"firstName":"Ada","lastName":"Byron","company":"Engines","line1":"secret street 12","line2":"secret door",\
            "city":"London","region":"Greater London","postalCode":"SW1Y 4LE","country":"GB","phone":"secret-phone-789",\
            "doorCode":"secret-code"}
            """
        world.name(
            "ADA",
            try world.must(
                "customers.create",
                #""email":"mary@example.org","firstName":"Mary","lastName":"Shelley","phone":"secret-555","notes":"secret-notes","tags":["secret-tag"],"shippingAddress":\#(address),"billingAddress":{"line1":"secret-billing"}"#
            )["id"].text)
        world.name(
            "EVE",
            try world.must(
                "customers.create",
                #""email":"secret-eve@example.org","firstName":"secret-Eve","lastName":"secret-Other","shippingAddress":{"city":"secret-town"}"#
            )["id"].text)
        world.signIn(Principal(subject: "secret-clerk", permissions: .all))
        return world
    }

    private func order(_ world: WireWorld, _ customer: String, _ quantity: Int) throws -> String {
        try world.must(
            "orders.create",
            #""customerId":"\#(customer)","items":[{"sku":"LAMP-R","quantity":\#(quantity)}],"tax":"1.50","idempotencyKey":"secret-key-\#(customer)-\#(quantity)","customerNotes":"secret-wish""#
        )["orderId"].text
    }

    /// Through all stages, with a note at every one.
    private func live(_ world: WireWorld) throws {
        let order = try order(world, "$ADA", 2)
        _ = try self.order(world, "$EVE", 1)
        let named = #""orderId":"\#(order)""#
        try world.must("orders.addNote", named + #","note":"secret-note""#)
        try world.must("orders.updatePayment", named + #","paymentStatus":"PAID""#)
        try world.must("orders.updateStatus", named + #","status":"PROCESSING","notes":"secret-remark""#)
        try world.must(
            "orders.fulfil",
            named
                + #","lines":[{"sku":"LAMP-R","quantity":1}],"carrier":"Post","trackingNumber":"T1","trackingUrl":"https://track.example/T1""#
        )
    }

    @Test("no costs, no notes, no staff, no codes, nobody else: none of the words that are secret")
    func secrets() throws {
        let world = try world()
        try live(world)
        world.disconnect()
        for token in ["c-0-0-x", "o-0-0-x"] {
            let line = try world.ask("customers.portal", #""token":"\#(token)""#).line
            #expect(!line.lowercased().contains("secret"), "\(line)")
            for word in ["6.66", "7.77", "Eve", "@example.org\"", "createdBy", "userId", "clerk", "mary@"] {
                #expect(!line.contains(word) || word == "@example.org\"", "\(word) in \(line)")
            }
            #expect(line.contains("m•••@example.org"))
            let rest = try world.rest(.get, "/customers/portal/\(token)")
            #expect(rest.status == 200 && #"{"ok":\#(rest.text)}"# == line)
        }
    }

    @Test("of an address name and town are shown, street and telephone masked, and nothing else")
    func address() throws {
        let world = try world()
        try live(world)
        let shown = try world.must("customers.portal", #""token":"c-0-0-x""#)
        #expect(
            shown["orders"][0]["shippingAddress"] == [
                "firstName": "Ada", "lastName": "Byron", "company": "Engines", "line1": "s•••",
                "line2": "s•••", "city": "London", "region": "Greater London", "postalCode": "SW1Y 4LE",
                "country": "GB", "phone": "•••89",
            ])
        #expect(
            shown["customer"] == [
                "firstName": "Mary", "lastName": "Shelley", "email": "m•••@example.org",
            ])
        #expect(shown["orders"][0]["customerName"] == "Mary Shelley")
        #expect(shown["shop"]["name"] == "Holdfast")
    }

    @Test("what was paid, what was sent and what came back is told")
    func content() throws {
        let world = try world()
        try live(world)
        let order = try world.must("customers.portal", #""token":"c-0-0-x""#)["orders"][0]
        #expect(order["total"] == "81.50" && order["tax"] == "1.50" && order["paymentStatus"] == "PAID")
        #expect(
            order["items"] == [
                [
                    "productName": "Lamp", "variantName": "Red", "sku": "LAMP-R", "quantity": 2,
                    "unitPrice": "40.00", "totalPrice": "80.00", "shippedQuantity": 1, "refundedQuantity": 0,
                ]
            ])
        let shipment = order["shipments"][0]
        #expect(shipment["trackingUrl"] == "https://track.example/T1" && shipment["carrier"] == "Post")
        #expect(shipment["items"][0]["productName"] == "Lamp" && shipment["items"][0]["quantity"] == 1)
        #expect(order["history"].items.map { $0["toStatus"] } == ["PENDING", "PROCESSING"])
        #expect(order["history"][0].names == ["createdAt", "fromStatus", "toStatus"])
        world.name("ORDER", try world.must("orders.list")["items"][1]["id"].text)
        try world.must("orders.refund", #""orderId":"$ORDER","amount":"10.00","reason":"secret""#)
        let refunded = try world.must("customers.portal", #""token":"c-0-0-x""#)["orders"][0]
        #expect(refunded["refundedTotal"] == "10.00")
        #expect(refunded["refunds"].items.map { $0.names } == [["amount", "createdAt"]])
    }

    @Test("the stages are those that the order has come past, then those to come, or how it ended")
    func stages() throws {
        let world = try world()
        world.name("ORDER", try order(world, "$ADA", 2))
        func stages() throws -> [String] {
            let order = try world.must("customers.portal", #""token":"c-0-0-x""#)["orders"][0]
            let way = order["stages"].items.map { $0["stage"].text + ($0["at"] == .null ? "?" : "") }
            return [order["stage"].text + ":"] + way
        }
        #expect(try stages() == ["RECEIVED:", "RECEIVED", "PREPARING?", "SHIPPED?", "DELIVERED?"])
        try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"PROCESSING""#)
        #expect(try stages() == ["PREPARING:", "RECEIVED", "PREPARING", "SHIPPED?", "DELIVERED?"])
        world.advance(milliseconds: 1_000)
        try world.must("orders.fulfil", #""orderId":"$ORDER","lines":[{"sku":"LAMP-R","quantity":1}]"#)
        #expect(
            try stages() == [
                "PARTLY_SHIPPED:", "RECEIVED", "PREPARING", "PARTLY_SHIPPED", "SHIPPED?", "DELIVERED?",
            ])
        world.advance(milliseconds: 1_000)
        try world.must("orders.fulfil", #""orderId":"$ORDER""#)
        try world.must("orders.updateStatus", #""orderId":"$ORDER","status":"DELIVERED""#)
        #expect(
            try stages() == [
                "DELIVERED:", "RECEIVED", "PREPARING", "PARTLY_SHIPPED", "SHIPPED", "DELIVERED",
            ])
        world.name("EARLY", try order(world, "$ADA", 1))
        try world.must("orders.cancel", #""orderId":"$EARLY","reason":"FRAUD""#)
        #expect(try stages() == ["CANCELLED:", "RECEIVED", "CANCELLED"])
    }

    @Test("strangers are counted, on both protocols; who may read customers is no stranger")
    func limits() throws {
        let world = try world()
        try live(world)
        world.disconnect(limits: PlainLimits())
        for _ in 0..<3 { try world.must("customers.portal", #""token":"c-0-0-x""#) }
        let refused = try world.ask("customers.portal", #""token":"c-0-0-x""#)
        #expect(refused.code == "too_many_requests" && refused.line.contains(#""retryAfterSeconds":7"#))
        #expect(try world.rest(.get, "/customers/portal/c-0-0-x").status == 429)
        let batch = try world.must("batch", #""requests":[{"op":"customers.portal","token":"c-0-0-x"}]"#)
        #expect(batch["results"][0]["error"]["code"] == "too_many_requests")
        #expect(try world.ask("ping").code == nil)
        world.signIn(
            Principal(subject: "clerk", permissions: PermissionSet(names: ["customers:read"]) ?? .none))
        for _ in 0..<9 { try world.must("customers.portal", #""token":"c-0-0-x""#) }
        world.disconnect(limits: PlainLimits())
        try world.must("customers.portal", #""token":"c-0-0-x""#)
    }
}
