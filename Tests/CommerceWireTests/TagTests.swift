import CommerceWire
import Testing

@Suite("Tags")
struct TagTests {
    private func names(_ list: Value) -> [String] { list["items"].items.map { $0["name"].text } }

    @Test("a product names its tags; those that are not there are made, whatever the case they are one")
    func madeOnTheWay() throws {
        let world = try WireWorld()
        let before = try world.must("tags.list")["total"].int
        let cup = try world.must(
            "products.update", #""productId":"$P-CUP","tags":["Summer","White mugs","SUMMER"]"#)
        #expect(cup["tags"].items.map { $0["name"].text } == ["Summer", "White mugs"])
        #expect(cup["tags"].items.map { $0["slug"].text } == ["summer", "white-mugs"])
        let shirt = try world.must(
            "products.update",
            #""productId":"$P-SHIRT","tags":["summer","\#(cup["tags"].items[1]["id"].text)"]"#)
        #expect(shirt["tags"] == cup["tags"])
        #expect(try world.must("tags.list")["total"].int == (before ?? 0) + 2)
        #expect(try world.must("products.update", #""productId":"$P-CUP","tags":[]"#)["tags"] == [])
    }

    @Test("a refused product makes no tag")
    func refusedMakesNone() throws {
        let world = try WireWorld()
        let before = world.sequence
        for (operation, members, code) in [
            ("products.create", #""name":"X","basePrice":1,"sku":"CUP","tags":["New"]"#, "already_exists"),
            ("products.update", #""productId":"$P-CUP","slug":"shirt","tags":["New"]"#, "already_exists"),
            (
                "products.update", #""productId":"$P-CUP","expectedVersion":9,"tags":["New"]"#,
                "version_conflict"
            ),
            ("products.update", #""productId":"$P-CUP","tags":["a,b"]"#, "invalid_value"),
            ("products.update", #""productId":"$P-CUP","tags":[" a"]"#, "invalid_value"),
            ("products.update", #""productId":"$P-CUP","tags":"New""#, "invalid_value"),
        ] {
            #expect(try world.ask(operation, members).code == code, "\(members)")
        }
        #expect(world.sequence == before)
        #expect(names(try world.must("tags.list")) == [])
    }

    @Test("tags are listed by name, and found by how it begins")
    func list() throws {
        let world = try WireWorld()
        for name in ["zebra", "Émail", "apple", "emerald"] {
            try world.must("tags.create", #""name":"\#(name)""#)
        }
        #expect(names(try world.must("tags.list")) == ["apple", "Émail", "emerald", "zebra"])
        #expect(names(try world.must("tags.list", #""q":"EM""#)) == ["Émail", "emerald"])
        let page = try world.must("tags.list", #""limit":3"#)
        #expect(names(try world.must("tags.list", #""cursor":"\#(page["nextCursor"].text)""#)) == ["zebra"])
        #expect(try world.ask("tags.create", #""name":"APPLE""#).code == "already_exists")
        #expect(try world.ask("tags.create", #""name":"x","slug":"apple""#).code == "already_exists")
        #expect(try world.must("tags.create", #""name":"apple!""#)["slug"] == "apple-2")
    }

    @Test("a renamed tag is found under its new name alone, a deleted one not at all, also after a restart")
    func renamed() throws {
        let world = try WireWorld()
        let cup = try world.must("products.update", #""productId":"$P-CUP","tags":["Glazed"]"#)
        world.name("TAG", cup["tags"].items[0]["id"].text)
        func found(_ members: String) throws -> [String] { names(try world.must("products.list", members)) }
        #expect(try found(#""q":"glaz""#) == ["Cup"])
        #expect(try found(#""tags":["gLAZED"]"#) == ["Cup"])
        try world.must("tags.update", #""tagId":"$TAG","name":"Matte""#)
        for _ in 0..<2 {
            #expect(try found(#""q":"glaz""#) == [])
            #expect(try found(#""q":"matte""#) == ["Cup"])
            #expect(try found(#""tags":["Glazed"]"#) == [])
            #expect(try found(#""tags":["Glazed","matte"]"#) == ["Cup"])
            #expect(try found(#""tags":["$TAG"]"#) == ["Cup"])
            #expect(try world.must("tags.get", #""tagId":"$TAG""#)["productCount"] == 1)
            try world.reopen()
        }
        #expect(try world.rest(.delete, "/tags/$TAG").status == 204)
        #expect(try found(#""q":"matte""#) == [])
        #expect(try world.must("products.get", #""productId":"$P-CUP""#)["tags"] == [])
        #expect(try world.ask("tags.get", #""tagId":"$TAG""#).code == "tag_not_found")
    }
}
