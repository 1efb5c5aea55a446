import CompactJSON
import Testing

@Suite("Writer")
struct WriterTests {
    @Test("commas come by themselves")
    func commas() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", 1)
        writer.key("b")
        writer.beginArray()
        writer.value(1)
        writer.value(Int64(-2))
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.null()
        writer.value(true)
        writer.value("x,[{:")
        writer.value("")
        writer.endArray()
        writer.key("c" as String)
        writer.value(false)
        writer.endObject()
        #expect(writer.bytes.text == #"{"a":1,"b":[1,-2,{},[],null,true,"x,[{:",""],"c":false}"#)
        #expect(writer.count == writer.bytes.count)
    }

    @Test("every kind of member has a call of its own")
    func members() {
        var writer = JSONWriter()
        let raw = Array("[1, 2]".utf8)
        writer.beginObject()
        writer.member("int", 7)
        writer.member("int64", Int64.min)
        writer.member("bool", true)
        writer.member("string", "a\"b")
        writer.member("some", "x" as String?)
        writer.member("none", nil as String?)
        raw.withUnsafeBytes { bytes in
            writer.member("utf8", utf8: bytes)
            writer.member("raw", raw: bytes)
            writer.key("again")
            writer.raw(bytes)
        }
        writer.member("empty", utf8: UnsafeRawBufferPointer(start: nil, count: 0))
        writer.endObject()
        #expect(
            writer.bytes.text
                == #"{"int":7,"int64":-9223372036854775808,"bool":true,"string":"a\"b","some":"x","none":null,"#
                + #""utf8":"[1, 2]","raw":[1, 2],"again":[1, 2],"empty":""}"#)
    }

    @Test("low-level appends take no part in commas, and the general calls go on from them")
    func lowLevel() {
        var writer = JSONWriter()
        for id in [1, 22] as [Int64] {
            writer.append(#"{"id":"#)
            writer.appendInteger(id)
            writer.append(#","ok":"#)
            writer.beginObject()
            writer.member("n", 1)
            writer.member("m", 2)
            writer.endObject()
            writer.append(byte: 0x7D)
            writer.append(byte: 0x0A)
        }
        #expect(
            writer.bytes.text == "{\"id\":1,\"ok\":{\"n\":1,\"m\":2}}\n{\"id\":22,\"ok\":{\"n\":1,\"m\":2}}\n"
        )
    }

    @Test("what is truncated never was")
    func truncation() {
        var writer = JSONWriter()
        writer.beginArray()
        let start = writer.count
        writer.value(1)
        writer.truncate(to: start)
        writer.value(2)
        let afterTwo = writer.count
        writer.value("three")
        writer.truncate(to: afterTwo)
        writer.endArray()
        #expect(writer.bytes.text == "[2]")
        writer.removeAll(keepingCapacity: false)
        #expect(writer.count == 0)
        writer.value(3)
        #expect(writer.bytes.text == "3")
    }

    @Test("truncating to more than was written traps")
    func impossibleTruncation() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.null()
            writer.truncate(to: 5)
        }
    }

    @Test("exactly what must be escaped is escaped")
    func scalars() throws {
        let reader = Reader()
        var writer = JSONWriter()
        for scalar in (0..<0x11000 as Range<UInt32>).compactMap(Unicode.Scalar.init) {
            writer.removeAll()
            writer.value(String(scalar))
            let isRight =
                try writer.bytes.elementsEqual("\"\(Self.escaped(scalar))\"".utf8)
                && reader.parse(Array(writer.bytes)).string?.unicodeScalars.elementsEqual([scalar]) == true
            if !isRight { Issue.record("U+\(String(scalar.value, radix: 16))") }
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        case 0x08: return "\\b"
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0C: return "\\f"
        case 0x0D: return "\\r"
        case 0..<0x20: return "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        case 0x2028: return "\\u2028"
        case 0x2029: return "\\u2029"
        default: return String(scalar)
        }
    }

    @Test("escapes are found at every place of a text of every length, and nothing beyond it is read")
    func places() {
        let memory = GuardedBytes(capacityBytes: 4096)
        for special in ["\"", "\\", "\u{1}", "\n", "\u{2028}", "\u{2029}", "\u{2027}", "é", "x"] {
            for length in 0..<40 {
                for place in 0...length {
                    let before = String(repeating: "a", count: place)
                    let after = String(repeating: "b", count: length - place)
                    let middle = special.unicodeScalars.map(Self.escaped).joined()
                    var writer = JSONWriter(capacityBytes: 64)
                    writer.value(utf8: memory.place(Array((before + special + after).utf8)))
                    #expect(writer.bytes.text == "\"\(before)\(middle)\(after)\"")
                    writer.removeAll()
                    writer.value(before + special + after)
                    #expect(writer.bytes.text == "\"\(before)\(middle)\(after)\"")
                }
            }
        }
    }

    @Test("a buffer grows as often as it must, also within escapes")
    func growth() {
        var writer = JSONWriter(capacityBytes: 1)
        let text = String(repeating: "\u{1}", count: 10_000)
        writer.beginArray()
        for _ in 0..<3 { writer.value(text) }
        writer.appendEscaped(text)
        writer.endArray()
        #expect(writer.count == 2 + 3 * 60_002 + 2 + 60_000)
    }

    @Test("content is escaped without quotes when asked")
    func contentAlone() {
        var writer = JSONWriter()
        writer.append("\"")
        writer.appendEscaped("a\"b")
        Array("c\nd".utf8).withUnsafeBytes { writer.appendEscaped($0) }
        writer.append(byte: 0x22)
        #expect(writer.bytes.text == #""a\"bc\nd""#)
    }
}
