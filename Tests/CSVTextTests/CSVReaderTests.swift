import CSVText
import Testing

@Suite("Strict CSV rows")
struct CSVReaderTests {
    private func table(
        _ text: String, limits: CSVLimits = CSVLimits(), formulas: CSVFormulas = .guarded
    ) throws(CSVError) -> [[String]] {
        let table = try CSVTable(
            reading: Array(text.utf8), delimiter: UInt8(ascii: ","), limits: limits, formulas: formulas)
        return [table.header.names] + table.rows.map(\.fields)
    }

    private func error(_ bytes: [UInt8], limits: CSVLimits = CSVLimits()) -> CSVError? {
        do throws(CSVError) {
            _ = try CSVTable(reading: bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func error(_ text: String) -> CSVError? { error(Array(text.utf8)) }

    @Test("quoted fields hold delimiters, line ends and quotes; lines end with CRLF, LF or the text")
    func accepted() throws {
        let text = "a,b\r\n1,\"x,y\"\n\"l\r\nm\",\"\"\"\"\n2,"
        #expect(try table(text) == [["a", "b"], ["1", "x,y"], ["l\r\nm", "\""], ["2", ""]])
        #expect(try table("\u{FEFF}a\n\n1\n\r\n2") == [["a"], ["1"], ["2"]])
    }

    @Test("a row knows the line on which it begins")
    func lines() throws {
        let table = try CSVTable(reading: Array("a\n\"1\n2\"\n\n3\n".utf8))
        #expect(table.rows.map(\.line) == [2, 5])
    }

    @Test("rows of nothing but empty fields, as spreadsheets leave them, are left out of a table")
    func blankRows() throws {
        #expect(try table("a,b\n1,2\n,\n") == [["a", "b"], ["1", "2"]])
    }

    @Test(
        "a fault is named with its line and character",
        arguments: [
            ("", CSVError(.empty, line: 1)),
            ("a,b\n1,\"x", CSVError(.unclosedQuote, line: 2, column: 3)),
            ("a\n\"x\" ,1", CSVError(.textAfterQuote, line: 2, column: 4)),
            ("a\n\"x\ny\"z", CSVError(.textAfterQuote, line: 3, column: 3)),
            ("a\nüx\"y", CSVError(.quoteInPlainField, line: 2, column: 3)),
            ("a\nb\rc\n", CSVError(.carriageReturnAlone, line: 2, column: 2)),
            ("a\n1,\"b\0\"", CSVError(.nulByte, line: 2, column: 5)),
        ])
    func faults(text: String, expected: CSVError) {
        #expect(error(text) == expected)
    }

    @Test("bytes that are not UTF-8 are refused, where the forgiving scanner repairs them")
    func invalidUTF8() {
        #expect(error([0x61, 0x0A, 0x62, 0x2C, 0xFC]) == CSVError(.invalidUTF8, line: 2, column: 3))
        #expect(error([0xFF, 0xFE, 0x61, 0x00])?.code == .nulByte)
    }

    @Test("every limit is kept to the unit")
    func limits() {
        let text = Array("abc,d\n1,2\n".utf8)
        var exact = CSVLimits()
        (exact.bytesMax, exact.rowsMax, exact.rowBytesMax) = (10, 2, 6)
        (exact.fieldBytesMax, exact.fieldsMax, exact.cellsMax) = (3, 2, 4)
        #expect(error(text, limits: exact) == nil)
        let changes: [(WritableKeyPath<CSVLimits, Int>, CSVError)] = [
            (\.bytesMax, CSVError(.textTooLong(bytesMax: 9), line: 1)),
            (\.rowsMax, CSVError(.tooManyRows(max: 1), line: 2)),
            (\.rowBytesMax, CSVError(.rowTooLong(bytesMax: 5), line: 1)),
            (\.fieldBytesMax, CSVError(.fieldTooLong(bytesMax: 2), line: 1)),
            (\.fieldsMax, CSVError(.tooManyFields(max: 1), line: 1)),
            (\.cellsMax, CSVError(.tooManyCells(max: 3), line: 2)),
        ]
        for (path, expected) in changes {
            var limits = exact
            limits[keyPath: path] -= 1
            #expect(error(text, limits: limits) == expected)
        }
    }

    @Test("every beginning of a text is read or refused, and never read beyond its end")
    func truncations() {
        let text = Array("a,\"b\"\"c\",\"d\r\ne\"\r\n'=1,'',\"\"\n".utf8)
        for count in 0..<text.count { _ = error(Array(text[..<count])) }
        for index in text.indices {
            for byte: UInt8 in [0, 0x0A, 0x0D, 0x22, 0x2C, 0xC3] {
                var changed = text
                changed[index] = byte
                _ = error(changed)
            }
        }
    }

    @Test("the delimiter is found in the first line, outside quotes")
    func delimiter() throws {
        for (text, expected) in [("a;b\n1,2,3;4", ";"), ("a\tb", "\t"), ("a", ","), ("\"a;;;\",b", ",")] {
            let found = Array(text.utf8).withUnsafeBytes { CSVTable.delimiter(of: $0) }
            #expect(found == expected.utf8.first)
        }
        #expect(try CSVTable(reading: Array("a;b\n1;2,5".utf8)).rows.first?.fields == ["1", "2,5"])
    }

    @Test(
        "columns are found by name whatever the case and the spaces around it; missing and double ones are named"
    )
    func header() throws {
        let table = try CSVTable(reading: Array("SKU, Quantity ,sku,Sku,Ärger\n1,2,3,4,5\n".utf8))
        let row = try #require(table.rows.first)
        #expect(table.header.field("quantity", of: row) == "2")
        #expect(table.header.field("sku", of: row) == "1")
        #expect(table.header.field("ärger", of: row) == "5")
        #expect(table.header.field("price", of: row) == nil)
        #expect(table.header.duplicates == ["sku"])
        #expect(table.header.missing(of: ["sku", "price", "notes"]) == ["price", "notes"])
    }
}
