import CommerceCore
import CommerceWire
import Testing

@Suite("finding customers")
struct CustomerListTests {
    /// Ten customers made a day apart; of the first five the n-th has n orders of one, then two … cups.
    private func world() throws -> WireWorld {
        let world = try WireWorld(isEmpty: true)
        try world.must(
            "products.create",
            #""name":"Cup","basePrice":"1.00","sku":"CUP","quantity":999,"status":"PUBLISHED""#)
        let names = [
            "Ada Lovelace", "Bob Byron", "Cy Zed", "Dora Maar", "Eve Adams", "Flo Ruiz", "Gil Ågren",
            "Hal Moss", "Ida Frey", "Jo Lund",
        ]
        for (index, name) in names.enumerated() {
            let parts = name.split(separator: " ")
            let made = try world.must(
                "customers.create",
                #""email":"\#(parts[0].lowercased())@example.com","firstName":"\#(parts[0])","lastName":"\#(parts[1])","company":"Firm \#(index % 2 == 0 ? "North" : "South")","phone":"+47 22 00 1\#(index) 9","tags":["T\#(index % 3)"],"shippingAddress":{"city":"Oslo"}"#
            )
            world.name("C\(index)", made["id"].text)
            world.advance(milliseconds: 86_400_000)
        }
        for index in 0..<5 {
            for _ in 0...index { _ = try world.order(to: "$C\(index)", cups: index + 1) }
        }
        return world
    }

    private func names(_ world: WireWorld, _ members: String) throws -> String {
        let page = try world.must("customers.list", members)
        return page["items"].items.map { $0["firstName"].text }.joined(separator: " ")
    }

    @Test(
        "words, their beginnings, e-mail, company, telephone and tags are searched",
        arguments: [
            (#""q":"lovelace""#, "Ada"), (#""q":"lo""#, "Ada"), (#""q":"agren""#, "Gil"),
            (#""q":"dora@example.com""#, "Dora"), (#""q":"firm sou""#, "Jo Hal Flo Dora Bob"),
            (#""q":"4722001""#, "Jo Ida Hal Gil Flo Eve Dora Cy Bob Ada"), (#""q":"nobody""#, ""),
            (#""tag":"t2""#, "Ida Flo Cy"), (#""tags":["T0","T2"],"hasOrders":false"#, "Jo Ida Gil Flo"),
            (#""hasOrders":true"#, "Eve Dora Cy Bob Ada"), (#""isRepeat":true"#, "Eve Dora Cy Bob"),
            (#""hasOpenOrders":false"#, "Jo Ida Hal Gil Flo"),
            (#""createdFrom":"2026-11-24","createdTo":"2026-11-25""#, "Dora Cy"),
            (#""createdFrom":"2027-01-01""#, ""), (#""lastOrderFrom":"2026-12-01","q":"cy""#, "Cy"),
        ])
    func filters(members: String, found: String) throws {
        let world = try world()
        #expect(try names(world, members) == found)
        try world.reopen()
        #expect(try names(world, members) == found)
    }

    @Test(
        "every order is the order, in pages too",
        arguments: [
            (#""sort":"createdAt""#, "Ada Bob Cy Dora Eve Flo Gil Hal Ida Jo"),
            (#""sort":"name""#, "Ada Bob Cy Dora Eve Flo Gil Hal Ida Jo"),
            (#""sort":"-name""#, "Jo Ida Hal Gil Flo Eve Dora Cy Bob Ada"),
            (#""sort":"-orderCount","hasOrders":true"#, "Eve Dora Cy Bob Ada"),
            (#""sort":"lifetimeValue","hasOrders":true"#, "Ada Bob Cy Dora Eve"),
            (#""sort":"-lastOrderAt","hasOrders":true"#, "Eve Dora Cy Bob Ada"),
        ])
    func sorts(members: String, expected: String) throws {
        let world = try world()
        #expect(try names(world, members) == expected)
        var (walked, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let more = cursor.map { #","cursor":"\#($0)""# } ?? ""
            let page = try world.must("customers.list", #""limit":3,\#(members)"# + more)
            walked += page["items"].items.map { $0["firstName"].text }
            cursor = page["nextCursor"] == .null ? nil : page["nextCursor"].text
            pages += 1
        } while cursor != nil && pages < 9
        #expect(walked.joined(separator: " ") == expected)
    }

    @Test(
        "what cannot be asked is refused by name",
        arguments: [
            (#""sort":"email""#, "sort"), (#""limit":0"#, "limit"), (#""cursor":"zz""#, "cursor"),
            (#""hasOrders":"yes""#, "hasOrders"), (#""createdFrom":"yesterday""#, "createdFrom"),
            (#""tags":[]"#, "tags"), (#""tags":["a"],"tag":"b""#, "tags"), (#""q":7"#, "q"),
        ])
    func refusals(members: String, field: String) throws {
        let refused = try WireWorld().ask("customers.list", members)
        #expect(
            refused.code == "invalid_value" && refused.details["field"] == .text(field), "\(refused.line)")
    }

    @Test("the table has a row for each customer that the list would have, and no formulas")
    func table() throws {
        let world = try world()
        try world.must("customers.update", #""customerId":"$C0","notes":"=1+1","tags":["a","b"]"#)
        let table = try world.must("customers.export", #""hasOrders":true,"sort":"name""#)
        let lines = table["csv"].text.split(separator: "\r\n").map(String.init)
        #expect(lines.count == 6 && table["rows"] == 5 && table["nextCursor"] == .null)
        #expect(lines[0].hasPrefix("id,email,firstName,lastName,phone,company,tags,orderCount,totalSpent,"))
        #expect(
            lines[1].contains(#",ada@example.com,Ada,Lovelace,"#) && lines[1].contains(#""a, b",1,1.00,"#))
        #expect(!lines[1].contains(",=1+1"))
        let first = try world.must("customers.export", #""limit":3"#)
        let rest = try world.must("customers.export", #""limit":10,"cursor":"\#(first["nextCursor"].text)""#)
        #expect(first["rows"] == 3 && rest["rows"] == 7)
        let rest0 = try world.rest(.get, "/customers/export?limit=2")
        #expect(rest0.status == 200 && rest0.text.hasPrefix("id,email,"))
    }
}

extension WireWorld {
    /// An order of so many cups; answers its id.
    func order(to customer: String, cups: Int) throws -> String {
        try must(
            "orders.create", #""customerId":"\#(customer)","items":[{"sku":"CUP","quantity":\#(cups)}]"#)[
                "orderId"
            ].text
    }
}
