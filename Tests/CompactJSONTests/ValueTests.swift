import CompactJSON
import Testing

@Suite("Values of a parsed text")
struct ValueTests {
    private let reader = Reader()

    @Test("every kind is told apart")
    func kinds() throws {
        let root = try reader.parse(#" [ {} , [] , "" , 0 , true , false , null ] "#)
        #expect(root.elements.map(\.kind) == [.object, .array, .string, .number, .true, .false, .null])
        #expect(root.count == 7)
        #expect(root.elements.map(\.bool) == [nil, nil, nil, nil, true, false, nil])
        #expect(root.elements.map(\.isNull) == [false, false, false, false, false, false, true])
    }

    @Test("any value may be the whole text", arguments: ["1", "\"a\"", "true", "null", "[]", "{}", " -0 "])
    func scalars(text: String) throws {
        #expect(try reader.parse(text).rawBytes.text == text.filter { $0 != " " })
    }

    @Test("members keep their order, whatever is nested in between")
    func members() throws {
        let root = try reader.parse(#"{"b":{"x":[1,[2]],"y":{}},"a":[[],{}],"c":"z"}"#)
        #expect(root.members.map { $0.key.string } == ["b", "a", "c"])
        #expect(
            root.members.map { $0.value.rawBytes.text } == [#"{"x":[1,[2]],"y":{}}"#, "[[],{}]", #""z""#])
        #expect(root.count == 3)
        #expect(root["b"]?["x"]?.elements.map(\.count) == [0, 1])
    }

    @Test("a member is found by what its key means, not by how it is written")
    func subscripts() throws {
        let root = try reader.parse(##"{"sku":1,"sk\u0075s":2,"":3,"k\u0000":4}"##)
        #expect(root["sku"]?.int64 == 1)
        #expect(root["skus"]?.int64 == 2)
        #expect(root[""]?.int64 == 3)
        #expect(root["k\0"]?.int64 == 4)
        #expect(root["sk"] == nil)
        #expect(try reader.parse("[1]")["sku"] == nil)
    }

    @Test("what is asked of the wrong kind is nil, empty or zero")
    func wrongKind() throws {
        let root = try reader.parse(#"["a",1]"#)
        let elements = Array(root.elements)
        #expect(elements[0].int64 == nil)
        #expect(elements[0].numberBytes == nil)
        #expect(elements[1].string == nil)
        #expect(elements[1].stringBytes == nil)
        #expect(elements[1].bytesEqual("1") == false)
        #expect(elements[0].bytesEqual("a"))
        #expect(elements[0].bytesEqual("b") == false)
        #expect(Array(elements[1].members).isEmpty)
        #expect(Array(elements[0].elements).isEmpty)
        #expect(elements[0].count == 0)
        #expect(Array(root.members).isEmpty)
    }

    static let integers: [(String, Int64?)] = [
        ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("42", 42),
        ("999999999999999999", 999_999_999_999_999_999),
        ("9223372036854775807", .max), ("9223372036854775808", nil),
        ("-9223372036854775808", .min), ("-9223372036854775809", nil),
        ("9999999999999999999", nil), ("18446744073709551616", nil), ("18446744073709551617", nil),
        ("100000000000000000000", nil), ("1.0", nil), ("1e2", nil), ("1E2", nil), ("0.0", nil), ("-0e0", nil),
    ]

    @Test(
        "integers that fit are exact; fractions, exponents and what does not fit are nil", arguments: integers
    )
    func integer(text: String, expected: Int64?) throws {
        let node = try reader.parse(text)
        #expect(node.int64 == expected)
        #expect(node.numberBytes?.text == text)
    }

    static let strings: [(String, String)] = [
        (##""""##, ""), (##""plain""##, "plain"), (##""\"\\\/\b\f\n\r\t""##, "\"\\/\u{8}\u{C}\n\r\t"),
        (##""\u0041\u00e9\u20AC""##, "Aé€"), (##""\uD83D\ude00!""##, "😀!"), (##""a\u0000b""##, "a\0b"),
        (##""é€😀""##, "é€😀"), (##""é\n€\t😀\u0021 and more than eight""##, "é\n€\t😀! and more than eight"),
        (##""\uD7FF\uE000\uFFFF""##, "\u{D7FF}\u{E000}\u{FFFF}"),
        (##""\ud800\udc00\udbff\udfff""##, "\u{10000}\u{10FFFF}"),
        (##""\u007f\u0080\u07ff\u0800""##, "\u{7f}\u{80}\u{7ff}\u{800}"),
        (##""exactly8\\exactly8\\""##, "exactly8\\exactly8\\"), ("\"\u{7f}\"", "\u{7f}"),
    ]

    @Test("strings mean what RFC 8259 says, wherever they lie", arguments: strings)
    func string(text: String, expected: String) throws {
        for padding in 0..<9 {
            let spaces = String(repeating: " ", count: padding)
            let node = try reader.parse("[\(spaces)\(text),\(text)\(spaces)]")
            #expect(node.elements.map(\.string) == [expected, expected])
            #expect(node.elements.map { $0.rawBytes.text } == [text, text])
        }
    }

    @Test("a string without escapes is not copied, one with escapes is")
    func copies() throws {
        let root = try reader.parse(##"["plain é","esc\u0061ped"]"##)
        let source = root.rawBytes
        let start = try #require(source.baseAddress)
        for (element, isInSource) in zip(root.elements, [true, false]) {
            let content = try #require(element.stringBytes?.baseAddress)
            #expect((start..<start + source.count).contains(content) == isInSource)
        }
    }

    @Test("a document serves text after text, large and small, and gives memory back")
    func reuse() throws {
        let fresh = reader.document.capacityBytes
        let large =
            "[" + Array(repeating: ##"{"a":"\u0062","c":[1,2,3]}"##, count: 2_000).joined(separator: ",")
            + "]"
        for _ in 0..<3 {
            #expect(
                try reader.parse(large).elements.allSatisfy { $0["a"]?.string == "b" && $0["c"]?.count == 3 })
            #expect(try reader.parse(#"{"a":"x"}"#)["a"]?.string == "x")
            #expect(reader.refusal("[1,") != nil)
        }
        let warm = reader.document.capacityBytes
        #expect(warm > fresh)
        _ = try reader.parse(large)
        #expect(reader.document.capacityBytes == warm)
        reader.document.shrink()
        #expect(reader.document.capacityBytes == fresh)
        #expect(try reader.parse(large).count == 2_000)
    }
}
