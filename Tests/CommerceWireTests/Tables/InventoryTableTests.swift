import CSVText
import CommerceCore
import CommerceWire
import Testing

@Suite("Stock tables")
struct InventoryTableTests {
    private func read(
        _ text: String, mode: InventoryTable.Mode? = nil, mapping: [String: String] = [:]
    ) -> InventoryTable.Import {
        InventoryTable.read(Array(text.utf8), mode: mode, mapping: mapping)
    }

    private func places(_ result: InventoryTable.Import) -> [String] {
        result.issues.items.map { "\($0.line) \($0.column ?? "-")" }
    }

    @Test("counts are read, with what was expected and why")
    func absolute() throws {
        let result = read("SKU;Quantity;expectedquantity;Reason;notes;extra\nA;5;4;COUNTED;Ü;x\nB;-3;;;;\n")
        #expect(result.issues.items == [])
        #expect(result.mode == .absolute)
        #expect(result.rows.map(\.sku) == ["A", "B"])
        #expect(result.rows.map(\.quantity) == [Quantity(5), Quantity(-3)])
        #expect(result.rows.map(\.expectedQuantity) == [Quantity(4), nil])
        #expect(
            result.rows[0].reason == "COUNTED" && result.rows[0].notes == "Ü" && result.rows[1].notes == nil)
    }

    @Test("the column decides between counts and changes, unless the caller does")
    func mode() {
        #expect(read("variantId,quantityChange\nv,+5\n").mode == .delta)
        #expect(places(read("sku,quantity,quantityChange\nA,1,1\n")) == ["1 quantityChange"])
        #expect(
            read("sku,quantity,quantityChange\nA,x,1\n", mode: .delta).rows.map(\.quantity) == [Quantity(1)])
        #expect(places(read("sku,quantity\nA,1\n", mode: .delta)) == ["1 quantityChange"])
        #expect(places(read("name,count\nA,1\n")) == ["1 sku", "1 quantity"])
    }

    @Test("columns are found under the names the caller maps them to")
    func mapping() {
        let text = "Variant SKU,On hand,quantity\nA,7,1\n"
        let result = read(text, mapping: ["SKU": "variant sku", "quantity": "On hand"])
        #expect(result.rows.map(\.quantity) == [Quantity(7)])
        #expect(places(read(text, mapping: ["sku": "nope"])) == ["1 nope", "1 sku"])
        #expect(places(read(text, mapping: ["sku": "Variant SKU", "price": "x"])) == ["1 price"])
    }

    @Test("every fault of every row is an issue, a second row of a variant too")
    func issues() {
        let result = read(
            "sku,variantId,quantity,expectedQuantity\nA,,\"12,5\",x\nA,,1,\n,,1,\nB,v,1,\nC,v,1,\nD,,1\n,w,,\n"
        )
        #expect(
            places(result) == [
                "2 quantity", "2 expectedQuantity", "3 sku", "4 sku", "6 variantId", "7 -", "8 quantity",
            ])
        #expect(result.rows.map(\.line) == [5])
        #expect(result.issues.items[0].reason == "the file says \"12,5\"")
    }

    @Test("a text that is no table is the only issue")
    func noTable() {
        #expect(places(read("sku,quantity\n\"A,1\n")) == ["2 -"])
        #expect(places(read("")) == ["1 -"])
        #expect(places(read("sku,quantity\n" + String(repeating: "A,1\n", count: 50_001))) == ["50002 -"])
    }

    @Test("verdicts: unknown, changed meanwhile, unchanged, promised to customers, then the change")
    func verdicts() throws {
        var stock = Inventory()
        stock.adjust(by: Quantity(40))
        stock.promise(Quantity(12))
        let rows = read("sku,quantity,expectedQuantity\nA,50,\nB,50,41\nC,40,40\nD,10,\nE,0,39\nF,12,40\n")
            .rows
        let verdicts = rows.map { InventoryVerdict($0, mode: .absolute, stock: stock) }
        #expect(
            verdicts == [
                .change(before: Quantity(40), after: Quantity(50)),
                .stockChanged(expected: Quantity(41), actual: Quantity(40)),
                .unchanged(quantity: Quantity(40)),
                .belowReserved(quantity: Quantity(10), reserved: Quantity(12)),
                .stockChanged(expected: Quantity(39), actual: Quantity(40)),
                .change(before: Quantity(40), after: Quantity(12)),
            ])
        #expect(verdicts.map(\.isInOrder) == [true, false, true, false, false, true])
        #expect(verdicts[3].message(for: rows[3]) == "12 are promised to customers; cannot set 10.")
        #expect(
            verdicts[1].message(for: rows[1])
                == "The file expects 41, on hand is 40. This row was not changed.")
        let unknown = InventoryVerdict(rows[0], mode: .absolute, stock: nil)
        #expect(unknown.message(for: rows[0]) == "No variant has SKU A.")
        #expect(
            InventoryVerdict(rows[0], mode: .delta, stock: stock)
                == .change(before: Quantity(40), after: Quantity(90)))
    }

    @Test("a fall to nothing and a change beyond ten times are large jumps")
    func jumps() {
        let changes: [(Int64, Int64, Bool)] = [
            (5, 0, true), (5, 50, false), (5, 51, true), (50, 5, false), (51, 5, true), (0, 99, false),
        ]
        for (before, after, isLarge) in changes {
            let verdict = InventoryVerdict.change(before: Quantity(before), after: Quantity(after))
            #expect(verdict.isLargeJump == isLarge)
        }
    }

    @Test("the rows that were not applied come back with an error each, and can be imported again")
    func remainder() throws {
        let result = read("sku,quantity,note\nA,1,x\nB,zwei,\nC,3\n")
        let bytes = InventoryTable.remainder(of: result.table, messages: [3: "not whole", 4: "=short"])
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "sku,quantity,note,error\r\nB,zwei,,not whole\r\nC,3,,'=short\r\n")
        let again = try CSVTable(
            reading: InventoryTable.remainder(of: CSVTable(reading: bytes), messages: [2: "still"]))
        #expect(again.header.names == ["sku", "quantity", "note", "error"])
        #expect(again.rows.map(\.fields) == [["B", "zwei", "", "still"]])
    }

    @Test("an exported stock table is read back as it is, its formulas harmless")
    func export() throws {
        var writer = TableWriter(TableColumn.inventory)
        writer.write(["=A1", "5", "5", "", "", "v1", "Mug", "-", "2", "3", "10"])
        let text = writer.takeBytes()
        #expect(String(decoding: text, as: UTF8.self).contains("\r\n'=A1,5,5,,,v1,Mug,'-,2,3,10\r\n"))
        let result = InventoryTable.read(text)
        #expect(result.issues.items == [])
        #expect(result.rows.map(\.sku) == ["=A1"])
        #expect(result.rows.map(\.variantID) == ["v1"])
        #expect(result.rows.map(\.expectedQuantity) == [Quantity(5)])
    }

    @Test("the columns of each exported table have different names")
    func columns() {
        for columns in [TableColumn.customers, TableColumn.orders, TableColumn.inventory] {
            #expect(Set(columns).count == columns.count)
        }
    }
}
