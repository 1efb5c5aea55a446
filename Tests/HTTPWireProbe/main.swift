import Glibc

#if canImport(HTTPWire)
import HTTPWire
#endif

// Reads byte strings from standard input, each behind its length (four bytes, the highest first), shows each to a
// parser of its own, and writes one line of JSON for each: what the differential test compares with other parsers.
//
//     {"requests":[{"method":"GET","target":"…","version":"1.1","keepsAlive":true,"end":42,
//                   "fields":[["host","…"]],"body":"…"}],
//      "end":"incomplete"}
//
// Byte strings stand in hexadecimal digits. The `end` of a request is the offset behind it; that of the connection is
// `incomplete`, or the code of the refusal, with its `status`.

/// Reads exactly that many bytes; `nil` at the end of the input.
func readBytes(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
        let received = bytes.withUnsafeMutableBytes {
            read(0, $0.baseAddress.map { $0 + filled }, count - filled)
        }
        guard received > 0 else { return nil }
        filled += received
    }
    return bytes
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = [0x22]
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text + [0x22], as: UTF8.self)
}

func description(_ request: HTTPRequest, end: Int) -> String {
    var fields: [String] = []
    request.forEachField { name, value in
        let small = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        fields.append("[\(hexadecimal(small)),\(hexadecimal(value))]")
    }
    return "{\"method\":\"\(request.method.name)\",\"target\":\(hexadecimal(request.target)),"
        + "\"version\":\"\(request.head.isVersion11 ? "1.1" : "1.0")\",\"keepsAlive\":\(request.head.keepsAlive),"
        + "\"end\":\(end),\"fields\":[\(fields.joined(separator: ","))],\"body\":\(hexadecimal(request.body))}"
}

/// The verdict on the bytes of one connection.
func verdict(_ bytes: UnsafeRawBufferPointer) -> String {
    var parser = HTTPRequestParser()
    var requests: [String] = []
    var consumed = 0
    while true {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
        var end = "\"end\":\"incomplete\""
        switch parser.next(in: rest) {
        case .headComplete: continue
        case .request(let count):
            consumed += count
            requests.append(description(parser.request(in: rest), end: consumed))
            continue
        case .needsMore: break
        case .refused(let refusal): end = "\"end\":\"\(refusal.code)\",\"status\":\(refusal.status.code)"
        }
        return "{\"requests\":[\(requests.joined(separator: ","))],\(end)}"
    }
}

while let length = readBytes(4) {
    guard let bytes = readBytes(length.reduce(0) { $0 << 8 | Int($1) }) else { break }
    print(bytes.withUnsafeBytes(verdict))
}
