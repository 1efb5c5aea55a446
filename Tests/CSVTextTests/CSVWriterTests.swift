import CSVText
import Testing

@Suite("Writing CSV")
struct CSVWriterTests {
    private func text(_ rows: [[String]], formulas: CSVFormulas = .guarded) -> String {
        var writer = CSVWriter(formulas: formulas)
        for row in rows { writer.write(row) }
        return String(decoding: writer.takeBytes(), as: UTF8.self)
    }

    private func rows(_ text: String, formulas: CSVFormulas = .guarded) throws -> [[String]] {
        try Array(text.utf8).withUnsafeBytes { bytes in
            var reader = CSVReader(bytes, formulas: formulas)
            var rows: [[String]] = []
            while let row = try reader.next() { rows.append(row.fields) }
            return rows
        }
    }

    @Test("fields are quoted where they have to be and nowhere else")
    func quoting() {
        #expect(
            text([["a", "b c", "d,e", "say \"hi\"", "two\nlines", " x", "", "é"]])
                == "a,b c,\"d,e\",\"say \"\"hi\"\"\",\"two\nlines\",\" x\",,é\r\n")
        #expect(text([[""]]) == "\"\"\r\n")
    }

    @Test(
        "what a spreadsheet would run gets an apostrophe, numbers do not",
        arguments: [
            ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"), ("-", "'-"),
            ("--5", "'--5"), ("-1e9", "'-1e9"), ("-5.", "'-5."), ("＝1", "'＝1"), ("'=1", "''=1"),
            ("-5", "-5"), ("+4.20", "+4.20"), ("'", "'"), ("'-5", "'-5"), ("'tis", "'tis"), ("a=1", "a=1"),
            ("", ""), ("ｘ", "ｘ"),
        ])
    func formulas(value: String, written: String) throws {
        #expect(text([["x", value]]) == "x,\(written)\r\n")
        #expect(try rows("x,\(written)\n") == [["x", value]])
    }

    @Test("a TAB, a carriage return or a line feed in front is guarded too")
    func invisibleFormulas() {
        #expect(text([["x", "\t=1"]]) == "x,'\t=1\r\n")
        #expect(text([["x", "\r=1"]]) == "x,\"'\r=1\"\r\n")
        #expect(text([["x", "\n=1"]]) == "x,\"'\n=1\"\r\n")
    }

    @Test(
        "reading back gives every text exactly, guarded or verbatim, for all short texts of the awkward characters"
    )
    func roundTrip() throws {
        let alphabet = [
            "'", "=", "-", "5", ".", "\"", ",", "\n", "\r", "\t", " ", "\u{FEFF}", "é", "e\u{301}",
        ]
        var texts = [""]
        for length in 1...3 {
            texts += texts.filter { $0.unicodeScalars.count >= length - 1 }.flatMap { text in
                alphabet.map { text + $0 }
            }
        }
        for formulas in [CSVFormulas.guarded, .verbatim] {
            let written = text(texts.map { [$0] } + texts.map { [$0, "x", $0] }, formulas: formulas)
            let read = try rows(written, formulas: formulas)
            #expect(read.count == 2 * texts.count)
            for (row, text) in zip(read, texts + texts) {
                #expect(Array((row.first ?? "?").utf8) == Array(text.utf8))
                #expect(Array((row.last ?? "?").utf8) == Array(text.utf8))
            }
        }
    }

    @Test("a long table leaves in pieces")
    func pieces() {
        var writer = CSVWriter(hasByteOrderMark: true)
        writer.write(["a", "b"])
        #expect(writer.takeBytes() == [0xEF, 0xBB, 0xBF] + Array("a,b\r\n".utf8))
        writer.write(["1", "2"])
        #expect(writer.takeBytes() == Array("1,2\r\n".utf8))
        #expect(writer.takeBytes().isEmpty)
    }
}
