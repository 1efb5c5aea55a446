import HTTPWire
import Testing

@Suite("Forms")
struct MultipartTests {
    static let boundary = "----x'9"

    static func parts(
        _ body: String, boundary: String = boundary, partsMax: Int = 16
    ) throws -> [String] {
        let bytes = Array(body.utf8)
        let type = try FieldValueTests.mediaType("multipart/form-data; boundary=\"\(boundary)\"")
        let memory = GuardedBytes(capacityBytes: bytes.count + 1)
        return try HTTPMultipartForm(memory.place(bytes), contentType: type, partsMax: partsMax).parts.map {
            let content = String(decoding: bytes[$0.content], as: UTF8.self)
            return "\($0.name)|\($0.filename ?? "-")|\($0.contentType ?? "-")|\(content)"
        }
    }

    static func part(_ fields: String, _ content: String) -> String {
        "--\(boundary)\r\n\(fields)\r\n\r\n\(content)\r\n"
    }

    static let end = "--\(boundary)--\r\n"
    static let named = "Content-Disposition: form-data; name=\"a\""

    @Test("a form is its parts, each with its name and where its content stands")
    func parts() throws {
        let image =
            "content-disposition: Form-Data; name=\"i\"; filename=\"b \\\"c\\\".png\"\r\nContent-Type: image/png"
        let body = Self.part(Self.named, "1\r\n--\r\n--x") + Self.part(image, "\0\r\r\n\n") + Self.end
        #expect(try Self.parts(body) == ["a|-|-|1\r\n--\r\n--x", "i|b \"c\".png|image/png|\0\r\r\n\n"])
        #expect(try Self.parts(Self.part(Self.named, "") + Self.end) == ["a|-|-|"])
        #expect(try Self.parts("--\(Self.boundary)\r\n\(Self.named)\r\n\r\n\(Self.end)") == ["a|-|-|"])
        #expect(try Self.parts(Self.part(Self.named, "x") + String(Self.end.dropLast())) == ["a|-|-|x"])
        #expect(try Self.parts(Self.end) == [])
    }

    @Test("what can be read in two ways is refused")
    func refusals() {
        let whole = Self.part(Self.named, "x") + Self.end
        let other = Self.named.replacing("\"a\"", with: "\"a\"; filename*=UTF-8''b")
        let bodies = [
            "", "preamble\r\n" + whole, "\r\n" + whole, whole + "epilogue", String(whole.dropLast(4)),
            whole.replacing("\r\n", with: "\n"), Self.part("Content-Type: a/b", "x") + Self.end,
            Self.part("Content-Disposition: form-data", "x") + Self.end,
            Self.part("Content-Disposition: attachment; name=a", "x") + Self.end,
            Self.part("Content-Disposition: form-data; name=\"\"", "x") + Self.end,
            Self.part("Content-Disposition: form-data; name=a; name=b", "x") + Self.end,
            Self.part(other, "x") + Self.end, Self.part(Self.named + "\r\n" + Self.named, "x") + Self.end,
            Self.part(Self.named + "\r\n folded", "x") + Self.end,
            Self.part(Self.named + "\r\nContent-Transfer-Encoding: base64", "x") + Self.end,
            Self.part(Self.named + "\r\nX: " + String(repeating: "x", count: 5_000), "x") + Self.end,
            Self.part(Self.named + String(repeating: "\r\nX: y", count: 8), "x") + Self.end,
            Self.part(Self.named, "x\r\n--\(Self.boundary)y") + Self.end,
        ]
        for body in bodies {
            #expect(throws: HTTPRefusal.malformedMultipart, "\(body)") { try Self.parts(body) }
        }
        for boundary in ["", "a b", String(repeating: "x", count: 71)] {
            #expect(throws: HTTPRefusal.self) { try Self.parts(whole, boundary: boundary) }
        }
    }

    @Test("as many parts as the limit, and not one more")
    func partCount() throws {
        let two = Self.part(Self.named, "1") + Self.part(Self.named, "2")
        #expect(try Self.parts(two + Self.end, partsMax: 2).count == 2)
        #expect(throws: HTTPRefusal.tooManyParts) { try Self.parts(two + Self.end, partsMax: 1) }
    }

    @Test(
        "after any damage there is no crash, and parts lie in the body in order",
        arguments: [41, 42] as [UInt64])
    func mutations(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let memory = GuardedBytes(capacityBytes: 4_096)
        let type = try FieldValueTests.mediaType("multipart/form-data; boundary=\"\(Self.boundary)\"")
        let whole = Array((Self.part(Self.named, "1") + Self.part(Self.named, "") + Self.end).utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0...Int.random(in: 0...1, using: &random) { MutationTests.mutate(&bytes, &random) }
            do throws(HTTPRefusal) {
                let form = try HTTPMultipartForm(memory.place(bytes), contentType: type)
                accepted += 1
                var position = 0
                for part in form.parts {
                    #expect(position <= part.content.lowerBound && part.content.upperBound <= bytes.count)
                    position = part.content.upperBound
                }
            } catch {
                #expect(error == .malformedMultipart || error == .tooManyParts)
            }
        }
        #expect((100...19_900).contains(accepted))
    }
}
