import HTTPWire
import Testing

@Suite("Targets and queries")
struct TargetTests {
    /// The decoded segments, or why there are none.
    static func segments(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try bytes.withUnsafeBytes { bytes in
            try HTTPTarget(bytes).segments.map(\.text)
        }
    }

    static func query(_ text: String, itemsMax: Int = 64) throws -> [String] {
        let bytes = Array("/?\(text)".utf8)
        return try bytes.withUnsafeBytes { bytes in
            try HTTPTarget(bytes).query(itemsMax: itemsMax).items.map { "\($0.name)=\($0.value)" }
        }
    }

    @Test("a path is its segments, decoded, with empty ones where slashes meet")
    func segments() throws {
        #expect(try Self.segments("/") == [""])
        #expect(try Self.segments("/a") == ["a"])
        #expect(try Self.segments("/a/b/") == ["a", "b", ""])
        #expect(try Self.segments("//a") == ["", "a"])
        #expect(try Self.segments("/a%20b/%C3%A9/%25?x/../y") == ["a b", "é", "%"])
        #expect(try Self.segments("/a+b/.../..a") == ["a+b", "...", "..a"])
    }

    @Test(
        "a segment that could name something else is refused",
        arguments: [
            "/.", "/..", "/a/../b", "/%2e", "/%2E%2e/x", "/.%2e", "/a%2Fb", "/a%2fb", "/%00", "/a%0Ab",
            "/%7F",
        ])
    func unsafe(path: String) {
        #expect(throws: HTTPRefusal.unsafePath) { try Self.segments(path) }
    }

    @Test(
        "encoded bytes that are not UTF-8 are refused", arguments: ["/%FF", "/%C3", "/%C0%AF", "/%ED%A0%80"])
    func invalidUTF8(path: String) {
        #expect(throws: HTTPRefusal.encodingNotUTF8) { try Self.segments(path) }
        #expect(throws: HTTPRefusal.encodingNotUTF8) { try Self.query(String(path.dropFirst())) }
    }

    @Test(
        "what is not a path is refused", arguments: ["", "*", "a", "?a", "/%", "/%4", "/%zz", "/#", "/a b"])
    func malformed(path: String) {
        #expect(throws: HTTPRefusal.malformedTarget) { try Self.segments(path) }
    }

    @Test("a path says whether it is plain, and keeps its query apart")
    func parts() throws {
        let bytes = Array("/a/b?c=%20".utf8)
        try bytes.withUnsafeBytes { bytes in
            let target = try HTTPTarget(bytes)
            #expect(target.isPlain)
            #expect(target.path.equals("/a/b"))
            #expect(target.rawQuery?.equals("c=%20") == true)
            #expect(target.segments.first { _ in true }?.equals("a") == true)
        }
    }

    @Test("a query is its items in order; plus is a space; what is left out is empty")
    func items() throws {
        #expect(try Self.query("") == [])
        #expect(try Self.query("b=1&a=2") == ["b=1", "a=2"])
        #expect(try Self.query("a+b=c+%2B&x&=y&&z=") == ["a b=c +", "x=", "=y", "z="])
        #expect(try Self.query("a=b=c?d/e") == ["a=b=c?d/e"])
        #expect(try Self.query("a=1&b&c", itemsMax: 3).count == 3)
        #expect(throws: HTTPRefusal.tooManyQueryItems) { try Self.query("a=1&b&c&d", itemsMax: 3) }
        #expect(throws: HTTPRefusal.malformedTarget) { try Self.query("a=%00") }
    }

    @Test("a name that comes twice is told, and the first value counts")
    func duplicates() throws {
        let bytes = Array("a=1&b=2&%61=3&b=4".utf8)
        try bytes.withUnsafeBytes { bytes in
            let query = try HTTPQuery(bytes, itemsMax: 9)
            #expect(query.duplicateName == "a")
            #expect(query["a"] == "1" && query["b"] == "2" && query["c"] == nil)
        }
    }
}
