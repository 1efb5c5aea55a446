import CSVText
import Testing

@Suite("Forgiving CSV records")
struct CSVScannerTests {
    /// Every record's texts and first line, a damaged one without texts.
    private func records(_ text: String) -> [(line: Int, texts: [String]?)] {
        Array(text.utf8).withUnsafeBytes { bytes in
            var reader = CSVScanner(bytes)
            var fields: [CSVField] = []
            var result: [(line: Int, texts: [String]?)] = []
            while let record = reader.next(into: &fields) {
                result.append((reader.recordLine, record == .fields ? fields.map(\.text) : nil))
            }
            return result
        }
    }

    @Test("fields end at commas, records at line ends, with or without a carriage return, and at the end")
    func plainRecords() {
        let result = records("a,b,\r\n,c\nd")
        #expect(result.map(\.texts) == [["a", "b", ""], ["", "c"], ["d"]])
        #expect(result.map(\.line) == [1, 2, 3])
    }

    @Test("fields of any length end where they end, whatever bytes stand around the delimiter")
    func lengths() {
        for length in 0..<20 {
            for filler in ["a", "-", "\u{B}", "\u{7F}", "\u{AC}"] {
                let field = String(repeating: filler, count: length)
                let result = records("x,\(field),\(field)\ny,\(field)")
                #expect(result.map(\.texts) == [["x", field, field], ["y", field]])
            }
        }
    }

    @Test("quoted fields hold commas, line ends and doubled quotes")
    func quotedFields() {
        let result = records("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\"\r\n\"\"\"\",x\n")
        #expect(result.map(\.texts) == [["a,b", "say \"hi\"", "two\nlines", ""], ["\"", "x"]])
        #expect(result.map(\.line) == [1, 3])
    }

    @Test("a quote inside an unquoted field stands for itself")
    func innerQuote() {
        #expect(records("6\" RULER,1\n").map(\.texts) == [["6\" RULER", "1"]])
    }

    @Test("blank lines are no records, but count as lines")
    func blankLines() {
        let result = records("\n\r\na\n\nb\n\r\n")
        #expect(result.map(\.texts) == [["a"], ["b"]])
        #expect(result.map(\.line) == [3, 5])
    }

    @Test("a byte order mark is no part of the first field")
    func byteOrderMark() {
        #expect(records("\u{FEFF}a,b").map(\.texts) == [["a", "b"]])
    }

    @Test(
        "quotes that do not add up cost one line",
        arguments: ["\"a\"b,c\nd,e\n", "x,\"a\nd,e\n", "\"a\" ,c\nd,e\n", "\"\"\"\nd,e\n"])
    func damagedQuotes(text: String) {
        let result = records(text)
        #expect(result.map(\.texts) == [nil, ["d", "e"]])
        #expect(result.map(\.line) == [1, 2])
    }

    @Test("bytes that are not UTF-8 are repaired")
    func invalidUTF8() {
        let bytes: [UInt8] = [0xA3, 0x2C, 0x41]
        bytes.withUnsafeBytes { bytes in
            var reader = CSVScanner(bytes)
            var fields: [CSVField] = []
            #expect(reader.next(into: &fields) == .fields)
            #expect(fields.map(\.text) == ["\u{FFFD}", "A"])
        }
    }
}
