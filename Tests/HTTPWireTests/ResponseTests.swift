import HTTPWire
import Testing

@Suite("Responses")
struct ResponseTests {
    static let date = HTTPDate(unixSeconds: 784_111_777)
    static let start = "\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

    /// What a response looks like.
    static func response(_ write: (inout HTTPResponseWriter, inout [UInt8]) -> Void) -> String {
        var writer = HTTPResponseWriter()
        var output: [UInt8] = []
        write(&writer, &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test("content of known length goes out behind its length")
    func fixed() {
        let text = Self.response { writer, output in
            for body in ["{}", ""] {
                writer.begin(.ok, date: Self.date)
                writer.field("Content-Type", "application/json")
                body.utf8.withContiguousStorageIfAvailable {
                    writer.end(body: UnsafeRawBufferPointer($0), to: &output)
                }
            }
        }
        let head = "HTTP/1.1 200 OK\(Self.start)Content-Type: application/json\r\nContent-Length: "
        #expect(text == "\(head)2\r\n\r\n{}\(head)0\r\n\r\n")
    }

    @Test("204 and 304 have no length, HEAD has one without content, other empty ones have 0")
    func withoutBody() {
        func empty(_ status: HTTPStatus) -> String {
            Self.response { writer, output in
                writer.begin(status, date: Self.date)
                writer.endWithoutBody(to: &output)
            }
        }
        #expect(empty(.noContent) == "HTTP/1.1 204 No Content\(Self.start)\r\n")
        #expect(empty(.notModified) == "HTTP/1.1 304 Not Modified\(Self.start)\r\n")
        #expect(empty(.created) == "HTTP/1.1 201 Created\(Self.start)Content-Length: 0\r\n\r\n")
        #expect(empty(HTTPStatus(299)) == "HTTP/1.1 299 \(Self.start)Content-Length: 0\r\n\r\n")
        let head = Self.response { writer, output in
            writer.begin(.ok, date: Self.date)
            writer.end(omittedBodyBytes: 1_234_567, to: &output)
        }
        #expect(head == "HTTP/1.1 200 OK\(Self.start)Content-Length: 1234567\r\n\r\n")
    }

    @Test("a stream is chunks without a length, or ends with the connection")
    func streams() {
        let chunked = Self.response { writer, output in
            writer.begin(.ok, date: Self.date)
            writer.endForChunks(to: &output)
            for size in [1, 0, 16, 255] {
                [UInt8](repeating: 0x61, count: size).withUnsafeBytes { HTTPChunks.chunk($0, to: &output) }
            }
            HTTPChunks.end(to: &output)
        }
        let chunks = [1, 16, 255].map {
            "\(String($0, radix: 16))\r\n\(String(repeating: "a", count: $0))\r\n"
        }
        let head = "HTTP/1.1 200 OK\(Self.start)Transfer-Encoding: chunked\r\n\r\n"
        #expect(chunked == head + chunks.joined() + "0\r\n\r\n")
        let closing = Self.response { writer, output in
            writer.begin(.ok, date: Self.date)
            writer.endForStreamUntilClose(to: &output)
        }
        #expect(closing == "HTTP/1.1 200 OK\(Self.start)Connection: close\r\n\r\n")
    }

    @Test("data cannot begin another line")
    func injection() {
        let text = Self.response { writer, output in
            writer.begin(.found, date: Self.date)
            writer.field("Location", data: "/a\r\nSet-Cookie: b\0\té\u{7F}")
            writer.field("Retry-After", number: 30)
            writer.closeConnection()
            writer.endWithoutBody(to: &output)
        }
        let fields = "Location: /a??Set-Cookie: b?????\r\nRetry-After: 30\r\nConnection: close\r\n"
        #expect(text == "HTTP/1.1 302 Found\(Self.start)\(fields)Content-Length: 0\r\n\r\n")
    }

    @Test("a head of any length is written whole, and a begun one can be dropped")
    func longHead() {
        let value = String(repeating: "x", count: 5_000)
        let text = Self.response { writer, output in
            writer.begin(.ok, date: Self.date)
            writer.begin(.ok, date: Self.date)
            writer.field("X", data: value)
            writer.endWithoutBody(to: &output)
            HTTPChunks.continueResponse(to: &output)
        }
        let head = "HTTP/1.1 200 OK\(Self.start)X: \(value)\r\nContent-Length: 0\r\n\r\n"
        #expect(text == head + "HTTP/1.1 100 Continue\r\n\r\n")
    }

    @Test("constants that would break a head, and content where there is none, trap")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            var writer = HTTPResponseWriter()
            writer.begin(.ok, date: HTTPDate(unixSeconds: 0))
            writer.field("X", "a\r\nb")
        }
        await #expect(processExitsWith: .failure) {
            var writer = HTTPResponseWriter()
            writer.begin(.ok, date: HTTPDate(unixSeconds: 0))
            writer.field("X Y", "a")
        }
        await #expect(processExitsWith: .failure) {
            var writer = HTTPResponseWriter()
            var output: [UInt8] = []
            writer.begin(.notModified, date: HTTPDate(unixSeconds: 0))
            writer.end(body: UnsafeRawBufferPointer(start: nil, count: 0), to: &output)
        }
        await #expect(processExitsWith: .failure) {
            var writer = HTTPResponseWriter()
            writer.begin(.ok, date: HTTPDate(unixSeconds: 0))
            writer.field("content-length", "1")
        }
    }

    @Test("a date has the form of RFC 9110, leap days and the last second included")
    func dates() {
        let table: [(Int64, String)] = [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-5, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ]
        var kept = HTTPDate(unixSeconds: 1)
        for (seconds, text) in table {
            #expect(HTTPDate(unixSeconds: seconds).description == text)
            kept.update(unixSeconds: seconds)
            #expect(kept.description == text)
        }
    }

    @Test("every refusal has a status of its kind, a code of its own and one line for people")
    func refusalWords() {
        let codes = HTTPRefusal.allCases.map { "\($0.code)" }
        #expect(Set(codes).count == codes.count)
        for refusal in HTTPRefusal.allCases {
            #expect([400, 413, 414, 417, 431, 501, 505].contains(refusal.status.code))
            #expect("\(refusal.code)".allSatisfy { $0 == "_" || $0.isLowercase || $0.isNumber })
            #expect("\(refusal.message)".hasSuffix(".") && !"\(refusal.message)".contains("\n"))
            #expect(refusal.status.reason.utf8CodeUnitCount > 0)
        }
    }
}
