import HTTPWire
import Testing

@Suite("Limits")
struct LimitTests {
    static func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
        var limits = HTTPLimits()
        change(&limits)
        return limits
    }

    /// What becomes of `text` as a whole; every split must agree.
    static func refusal(_ text: String, _ limits: HTTPLimits) -> HTTPRefusal? {
        let bytes = Array(text.utf8)
        let memory = GuardedBytes(capacityBytes: bytes.count + 1)
        let whole = Transcript(bytes, limits: limits, memory: memory)
        let single = Transcript(bytes, splits: Array(0..<bytes.count), limits: limits, memory: memory)
        #expect(single == whole)
        return whole.refusal
    }

    @Test("a request line may be as long as the limit and not a byte longer")
    func requestLine() {
        let limits = Self.limits { $0.requestLineBytesMax = 30 }
        let line = "GET /23456789012345 HTTP/1.1\r\n"
        #expect(line.utf8.count == 30)
        #expect(Self.refusal(line + "Host: a\r\n\r\n", limits) == nil)
        #expect(Self.refusal(line.replacing("/2", with: "/22") + "Host: a\r\n\r\n", limits) == .targetTooLong)
        // Without a line feed too, and before anything else is judged.
        #expect(Self.refusal(String(repeating: "G", count: 29), limits) == nil)
        #expect(Self.refusal(String(repeating: "G", count: 30), limits) == .targetTooLong)
    }

    @Test("all field lines together may be as long as the limit")
    func fieldBytes() {
        let limits = Self.limits { $0.fieldsBytesMax = 19 }
        #expect(Self.refusal("GET / HTTP/1.1\r\nHost: a\r\nX: 345\r\n\r\n", limits) == nil)
        #expect(Self.refusal("GET / HTTP/1.1\r\nHost: a\r\nX: 3456\r\n\r\n", limits) == .fieldsTooLong)
        #expect(Self.refusal("GET / HTTP/1.1\r\nHost: a\r\nX: 3456789\r\n", limits) == .fieldsTooLong)
        #expect(Self.refusal("GET / HTTP/1.1\r\nHost: aaaaaaaaaaaaa", limits) == .fieldsTooLong)
        #expect(Self.refusal("GET / HTTP/1.1\r\nHost: aaaaaaaaaaaa", limits) == nil)
    }

    @Test("as many fields as the limit, and not one more")
    func fieldCount() {
        let limits = Self.limits { $0.fieldsMax = 3 }
        #expect(Self.refusal(RequestTable.get("A: 1\r\nB: 2\r\n"), limits) == nil)
        #expect(Self.refusal(RequestTable.get("A: 1\r\nB: 2\r\nC: 3\r\n"), limits) == .tooManyFields)
        let most = String(repeating: "a: b\r\n", count: 63)
        #expect(Transcript(RequestTable.get(most)).refusal == nil)
        #expect(Transcript(RequestTable.get(most + "a: b\r\n")).refusal == .tooManyFields)
    }

    @Test("content may be as long as the limit, by either length")
    func body() {
        let limits = Self.limits { $0.bodyBytesMax = 3 }
        #expect(Self.refusal(RequestTable.post("Content-Length: 3\r\n", "abc"), limits) == nil)
        #expect(Self.refusal(RequestTable.post("Content-Length: 4\r\n", "abcd"), limits) == .bodyTooLarge)
        #expect(Self.refusal(RequestTable.chunked("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"), limits) == nil)
        #expect(
            Self.refusal(RequestTable.chunked("1\r\na\r\n3\r\nbcd\r\n0\r\n\r\n"), limits) == .bodyTooLarge)
    }

    @Test("trailers may be as long as the limit")
    func trailers() {
        let limits = Self.limits { $0.trailersBytesMax = 8 }
        #expect(Self.refusal(RequestTable.chunked("0\r\nX: 1\r\n\r\n"), limits) == nil)
        #expect(Self.refusal(RequestTable.chunked("0\r\nX: 12\r\n\r\n"), limits) == .trailersTooLong)
    }

    @Test("chunks whose framing outweighs their content are refused")
    func framing() {
        let limits = Self.limits { $0.chunkFramingBytesMax = 32 }
        func bytes(_ count: Int) -> String { String(repeating: "1\r\na\r\n", count: count) + "0\r\n\r\n" }
        #expect(Self.refusal(RequestTable.chunked(bytes(7)), limits) == nil)
        #expect(Self.refusal(RequestTable.chunked(bytes(40)), limits) == .tooMuchFraming)
        let padded = String(repeating: "0000000000000001\r\na\r\n", count: 4)
        #expect(Self.refusal(RequestTable.chunked(padded + "0\r\n\r\n"), limits) == .tooMuchFraming)
    }

    @Test("a request that is accepted fits the buffer that the limits promise")
    func promise() {
        let limits = Self.limits { $0.chunkFramingBytesMax = 32 }
        for count in 0..<40 {
            let text = RequestTable.chunked(String(repeating: "1\r\na\r\n", count: count) + "0\r\n\r\n")
            guard Transcript(text, limits: limits).refusal == nil else { continue }
            #expect(text.utf8.count <= limits.requestBytesMax(bodyBytes: count))
        }
    }

    @Test("the limit of the content can be changed for one request, once its head is there")
    func raisedLimit() {
        let text = RequestTable.post("Content-Length: 5\r\n", "abcde")
        let bytes = Array((text + text).utf8)
        bytes.withUnsafeBytes { bytes in
            var parser = HTTPRequestParser(limits: Self.limits { $0.bodyBytesMax = 4 })
            #expect(parser.next(in: bytes) == .headComplete)
            #expect(parser.head.bodyLength == .fixed(5))
            parser.bodyBytesMax = 5
            #expect(parser.next(in: bytes) == .request(consumedBytes: bytes.count / 2))
            let rest = UnsafeRawBufferPointer(rebasing: bytes[(bytes.count / 2)...])
            #expect(parser.next(in: rest) == .headComplete)
            #expect(parser.next(in: rest) == .refused(.bodyTooLarge))
        }
    }

    @Test("a large content in many reads and chunks comes out whole")
    func largeChunked() {
        var random = SplitMix64(seed: 5)
        let content = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        var bytes = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        var position = 0
        while position < content.count {
            let end = min(content.count, position + Int.random(in: 1...9_000, using: &random))
            content[position..<end].withUnsafeBytes { HTTPChunks.chunk($0, to: &bytes) }
            position = end
        }
        HTTPChunks.end(to: &bytes)
        let memory = GuardedBytes(capacityBytes: bytes.count)
        for _ in 0..<20 {
            let splits = (0..<30).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
            let transcript = Transcript(bytes, splits: splits, memory: memory)
            #expect(transcript.requests.first?.body == content)
            #expect(transcript.consumedBytes == bytes.count)
        }
    }
}
