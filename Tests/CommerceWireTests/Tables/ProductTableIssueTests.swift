import CommerceWire
import Testing

@Suite("Faults in a product table")
struct ProductTableIssueTests {
    private func issues(_ rows: String...) -> [String] {
        let header =
            "Handle,Title,Tags,Published,Status,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
        let more =
            "Variant SKU,Variant Price,Variant Inventory Qty,Variant Inventory Policy,Image Src,Image Position"
        let text = ([header + more] + rows).joined(separator: "\n")
        return ProductTable.read(Array(text.utf8)).issues.items.map { "\($0.line) \($0.column ?? "-")" }
    }

    @Test("every fault of every row is named with line and column, not the first alone")
    func all() {
        let found = issues(
            "a,,,yes,gone,Size,S,,,A,1.005,1.5,maybe,javascript:x,0",
            "a,,,,,,,,Red,B,-1,,,,",
            "b,B,,,,,,,,C,1,,,,")
        #expect(
            found == [
                "2 Title", "2 Published", "2 Status", "2 Variant Price", "2 Variant Inventory Qty",
                "2 Variant Inventory Policy", "2 Image Src", "2 Image Position", "3 Option1 Value",
                "3 Option2 Value", "3 Variant Price",
            ])
    }

    @Test(
        "what only several rows together tell is a fault of the later row",
        arguments: [
            (["a,A,,,,Size,S,,,,1,,,,", "a,,,,,,S,,,,1,,,,"], ["3 Option1 Value"]),
            (["a,A,,,,Size,S,,,X,1,,,,", "b,B,,,,,,,,X,1,,,,"], ["3 Variant SKU"]),
            (["a,A,,,,,,,,,1,,,,", "b,B,,,,,,,,,1,,,,", "a,,,,,,,,,,1,,,,"], ["4 Handle"]),
            (["a,A,,,,Size,S,,,,1,,,,", "a,Other,,,,,M,,,,1,,,,"], ["3 Title"]),
            (["a,A,,,,Size,S,,,,1,,,,", "a,,,,,,,,,,,5,,,"], ["3 -"]),
            (["a,A,,,,,,,,,1,,,,", ",B,,,,,,,,,1,,,,", "c,C,,,,,,,,,1,,,,"], ["3 Handle"]),
            (["a,A,,,,,,Size,,,1,,,,"], ["2 Option2 Name"]),
            (["a,A,,,,,,,,,1,,,", "b,B,,,,,,,,,1,,,,"], ["2 -"]),
        ])
    func together(rows: [String], expected: [String]) {
        #expect(issues(rows[0], rows.count > 1 ? rows[1] : "", rows.count > 2 ? rows[2] : "") == expected)
    }

    @Test("products in order are kept beside those that are not")
    func partly() {
        let text = "Handle,Title,Variant Price\na,A,1\nb,,x\nc,C,2\n"
        let result = ProductTable.read(Array(text.utf8))
        #expect(result.products.map(\.handle) == ["a", "c"])
        #expect(result.rowCount == 3)
        #expect(result.issues.count == 2)
        let price =
            "line 3, Variant Price: the file says \"x\"; allowed is an amount like 129.90 from 0 to 99999999.99"
        #expect(result.issues.items.last?.description == price)
    }

    @Test("a header without the needed columns, or with one twice, is all that is said")
    func header() {
        let missing = ProductTable.read(Array("SKU,Price\n,\n".utf8))
        #expect(missing.issues.items.map(\.column) == ["Handle", "Title"])
        let double = ProductTable.read(Array("Handle,Title,X,x\n".utf8))
        #expect(double.issues.items.map(\.column) == ["x"])
        #expect(ProductTable.read([]).issues.count == 1)
    }

    @Test("a quote that does not add up is the last issue; the products before it are read")
    func structure() {
        let result = ProductTable.read(Array("Handle,Title\na,A\nb,\"B\n".utf8))
        #expect(result.products.map(\.handle) == ["a"])
        #expect(result.issues.items.map(\.line) == [3])
    }

    @Test("issues are counted all, and kept up to a bound")
    func bound() {
        let rows = (0..<1_500).map { "h\($0),\n" }.joined()
        let result = ProductTable.read(Array(("Handle,Title\n" + rows).utf8))
        #expect(result.issues.count == 1_500)
        #expect(result.issues.items.count == 1_000)
    }

    @Test("no damage to a byte makes reading trap, and whatever is read can be written")
    func damage() {
        for file in ProductFiles.all.map({ Array($0.utf8) }) {
            for index in stride(from: 0, to: file.count, by: 7) {
                for byte: UInt8 in [0x22, 0x2C, 0x0A, 0x27, 0x2D] {
                    var changed = file
                    changed[index] = byte
                    let result = ProductTable.read(changed)
                    var writer = ProductTableWriter(header: result.header.isEmpty ? ["x"] : result.header)
                    for product in result.products { writer.write(product) }
                }
            }
        }
    }
}
