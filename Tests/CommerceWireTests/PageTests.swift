import Testing

@Suite("Pages")
struct PageTests {
    private func grown(_ count: Int) throws -> WireWorld {
        let world = try WireWorld(isEmpty: true)
        for _ in 0..<count { try add(to: world) }
        return world
    }

    private func add(to world: WireWorld) throws {
        let number = try world.must("products.list", #""limit":1"#)["total"].int ?? 0
        try world.must(
            "products.create",
            #""name":"P\#(number)","basePrice":1,"sku":"S\#(number)","status":"\#(number % 3 == 0 ? "PUBLISHED" : "DRAFT")""#
        )
    }

    @Test(
        "a walk by cursor shows what there was exactly once while more is added",
        arguments: [1, 2, 7, 33, 100])
    func walk(limit: Int) throws {
        for (operation, members, name, added) in [
            ("products.list", "", "name", false), ("products.list", #","sort":"createdAt""#, "name", true),
            ("products.list", #","status":"DRAFT""#, "name", false), ("inventory.list", "", "sku", true),
            ("inventory.lowStock", "", "sku", true),
        ] {
            let world = try grown(33)
            let first = try world.must(operation, #""limit":100\#(members)"#)["items"].items.map {
                $0[name].text
            }
            var seen: [String] = []
            var cursor = ""
            var pages = 0
            while pages < 200 {
                pages += 1
                let page = try world.must(
                    operation, #""limit":\#(limit)\#(cursor)\#(members)"#)
                seen += page["items"].items.map { $0[name].text }
                #expect(page["items"].items.count <= limit)
                #expect(page["total"].int ?? 0 >= first.count)
                if pages <= 20 { try add(to: world) }
                guard case .text(let next) = page["nextCursor"] else { break }
                cursor = #","cursor":"\#(next)""#
            }
            #expect(Set(seen).count == seen.count, "\(operation)\(members) shows a row twice")
            // Newest first, what is added lies behind the walk; oldest first, before it.
            if added {
                #expect(Array(seen.prefix(first.count)) == first)
            } else {
                #expect(seen == first)
            }
        }
    }

    @Test("the last page that is just full has no next cursor, and no list is an empty page")
    func ends() throws {
        let world = try grown(4)
        let page = try world.must("products.list", #""limit":2"#)
        let last = try world.must("products.list", #""limit":2,"cursor":"\#(page["nextCursor"].text)""#)
        #expect(last["items"].items.count == 2)
        #expect(last["nextCursor"] == .null)
        let empty = try world.must("customers.list")
        #expect(empty["items"] == [] && empty["nextCursor"] == .null && empty["total"] == 0)
    }

    @Test("a page has 20 rows unless told otherwise, at most 100")
    func limits() throws {
        let world = try grown(23)
        #expect(try world.must("products.list")["items"].items.count == 20)
        #expect(try world.must("products.list", #""limit":100"#)["items"].items.count == 23)
        #expect(try world.must("products.list", #""limit":1"#)["items"].items.count == 1)
        for limit in ["0", "101", "-1", "1.5", #""20""#] {
            #expect(try world.ask("products.list", #""limit":\#(limit)"#).code == "invalid_value")
        }
    }

    @Test("an offset skips so many rows, at most 10,000, and past the end there are none")
    func offsets() throws {
        let world = try grown(5)
        func names(_ members: String) throws -> [String] {
            try world.must("products.list", members)["items"].items.map { $0["name"].text }
        }
        #expect(try names(#""offset":0"#) == ["P4", "P3", "P2", "P1", "P0"])
        #expect(try names(#""offset":3"#) == ["P1", "P0"])
        #expect(try names(#""offset":3,"sort":"createdAt""#) == ["P3", "P4"])
        #expect(try names(#""offset":1,"status":"PUBLISHED""#) == ["P0"])
        for offset in [5, 6, 10_000] {
            for more in ["", #","sort":"createdAt""#, #","status":"DRAFT""#] {
                let page = try world.must("products.list", #""offset":\#(offset)\#(more)"#)
                #expect(page["items"] == [])
                #expect(page["nextCursor"] == .null)
            }
        }
        #expect(try world.ask("products.list", #""offset":10001"#).code == "invalid_value")
        let page = try world.must("products.list", #""offset":1,"limit":2"#)
        #expect(try names(#""limit":2,"cursor":"\#(page["nextCursor"].text)""#) == ["P1", "P0"])
    }

    @Test(
        "a cursor that this server never gave is refused or shows no row twice",
        arguments: [
            "", "a", "d", "x1", "a-1", "a!", "aw", "A1", "1", "a99999999999999999999", "avvvvvvvvvvvvv",
            "a 1", "a1 ",
            "d3vvvvvv", "a3vvvvvv", "a4000000",
        ])
    func foreignCursors(cursor: String) throws {
        let world = try grown(3)
        for more in ["", #","status":"DRAFT""#] {
            let reply = try world.ask("products.list", #""cursor":"\#(cursor)"\#(more)"#)
            if let code = reply.code {
                #expect(code == "invalid_value")
            } else {
                let names = reply.ok["items"].items.map { $0["name"].text }
                #expect(Set(names).count == names.count)
            }
        }
    }
}
