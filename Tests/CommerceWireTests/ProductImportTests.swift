import CSVText
import CommerceWire
import CompactJSON
import Testing

@Suite("Tables of products")
struct ProductImportTests {
    /// `text` as a JSON text.
    private func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.value(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func take(_ csv: String, into world: WireWorld, _ more: String = "") throws -> Value {
        try world.must("products.import", #""csv":\#(quoted(csv))\#(more)"#)
    }

    private func export(_ world: WireWorld, _ members: String = #""sort":"createdAt""#) throws -> String {
        try world.must("products.export", members)["csv"].text
    }

    /// The rows of a table by the names of its columns, the empty fields left out.
    private func rows(_ text: String) throws -> [[String: String]] {
        var text = text
        return try text.withUTF8 { buffer in
            var reader = CSVReader(UnsafeRawBufferPointer(buffer))
            guard let header = try reader.next() else { return [] }
            var rows: [[String: String]] = []
            while let row = try reader.next() {
                if row.isBlank { continue }
                let named = zip(header.fields, row.fields).filter { !$0.1.isEmpty }
                rows.append(Dictionary(uniqueKeysWithValues: named.map { ($0.0, $0.1) }))
            }
            return rows
        }
    }

    private static let files =
        ProductFiles.all + ProductFiles.shared.map { String(decoding: $0, as: UTF8.self) }

    @Test(
        "a table goes through the shop and comes back: every field of every row is there as it was",
        arguments: files)
    func roundTrip(file: String) throws {
        let world = try WireWorld(isEmpty: true)
        let result = try take(file, into: world)
        #expect(
            result["issueCount"] == 0 && result["refused"] == 0, "\(result["issues"]) \(result["products"])")
        for _ in 0..<2 {
            let (before, after) = (try rows(file), try rows(try export(world)))
            try #require(before.count == after.count)
            let names = Set(before.flatMap(\.keys))
            for (was, now) in zip(before, after) {
                for name in names {
                    // The newer names of columns come back under the older ones.
                    let known = now[name] ?? now[ProductImportTests.olderNames[name.lowercased()] ?? ""]
                    #expect(known == was[name], "\(name) of \(was["Handle"] ?? was["URL handle"] ?? "")")
                }
            }
            try world.reopen()
        }
        #expect(world.violations == [])
    }

    private static let olderNames = [
        "url handle": "Handle", "description": "Body (HTML)", "published on online store": "Published",
        "sku": "Variant SKU", "barcode": "Variant Barcode", "option1 name": "Option1 Name",
        "option1 value": "Option1 Value", "option2 name": "Option2 Name", "option2 value": "Option2 Value",
        "option3 name": "Option3 Name", "option3 value": "Option3 Value", "price": "Variant Price",
        "compare-at price": "Variant Compare At Price", "inventory quantity": "Variant Inventory Qty",
        "inventory tracker": "Variant Inventory Tracker",
        "continue selling when out of stock": "Variant Inventory Policy", "product image url": "Image Src",
        "image position": "Image Position", "image alt text": "Image Alt Text",
        "variant image url": "Variant Image", "gift card": "Gift Card", "seo title": "SEO Title",
        "seo description": "SEO Description",
    ]

    @Test(
        "taking the same table in again changes nothing, and so does taking in what was given out",
        arguments: files)
    func idempotence(file: String) throws {
        let world = try WireWorld(isEmpty: true)
        let first = try take(file, into: world)
        let second = try take(file, into: world)
        #expect(second["unchanged"] == first["created"], "\(second["products"])")
        #expect(second["created"] == 0 && second["updated"] == 0)
        let third = try take(try export(world), into: world)
        #expect(third["unchanged"] == first["created"], "\(third["products"]) \(third["issues"])")
    }

    @Test("a dry run says what would be and writes nothing")
    func dryRun() throws {
        let world = try WireWorld()
        let csv = """
            Handle,Title,Variant SKU,Variant Price
            cup,Mug,CUP,5
            tea,Tea,TEA,3
            bad,Bad,SHIRT-S,1

            """
        let before = world.sequence
        let trial = try take(csv, into: world, #","dryRun":true"#)
        #expect(world.sequence == before)
        #expect(trial["dryRun"] == true)
        #expect(trial["products"].items.map { $0["action"] } == ["updated", "created", "refused"])
        #expect(trial["products"][2]["error"]["code"] == "already_exists")
        let real = try take(csv, into: world)
        #expect(real["products"].items.map { $0["action"] } == ["updated", "created", "refused"])
        #expect(try world.must("products.getBySlug", #""slug":"cup""#)["name"] == "Mug")
        #expect(try world.must("products.getBySlug", #""slug":"tea""#)["variants"][0]["sku"] == "TEA")
        #expect(try world.ask("products.getBySlug", #""slug":"bad""#).code == "product_not_found")
    }

    @Test("stock on hand is set for what is new, and never changed for what is there")
    func stock() throws {
        let world = try WireWorld()
        _ = try world.order(#"{"sku":"CUP","quantity":4}"#)
        let csv = """
            Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Inventory Tracker,Variant Price
            cup,Cup,Colour,White,CUP,99,shopify,4.95
            cup,,,Blue,CUP-B,7,shopify,5.95

            """
        let result = try take(csv, into: world)
        #expect(result["products"][0]["action"] == "updated", "\(result["products"])")
        #expect(try world.stock("CUP") == "10/4")
        #expect(try world.stock("CUP-B") == "7/0")
        let cup = try world.must("products.getBySlug", #""slug":"cup""#)
        #expect(cup["variants"].items.map { $0["attributes"]["Colour"] } == ["White", "Blue"])
        #expect(cup["variants"].items.map { $0["price"] } == [.null, "5.95"])
        try world.reopen()
        #expect(try world.must("products.getBySlug", #""slug":"cup""#) == cup)
    }

    @Test("SKUs may change places within a product; one of another product refuses the whole product")
    func skus() throws {
        let world = try WireWorld()
        let head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
        _ = try take(head + "pair,Pair,Side,Left,L,1\npair,,,Right,R,1\n", into: world)
        let before = try world.must("products.getBySlug", #""slug":"pair""#)
        let swapped = try take(head + "pair,Pair,Side,Right,L,1\npair,,,Left,R,1\n", into: world)
        #expect(swapped["products"][0]["action"] == "updated", "\(swapped["products"])")
        let refused = try take(head + "pair,New name,Side,Left,L,1\npair,,,Middle,CUP,1\n", into: world)
        #expect(refused["products"][0]["action"] == "refused")
        let after = try world.must("products.getBySlug", #""slug":"pair""#)
        #expect(after["name"] == "Pair" && after["variants"].items.count == 2)
        #expect(after["variants"].items.map { $0["id"] } == before["variants"].items.map { $0["id"] })
        let moved = after["variants"].items.map { "\($0["sku"].text)=\($0["attributes"]["Side"].text)" }
        #expect(moved.sorted() == ["L=Right", "R=Left"])
    }

    @Test("variants that a table does not name stay as they are, with their prices")
    func unnamed() throws {
        let world = try WireWorld()
        _ = try take(
            "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\nshirt,Shirt,Size,Small,SHIRT-S,33\n",
            into: world)
        let shirt = try world.must("products.get", #""productId":"$P-SHIRT""#)
        #expect(shirt["basePrice"] == "20.00")
        #expect(shirt["variants"].items.map { $0["price"] } == ["33.00", "22.50", .null])
    }

    @Test(
        "what is wrong with a row is told with its line, and the other products are taken",
        arguments: [
            ("a b,X,,1,1", "Handle"), ("x/y,X,,1,1", "Handle"), ("x,,,1,1", "Title"),
            ("x,X,,1.234,1", "Variant Price"),
            ("x,X,,1,-1", "Variant Inventory Qty"), ("x,X,,1,many", "Variant Inventory Qty"),
            ("x,X,\(String(repeating: "t", count: 101)),1,1", "Tags"),
        ])
    func issues(row: String, column: String) throws {
        let world = try WireWorld(isEmpty: true)
        let csv =
            "Handle,Title,Tags,Variant Price,Variant Inventory Qty,Variant Inventory Tracker\n\(row),shopify\n"
            + "good,Good,a,1,1,shopify\n"
        let result = try take(csv, into: world)
        #expect(result["created"] == 1 && result["issueCount"] == 1, "\(result)")
        #expect(result["issues"][0]["line"] == 2 && result["issues"][0]["column"] == .text(column))
        #expect(try world.must("products.list")["total"] == 1)
    }

    @Test("a table without what it needs, or of too many products, is refused as a whole")
    func wholeTables() throws {
        let world = try WireWorld(isEmpty: true)
        #expect(try take("a,b\n1,2\n", into: world)["issueCount"] == 2)
        let many = "Handle,Title\n" + (0...1_000).map { "p\($0),P\n" }.joined()
        let before = world.sequence
        #expect(try world.ask("products.import", #""csv":\#(quoted(many))"#).code == "invalid_value")
        #expect(try world.ask("products.import", #""csv":1"#).code == "invalid_value")
        #expect(try world.ask("products.import", "").code == "missing_field")
        #expect(world.sequence == before)
    }

    @Test("repeated under its key it is answered as before")
    func key() throws {
        let world = try WireWorld(isEmpty: true)
        let csv = "Handle,Title,Variant Price\ntea,Tea,3\n"
        let first = try take(csv, into: world, #","idempotencyKey":"k""#)
        let again = try take(csv, into: world, #","idempotencyKey":"k""#)
        #expect(first["created"] == 1 && again["created"] == 1 && again["replayed"] == true)
        #expect(try world.must("products.list")["total"] == 1)
    }

    @Test("an export is restricted as a list is, goes on by cursor, and is the text itself in REST")
    func export() throws {
        let world = try WireWorld()
        #expect(try rows(try export(world, #""q":"cup""#)).map { $0["Handle"] } == ["cup"])
        let shirts = try rows(try export(world, #""q":"shirt""#))
        #expect(shirts.map { $0["Option1 Value"] } == ["Small", "Medium", "Old"])
        #expect(shirts.map { $0["Variant Price"] } == ["20.00", "22.50", "20.00"])
        let reply = try world.rest(.get, "/products/export?status=DRAFT")
        #expect(reply.text.hasPrefix("Handle,Title,"))
        #expect(try rows(reply.text).map { $0["Handle"] } == ["secret"])
        world.signIn(without: "products:read")
        #expect(try world.ask("products.export").code == "forbidden")
        world.signIn(without: "products:write")
        #expect(try world.ask("products.import", #""csv":"Handle,Title\n""#).code == "forbidden")
    }
}
