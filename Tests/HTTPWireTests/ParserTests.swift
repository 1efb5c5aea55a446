import HTTPWire
import Testing

@Suite("Requests")
struct ParserTests {
    @Test(
        "whatever is ambiguous or malformed is refused, for its own reason", arguments: RequestTable.refused)
    func refusals(row: RequestTable.Refused) {
        let transcript = Transcript(row.text)
        #expect(transcript.refusal == row.refusal)
        #expect(transcript.requests.isEmpty)
    }

    @Test("a refusal is final")
    func refusalIsFinal() {
        var parser = HTTPRequestParser()
        let bad = Array("BREW / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for _ in 0..<3 {
            let progress = bad.withUnsafeBytes { parser.next(in: $0) }
            #expect(progress == .refused(.unknownMethod))
        }
    }

    @Test("well-formed requests are accepted whole, one after the other", arguments: RequestTable.accepted)
    func accepted(text: String) {
        let transcript = Transcript(text)
        #expect(transcript.refusal == nil)
        #expect(transcript.consumedBytes == text.utf8.count)
        #expect(transcript.requests.count == text.split(separator: "HTTP/1.").count - 1)
    }

    @Test("every way to split a request in two, and single bytes, give the same parse")
    func splits() {
        for text in RequestTable.accepted + RequestTable.refused.map(\.text) {
            let bytes = Array(text.utf8)
            let memory = GuardedBytes(capacityBytes: bytes.count + 1)
            let whole = Transcript(bytes, memory: memory)
            for split in 0...bytes.count {
                #expect(
                    Transcript(bytes, splits: [split], memory: memory) == whole, "split at \(split): \(text)")
            }
            #expect(Transcript(bytes, splits: Array(0..<bytes.count), memory: memory) == whole, "\(text)")
        }
    }

    @Test("a request is what its bytes say")
    func content() throws {
        let request = try #require(Transcript(RequestTable.accepted[1]).requests.first)
        #expect(request.method == .get)
        #expect(request.target == "/products/x?a=b&c=%20+d")
        #expect(request.fields == ["host: LOCALHOST:8080", "X-Empty: ", "X: a \t b"])
        #expect(request.body.isEmpty && request.keepsAlive && request.isVersion11)
    }

    @Test("requests in one read come out in order, each with its own content")
    func pipelining() throws {
        let requests = Transcript(try #require(RequestTable.accepted.last)).requests
        #expect(requests.map(\.target) == ["/", "/2", "/3", "/4"])
        #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["abc", "", "abc", ""])
        #expect(requests.map { $0.value("host") } == ["a", "b", "c", "d"])
    }

    @Test("a slot is found under its name in any case, and an absent one is not")
    func slots() {
        var text = "GET / HTTP/1.1\r\n"
        for name in HTTPFieldName.allCases where name != .contentLength && name != .transferEncoding {
            let value = name == .expect ? "100-continue" : "v\(name.rawValue)"
            text += "\(name.name)".uppercased() + ": \(value)\r\n"
        }
        let bytes = Array((text + "x-other: 1\r\n\r\n").utf8)
        bytes.withUnsafeBytes { bytes in
            var parser = HTTPRequestParser()
            #expect(parser.next(in: bytes) == .request(consumedBytes: bytes.count))
            let request = parser.request(in: bytes)
            for name in HTTPFieldName.allCases where name != .expect {
                let isLength = name == .contentLength || name == .transferEncoding
                #expect(request.text(name) == (isLength ? nil : "v\(name.rawValue)"))
            }
            #expect(request["X-Other"]?.elementsEqual("1".utf8) == true)
            #expect(request["x-othe"] == nil)
        }
    }

    @Test("the connection stays open in HTTP/1.1 unless `close` is among the options")
    func keepAlive() {
        func keepsAlive(_ text: String) -> Bool? { Transcript(text).requests.first?.keepsAlive }
        #expect(keepsAlive(RequestTable.get("")) == true)
        #expect(keepsAlive(RequestTable.get("Connection: Keep-Alive\r\n")) == true)
        #expect(keepsAlive(RequestTable.get("Connection: closer\r\n")) == true)
        #expect(keepsAlive(RequestTable.get("Connection: CLOSE\r\n")) == false)
        #expect(keepsAlive(RequestTable.get("Connection: x, , close ,y\r\n")) == false)
        #expect(keepsAlive(RequestTable.get("Connection: x\r\nConnection: close\r\n")) == false)
        #expect(keepsAlive("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") == false)
    }
}
