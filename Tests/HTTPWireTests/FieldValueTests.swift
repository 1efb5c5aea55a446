import HTTPWire
import Testing

@Suite("Field values")
struct FieldValueTests {
    static func tag(_ text: String, _ body: (HTTPEntityTag?) -> Void) {
        Array(text.utf8).withUnsafeBytes { body(HTTPEntityTag($0)) }
    }

    static func includes(
        _ condition: String, _ tag: String, _ comparison: HTTPEntityTag.Comparison
    ) throws -> Bool {
        let tagBytes = Array(tag.utf8)
        return try Array(condition.utf8).withUnsafeBytes { bytes in
            let condition = try HTTPCondition(bytes)
            return tagBytes.withUnsafeBytes { bytes in
                HTTPEntityTag(bytes).map { condition.includes($0, comparison) } ?? false
            }
        }
    }

    @Test("a condition includes a tag as the comparison says")
    func conditions() throws {
        #expect(try Self.includes("*", "\"a\"", .strong))
        #expect(try Self.includes("\"a\"", "\"a\"", .strong))
        #expect(try Self.includes("\"b\" , ,\"a\",", "\"a\"", .strong))
        #expect(try Self.includes("\"b,\",W/\"a\"", "\"a\"", .weak))
        #expect(try !Self.includes("W/\"a\"", "\"a\"", .strong))
        #expect(try !Self.includes("\"a\"", "W/\"a\"", .strong))
        #expect(try !Self.includes("\"b\"", "\"a\"", .weak))
        #expect(try !Self.includes("\"A\"", "\"a\"", .weak))
        #expect(try Self.includes("\"\"", "\"\"", .strong))
    }

    @Test(
        "what is no list of tags is refused",
        arguments: [
            "", ",", "a", "\"a", "a\"", "w/\"a\"", "W/ \"a\"", "\"a\" \"b\"", "\"a\"b", "*,\"a\"", "**",
            "\"a b\"",
        ])
    func malformedConditions(text: String) {
        #expect(throws: HTTPRefusal.malformedCondition) { try Self.includes(text, "\"a\"", .weak) }
    }

    @Test("a tag is one tag")
    func tags() {
        Self.tag("\"é!\"") { #expect($0?.isWeak == false && $0?.opaque.count == 3) }
        Self.tag("W/\"x\"") { #expect($0?.isWeak == true) }
        for text in ["", "x", "\"x\" ", "\"x\",\"y\"", "W/x", "*"] { Self.tag(text) { #expect($0 == nil) } }
    }

    static func cookie(_ text: String) throws -> String? {
        try Array(text.utf8).withUnsafeBytes { bytes in
            try HTTPCookies(bytes).value(of: "s").map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test("the one cookie with a name is found among any others")
    func cookies() throws {
        #expect(try Self.cookie("s=1") == "1")
        #expect(try Self.cookie("a=b; s=x=y; c={\"d\": 1}; e") == "x=y")
        #expect(try Self.cookie("s=\"q\";t=\"s=1\"") == "q")
        #expect(try Self.cookie("s=") == "")
        for text in ["", "S=1", "as=1", "s", "=s", "s =1", ";;"] { #expect(try Self.cookie(text) == nil) }
        for text in ["s=1; s=1", "s=1; s=2", "s=a b", "s=a,b", "s=\"a", "s=é", "s=a\\"] {
            #expect(throws: HTTPRefusal.malformedCookie) { try Self.cookie(text) }
        }
    }

    @Test(
        "a cookie is set for the whole site, out of reach of scripts, and only with a value that can be one")
    func setCookie() throws {
        var cookie = try #require(HTTPSetCookie("__Host-s", "a.b-c_d=", isSecure: true, maxAgeSeconds: 60))
        #expect(
            cookie.fieldValue == "__Host-s=a.b-c_d=; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure")
        cookie.isSecure = false
        cookie.maxAgeSeconds = nil
        cookie.sameSite = .lax
        #expect(cookie.fieldValue == "__Host-s=a.b-c_d=; Path=/; HttpOnly; SameSite=Lax")
        for value in ["a b", "a;b", "a,b", "a\r\nb", "\"a\"", "é"] {
            #expect(HTTPSetCookie("s", value, isSecure: false) == nil)
        }
        let text = ResponseTests.response { writer, output in
            writer.begin(.noContent, date: ResponseTests.date)
            writer.setCookie(HTTPSetCookie("s", "1", isSecure: false) ?? cookie)
            writer.endWithoutBody(to: &output)
        }
        #expect(text.contains("\r\nSet-Cookie: s=1; Path=/; HttpOnly; SameSite=Strict\r\n\r\n"))
    }

    static func mediaType(_ text: String) throws -> HTTPMediaType {
        try Array(text.utf8).withUnsafeBytes { bytes in try HTTPMediaType(bytes) }
    }

    @Test("a media type is its essence and its parameters")
    func mediaTypes() throws {
        #expect(try Self.mediaType("Application/JSON").essence == "application/json")
        let type = try Self.mediaType("text/csv ; Charset=utf-8;x=\"a\\\"b; c\"")
        #expect(type.essence == "text/csv")
        #expect(type.parameter("charset") == "utf-8" && type.parameter("x") == "a\"b; c")
        for text in [
            "", "text", "/", "text/", "/csv", "a/b/c", "a/b;", "a/b; c", "a/b; c=", "a/b; =d", "a/b; c=\"d",
            "a/b; c=d; C=e", "a/b c=d", "a/b; c = d", "a/b, c/d", "a/b; c=\"d\\",
        ] {
            #expect(throws: HTTPRefusal.malformedContentType, "\(text)") { try Self.mediaType(text) }
        }
    }
}
