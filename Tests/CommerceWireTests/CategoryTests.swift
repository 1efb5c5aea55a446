import CommerceWire
import Testing

@Suite("Categories")
struct CategoryTests {
    /// `$NAME` stands for a category of this name afterwards.
    @discardableResult
    private func add(_ name: String, _ more: String = "", to world: WireWorld) throws -> Value {
        let made = try world.must(
            "categories.create", #""name":"\#(name)""# + (more.isEmpty ? "" : ",\(more)"))
        world.name(name.uppercased(), made["id"].text)
        return made
    }

    /// Home (Kitchen (Mugs, Plates), Garden), Toys — by displayOrder, which is not the order of making.
    private func tree() throws -> WireWorld {
        let world = try WireWorld()
        try add("Toys", #""displayOrder":9"#, to: world)
        try add("Home", #""displayOrder":1"#, to: world)
        try add("Garden", #""parentId":"$HOME","displayOrder":5"#, to: world)
        try add("Kitchen", #""parentId":"$HOME""#, to: world)
        try add("Mugs", #""parentId":"$KITCHEN""#, to: world)
        try add("Plates", #""parentId":"$KITCHEN","isVisible":false"#, to: world)
        return world
    }

    private func names(_ list: Value) -> [String] { list["items"].items.map { $0["name"].text } }

    @Test("a new category is answered whole, with a slug of its own")
    func create() throws {
        let world = try WireWorld()
        let made = try add("Café & Bar", #""description":"d","image":"/uploads/x.png""#, to: world)
        #expect(made["slug"] == "cafe-bar")
        #expect(made["parentId"] == .null && made["depth"] == 0 && made["version"] == 1)
        #expect(made["isVisible"] == true && made["displayOrder"] == 0 && made["productCount"] == 0)
        #expect(try world.must("categories.get", #""categoryId":"$CAFÉ & BAR""#) == made)
        #expect(try add("Cafe Bar", to: world)["slug"] == "cafe-bar-2")
        #expect(try world.ask("categories.create", #""name":"CAFÉ & bar""#).code == "already_exists")
        #expect(try world.ask("categories.create", #""name":"X","slug":"cafe-bar""#).code == "already_exists")
    }

    @Test("the list is the tree: each before those below it, siblings by displayOrder, then by age")
    func listIsTree() throws {
        let world = try tree()
        let all = try world.must("categories.list")
        #expect(names(all) == ["Home", "Kitchen", "Mugs", "Plates", "Garden", "Toys"])
        #expect(all["items"].items.map { $0["depth"].int } == [0, 1, 2, 2, 1, 0])
        #expect(names(try world.must("categories.list", #""visible":true"#)).contains("Plates") == false)
        let first = try world.must("categories.list", #""limit":4"#)
        #expect(first["total"] == 6)
        let next = first["nextCursor"].text
        #expect(names(try world.must("categories.list", #""cursor":"\#(next)""#)) == ["Garden", "Toys"])
    }

    @Test("a category moves, but never under itself, and not below 32 others")
    func moving() throws {
        let world = try tree()
        for parent in ["HOME", "KITCHEN", "MUGS"] {
            let reply = try world.ask("categories.update", #""categoryId":"$HOME","parentId":"$\#(parent)""#)
            #expect(reply.code == "invalid_value", "\(parent)")
        }
        try world.must("categories.update", #""categoryId":"$KITCHEN","parentId":"$TOYS""#)
        #expect(
            names(try world.must("categories.list")) == [
                "Home", "Garden", "Toys", "Kitchen", "Mugs", "Plates",
            ])
        try world.must("categories.update", #""categoryId":"$KITCHEN","parentId":null"#)
        #expect(try world.must("categories.get", #""categoryId":"$KITCHEN""#)["parentId"] == .null)
        var parent = "MUGS"
        var refused: String?
        for level in 0..<40 where refused == nil {
            let reply = try world.ask(
                "categories.create", #""name":"L\#(level)","parentId":"$\#(parent)""#)
            refused = reply.code
            if refused == nil { world.name("L\(level)", reply.ok["id"].text) }
            parent = "L\(level)"
        }
        #expect(refused == "limit_reached")
    }

    @Test("deleting a category lifts those below it, and products lose it")
    func delete() throws {
        let world = try tree()
        try world.must("products.update", #""productId":"$P-CUP","categoryIds":["$KITCHEN","$TOYS"]"#)
        #expect(try world.rest(.delete, "/categories/$KITCHEN", version: 7).status == 409)
        #expect(try world.rest(.delete, "/categories/$KITCHEN", version: 1).status == 204)
        #expect(names(try world.must("categories.list")) == ["Home", "Mugs", "Plates", "Garden", "Toys"])
        let cup = try world.must("products.get", #""productId":"$P-CUP""#)
        #expect(cup["categories"].items.map { $0["name"].text } == ["Toys"])
        #expect(try world.ask("categories.get", #""categoryId":"$KITCHEN""#).code == "category_not_found")
        #expect(try world.ask("products.list", #""categoryId":"$KITCHEN""#).code == "category_not_found")
        try add("Kitchen", to: world)
    }

    @Test("products are found by a category with all below it, and counted where they are")
    func subtree() throws {
        let world = try tree()
        try world.must("products.update", #""productId":"$P-CUP","categoryIds":["$MUGS"]"#)
        try world.must("products.update", #""productId":"$P-SHIRT","categoryIds":["$GARDEN","$GARDEN"]"#)
        func found(_ category: String) throws -> [String] {
            names(try world.must("products.list", #""categoryId":"$\#(category)""#)).sorted()
        }
        for _ in 0..<2 {
            #expect(try found("HOME") == ["Cup", "Shirt"])
            #expect(try found("KITCHEN") == ["Cup"])
            #expect(try found("TOYS") == [])
            #expect(try world.must("categories.get", #""categoryId":"$MUGS""#)["productCount"] == 1)
            #expect(try world.must("categories.get", #""categoryId":"$HOME""#)["productCount"] == 0)
            try world.reopen()
        }
        try world.must("categories.update", #""categoryId":"$KITCHEN","parentId":"$TOYS""#)
        #expect(try found("TOYS") == ["Cup"])
        #expect(try found("HOME") == ["Shirt"])
    }

    @Test(
        "what is wrong with a category is named",
        arguments: [
            (#""slug":"x""#, "missing_field"), (#""name":" ""#, "invalid_value"),
            (#""name":"A","slug":"A b""#, "invalid_value"),
            (#""name":"A","displayOrder":1.5"#, "invalid_value"),
            (#""name":"A","displayOrder":1000001"#, "invalid_value"),
            (#""name":"A","image":"javascript:1""#, "invalid_value"),
            (#""name":"A","parentId":"zzz""#, "category_not_found"),
            (#""name":"A","colour":1"#, "unknown_field"),
        ])
    func refusals(members: String, code: String) throws {
        let world = try WireWorld()
        let before = world.sequence
        #expect(try world.ask("categories.create", members).code == code)
        #expect(world.sequence == before)
    }

    @Test("who may only read products changes no categories and tags; deleting needs products:delete")
    func access() throws {
        let world = try tree()
        world.name("RED", try world.must("tags.create", #""name":"Red""#)["id"].text)
        world.signIn(without: "products:write")
        #expect(try world.ask("categories.create", #""name":"X""#).code == "forbidden")
        #expect(try world.ask("tags.update", #""tagId":"$RED","name":"X""#).code == "forbidden")
        world.signIn(without: "products:delete")
        #expect(try world.ask("categories.delete", #""categoryId":"$TOYS""#).code == "forbidden")
        #expect(try world.ask("tags.delete", #""tagId":"$RED""#).code == "forbidden")
        #expect(try world.ask("products.delete", #""productId":"$P-CUP""#).code == "forbidden")
        try world.must("tags.update", #""tagId":"$RED","name":"X""#)
    }
}
