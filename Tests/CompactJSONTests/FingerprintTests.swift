import CompactJSON
import Testing

@Suite("Fingerprints")
struct FingerprintTests {
    private let reader = Reader()

    @Test("member order, white space and ways of escaping do not matter")
    func sameMeaning() throws {
        let expected = try reader.fingerprint(#"{"a":[1,{"x":true,"y":"é/"}],"b":null}"#)
        for text in [
            #"{"b":null,"a":[1,{"x":true,"y":"é/"}]}"#, #"{"b":null,"a":[1,{"y":"é/","x":true}]}"#,
            " {\n\t\"a\" : [ 1 , { \"x\" : true , \"y\" : \"é/\" } ] ,\r\n \"b\" : null } ",
            #"{"\u0061":[1,{"x":true,"y":"\u00e9\/"}],"b":null}"#,
        ] { #expect(try reader.fingerprint(text) == expected, "\(text)") }
    }

    @Test("everything else does")
    func otherMeaning() throws {
        let texts = [
            "0", "1", "-1", "-0", "1.0", "1e0", "10", #""1""#, #""0""#, "true", "false", "null", #""true""#,
            #""null""#, "[]",
            "{}", #""""#, "[[]]", "[{}]", "[null]", "[0]", #"[""]"#, "[1,2]", "[2,1]", "[[1],2]", "[[1,2]]",
            "[1,[2]]",
            "[12]", #"["a","b"]"#, #"["ab"]"#, #"["a","b",""]"#, #"{"a":"b"}"#, #"{"b":"a"}"#, #"{"a":"a"}"#,
            #"{"b":"b"}"#,
            #"{"a":1}"#, #"{"a":2}"#, #"{"a":"1"}"#, #"{"a":[1]}"#, #"{"a":null}"#, #"{"a":{}}"#,
            #"{"a":1,"b":2}"#,
            #"{"a":2,"b":1}"#, #"{"a":1,"b":1}"#, #"{"a":{"b":1}}"#, #"{"a":{"b":1},"c":2}"#,
            #"{"a":{"b":1,"c":2}}"#,
            #"{"":1}"#, #"{"":""}"#, #"{"A":1}"#, #""a""#, #""a\u0000""#, #""\u0000""#, #""\u0000\u0000""#,
            #""abcdefgh""#,
            #""abcdefgh\u0000""#, #""abcdefghi""#, #""abcdefgi""#, #""é""#, "\"e\u{301}\"", #"["\u0000"]"#,
        ]
        var seen: [UInt64: String] = [:]
        for text in texts {
            let fingerprint = try reader.fingerprint(text)
            #expect(seen[fingerprint] == nil, "\(text) like \(seen[fingerprint] ?? "")")
            seen[fingerprint] = text
        }
    }

    @Test("named members of the outermost object do not count, those further in do")
    func excluded() throws {
        let names: [StaticString] = ["id", "idempotencyKey"]
        let expected = try reader.fingerprint(#"{"op":"x","items":[1]}"#)
        for text in [
            #"{"id":7,"op":"x","items":[1],"idempotencyKey":"k"}"#,
            #"{"items":[1],"\u0069d":"seven","op":"x"}"#,
        ] {
            #expect(try reader.fingerprint(text, excluding: names) == expected)
            #expect(try reader.fingerprint(text) != expected)
        }
        let inner = #"{"op":"x","items":[{"id":1}]}"#
        #expect(try reader.fingerprint(inner, excluding: names) == reader.fingerprint(inner))
        #expect(try reader.fingerprint(#"{"id":1}"#, excluding: names) == reader.fingerprint("{}"))
        #expect(try reader.fingerprint("[1]", excluding: names) == reader.fingerprint("[1]"))
    }

    @Test("a part has the fingerprint that it has as a whole text")
    func parts() throws {
        let part = #"{"sku":"v-0001","quantity":1}"#
        let inner = try reader.parse("[0, \(part)]").elements.map { $0.fingerprint() }
        #expect(try inner[1] == reader.fingerprint(part))
    }

    /// Computed by a second implementation from the description of the algorithm. Stored data depends on them: a
    /// change that breaks this test breaks every key that clients have used.
    static let golden: [(String, UInt64)] = [
        (#"0"#, 0x840B_F609_9A9E_37AB),
        (#"-12.50e+3"#, 0x896C_C72A_1933_078B),
        (#""""#, 0x2810_8DF6_E762_0CC0),
        (#""12345678""#, 0x703C_D4D0_336D_C2F5),
        (#""é€😀 and a tail""#, 0xEC32_B62F_6E52_3FBE),
        (#"true"#, 0xD7F1_5155_98B6_B983),
        (#"false"#, 0x6AE4_C482_06C1_097E),
        (#"null"#, 0x2295_674C_A6A1_E887),
        (#"[]"#, 0x5D17_E8B8_168A_01EF),
        (#"{}"#, 0xB62F_BCCF_2B85_BD46),
        (#"[1,"a",null]"#, 0xC0EE_E90A_4492_6C86),
        (#"{"a":"b"}"#, 0x6036_01D3_8415_7412),
        (
            #"{"op":"orders.create","customerId":"c0123456789abcdef","items":[{"sku":"v-0001","quantity":1},{"sku":"v-0500","quantity":2}]}"#,
            0xDD75_6CD2_F281_4196
        ),
    ]

    @Test("the algorithm never changes", arguments: golden)
    func unchanged(text: String, expected: UInt64) throws {
        #expect(try reader.fingerprint(text) == expected)
    }
}
