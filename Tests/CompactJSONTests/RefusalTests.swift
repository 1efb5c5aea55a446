import CompactJSON
import Testing

/// A text, and why and where it is refused.
struct Refusal: CustomTestStringConvertible {
    let bytes: [UInt8]
    let code: JSONError.Code
    let offset: Int

    init(_ text: String, _ code: JSONError.Code, _ offset: Int) { self.init(Array(text.utf8), code, offset) }

    init(_ bytes: [UInt8], _ code: JSONError.Code, _ offset: Int) {
        self.bytes = bytes
        self.code = code
        self.offset = offset
    }

    /// A string value with `content` between its quotes.
    static func string(_ content: [UInt8], _ code: JSONError.Code, _ offset: Int) -> Refusal {
        Refusal([0x22] + content + [0x22], code, offset)
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self) }
}

@Suite("Refusals")
struct RefusalTests {
    private let reader = Reader()

    static let structure: [Refusal] = [
        Refusal("", .unexpectedEnd, 0), Refusal("  \n", .unexpectedEnd, 3), Refusal("[", .unexpectedEnd, 1),
        Refusal("[1", .unexpectedEnd, 2), Refusal("[1,", .unexpectedEnd, 3), Refusal("{", .unexpectedEnd, 1),
        Refusal("{\"a\"", .unexpectedEnd, 4), Refusal("{\"a\":", .unexpectedEnd, 5),
        Refusal("{\"a\":1", .unexpectedEnd, 6), Refusal("{\"a\":1,", .unexpectedEnd, 7),
        Refusal("[1,]", .unexpectedByte, 3), Refusal("[,1]", .unexpectedByte, 1),
        Refusal("[1 2]", .unexpectedByte, 3),
        Refusal("{\"a\":1,}", .unexpectedByte, 7), Refusal("{a:1}", .unexpectedByte, 1),
        Refusal("{1:1}", .unexpectedByte, 1), Refusal("{\"a\" 1}", .unexpectedByte, 5),
        Refusal("{\"a\":}", .unexpectedByte, 5), Refusal("{\"a\"::1}", .unexpectedByte, 5),
        Refusal("[1}", .unexpectedByte, 2), Refusal("{\"a\":1]", .unexpectedByte, 6),
        Refusal("]", .unexpectedByte, 0),
        Refusal("1 2", .trailingBytes, 2), Refusal("{}x", .trailingBytes, 2),
        Refusal("[]]", .trailingBytes, 2),
        Refusal("1\0", .trailingBytes, 1), Refusal("\0", .unexpectedByte, 0),
        Refusal("[\0]", .unexpectedByte, 1),
        Refusal("\u{FEFF}1", .unexpectedByte, 0), Refusal("[\u{A0}1]", .unexpectedByte, 1),
        Refusal("[1\u{0C}]", .unexpectedByte, 2), Refusal("'a'", .unexpectedByte, 0),
        Refusal("// no\n1", .unexpectedByte, 0), Refusal("[1]//", .trailingBytes, 3),
        Refusal("tru", .unexpectedEnd, 3), Refusal("trux", .unexpectedByte, 3),
        Refusal("[nul]", .unexpectedByte, 4),
        Refusal("True", .unexpectedByte, 0), Refusal("falsE", .unexpectedByte, 4),
        Refusal("nulll", .trailingBytes, 4),
        Refusal("NaN", .unexpectedByte, 0), Refusal("[Infinity]", .unexpectedByte, 1),
        Refusal("undefined", .unexpectedByte, 0),
    ]

    static let numbers: [Refusal] = [
        Refusal("-", .unexpectedEnd, 1), Refusal("[-]", .invalidNumber, 2), Refusal("-a", .invalidNumber, 1),
        Refusal("01", .invalidNumber, 1), Refusal("-00", .invalidNumber, 2), Refusal("1.", .unexpectedEnd, 2),
        Refusal("1.]", .invalidNumber, 2), Refusal("1.e1", .invalidNumber, 2),
        Refusal("1e", .unexpectedEnd, 2),
        Refusal("1e+", .unexpectedEnd, 3), Refusal("[1E-x]", .invalidNumber, 4),
        Refusal("1e1.5", .trailingBytes, 3),
        Refusal(".5", .unexpectedByte, 0), Refusal("+1", .unexpectedByte, 0),
        Refusal("0x10", .trailingBytes, 1),
        Refusal("[1a]", .unexpectedByte, 2), Refusal("--1", .invalidNumber, 1),
        Refusal("1,5", .trailingBytes, 1),
        Refusal("-Infinity", .invalidNumber, 1), Refusal("{\"quantity\":1e5x}", .unexpectedByte, 15),
        Refusal("{\"quantity\":007}", .invalidNumber, 13),
    ]

    static let strings: [Refusal] = [
        Refusal("\"", .unexpectedEnd, 1), Refusal("\"abc", .unexpectedEnd, 4),
        Refusal("\"abcdefghi", .unexpectedEnd, 10),
        Refusal("\"\\", .unexpectedEnd, 2), Refusal("\"\\u12", .unexpectedEnd, 5),
        Refusal("\"a\\\"", .unexpectedEnd, 4),
        Refusal("\"a\nb\"", .unexpectedByte, 2), Refusal("\"a\\n\u{1F}\"", .unexpectedByte, 4),
        Refusal("\"0123456789\u{0}\"", .unexpectedByte, 11), Refusal("\"\t\"", .unexpectedByte, 1),
        Refusal("\"é\u{1}\"", .unexpectedByte, 3),
        Refusal(#""\x""#, .invalidEscape, 1), Refusal(#""ab\'""#, .invalidEscape, 3),
        Refusal(#""\u12G4""#, .invalidEscape, 1), Refusal(#""\U0041""#, .invalidEscape, 1),
        Refusal(#""\u 123""#, .invalidEscape, 1), Refusal(#""\ud83d\u12G4""#, .invalidEscape, 7),
        Refusal(#""\ud83d""#, .loneSurrogate, 1), Refusal(#""a\ud83dbcdefgh""#, .loneSurrogate, 2),
        Refusal(#""\ud83d\n""#, .loneSurrogate, 1), Refusal(#""\ud83d\ud83d\ude00""#, .loneSurrogate, 1),
        Refusal(#""\ude00\ud83d""#, .loneSurrogate, 1), Refusal(#""\n\udfff""#, .loneSurrogate, 3),
        Refusal(#"{"\udc00":1}"#, .loneSurrogate, 2),
    ]

    static let encodings: [Refusal] = [
        .string([0x80], .invalidUTF8, 1), .string([0x61, 0xBF], .invalidUTF8, 2),
        .string([0xC0, 0x80], .invalidUTF8, 1),
        .string([0xC1, 0xBF], .invalidUTF8, 1), .string([0xC3], .invalidUTF8, 1),
        .string([0xE0, 0x9F, 0xBF], .invalidUTF8, 1),
        .string([0xED, 0xA0, 0x80], .invalidUTF8, 1), .string([0xED, 0xBF, 0xBF], .invalidUTF8, 1),
        .string([0xE2, 0x82], .invalidUTF8, 1), .string([0xF0, 0x8F, 0xBF, 0xBF], .invalidUTF8, 1),
        .string([0xF4, 0x90, 0x80, 0x80], .invalidUTF8, 1),
        .string([0xF5, 0x80, 0x80, 0x80], .invalidUTF8, 1),
        .string([0xF0, 0x9F, 0x98], .invalidUTF8, 1), .string([0xFF], .invalidUTF8, 1),
        .string([0xFE], .invalidUTF8, 1),
        .string([0xC3, 0xA9, 0xC3, 0xC3], .invalidUTF8, 3),
        .string([0x5C, 0x6E, 0xC3, 0xA9, 0xED, 0xA0, 0x80], .invalidUTF8, 5),
        Refusal([0x22, 0xC3], .unexpectedEnd, 2), Refusal([0x22, 0xF0, 0x9F, 0x98], .unexpectedEnd, 4),
        Refusal([0xFF], .unexpectedByte, 0), Refusal([0xEF, 0xBB, 0xBF, 0x31], .unexpectedByte, 0),
        Refusal([0x31, 0xC3, 0xA9], .trailingBytes, 1),
    ]

    static let keys: [Refusal] = [
        Refusal(#"{"a":1,"a":1}"#, .duplicateKey, 7), Refusal(#"{"a":1,"b":2,"a":{}}"#, .duplicateKey, 13),
        Refusal(#"{"a":1,"\u0061":2}"#, .duplicateKey, 7), Refusal(#"{"":1,"":2}"#, .duplicateKey, 6),
        Refusal(#"{"x":{"k":1,"k":2},"y":1,"y":2}"#, .duplicateKey, 12),
        Refusal(#"[{"a":{"b":[{"longerThanEight":1,"longerThanEight":2}]}}]"#, .duplicateKey, 33),
        Refusal(#"{"é":1,"\u00e9":2}"#, .duplicateKey, 8),
        Refusal(#"{"a":{"a":1},"a":2}"#, .duplicateKey, 13),
        Refusal(#"{"\u0000":1,"\u0000":1}"#, .duplicateKey, 12),
    ]

    @Test("code and offset are exact", arguments: structure + numbers + strings + encodings + keys)
    func refused(refusal: Refusal) {
        #expect(reader.refusal(refusal.bytes) == JSONError(refusal.code, offset: refusal.offset))
        #expect(ReferenceJSON.parse(refusal.bytes) == nil)
    }

    @Test("keys that look alike but differ are no duplicates")
    func similarKeys() {
        for text in [
            #"{"a":1,"A":2,"á":3,"a ":4,"":5,"aa":6}"#, #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#,
            #"{"a":"b","b":"a"}"#, #"{"\\u0061":1,"a":2}"#, "{\"e\u{301}\":1,\"é\":2}",
            #"{"a\u0000":1,"a":2}"#,
            #"{"longerThanEightA":1,"longerThanEightB":2}"#,
        ] { #expect(reader.refusal(text) == nil, "\(text)") }
    }

    @Test("nothing at all is an unexpected end")
    func noMemory() {
        let error = #expect(throws: JSONError.self) {
            _ = try JSONDocument().parse(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        #expect(error == JSONError(.unexpectedEnd, offset: 0))
    }

    @Test("a description says what and where, and quotes nothing")
    func descriptions() {
        #expect(reader.refusal(#"{"secret":01}"#)?.description == "invalid number at byte 11")
        #expect(reader.refusal(#"{"secret":1,"secret":2}"#)?.description == "duplicate key at byte 12")
        #expect(Set(JSONError.Code.allCases.map(\.words)).count == 11)
    }

    static let whole =
        #"{"id":-12,"op":"a.b","t":[true,false,null,{}],"s":"é\n\ud83d\ude00€","n":[1.5e-3,[]],"k":{"é":"\\"}}"#

    @Test("every beginning of a text is refused at its end, and is complete only when whole")
    func truncations() {
        let bytes = Array(Self.whole.utf8)
        #expect(reader.refusal(bytes) == nil)
        for count in 0..<bytes.count {
            #expect(reader.refusal(bytes[..<count]) == JSONError(.unexpectedEnd, offset: count))
        }
    }

    @Test("every end of a text that lacks its first bytes is refused")
    func missingBeginnings() {
        let bytes = Array(Self.whole.utf8)
        for start in 1..<bytes.count {
            let rest = Array(bytes[start...])
            #expect((reader.refusal(rest) == nil) == (ReferenceJSON.parse(rest) != nil), "from \(start)")
        }
    }
}
