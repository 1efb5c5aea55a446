import HTTPWire
import Testing

@Suite("Mutations")
struct MutationTests {
    static let originals = (RequestTable.accepted + RequestTable.refused.map(\.text)).map { Array($0.utf8) }

    /// What is likely to matter when it is put in.
    static let pieces =
        [
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ": ", ";", ",", "%", "0", "1", "a", "\0",
            "\u{0B}",
            "Host: a\r\n", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "chunked", "HTTP/1.1",
            "0\r\n\r\n", "1\r\na\r\n", "Connection: close\r\n", "GET / HTTP/1.1\r\n", "_", "-", "+1",
        ].map { Array($0.utf8) } + [[0x80], [0xFF], [0x7F]]

    @Test(
        "after any damage: no crash, what is accepted is unambiguous, and every split agrees",
        arguments: 31...34 as ClosedRange<UInt64>)
    func mutations(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let memory = GuardedBytes(capacityBytes: 4_096)
        var accepted = 0
        for round in 0..<25_000 {
            var bytes = Self.originals[round % Self.originals.count]
            for _ in 0...Int.random(in: 0...2, using: &random) { Self.mutate(&bytes, &random) }
            let whole = Transcript(bytes, memory: memory)
            for request in whole.requests { try Self.check(request) }
            accepted += whole.requests.count
            let split = Int.random(in: 0...bytes.count, using: &random)
            try #require(Transcript(bytes, splits: [split], memory: memory) == whole, "at \(split): \(bytes)")
        }
        // Both verdicts occur, so both are tested.
        #expect((1_000...24_000).contains(accepted))
    }

    /// What must hold of everything accepted, judged by other means than the parser's.
    static func check(_ request: SeenRequest) throws {
        func count(_ name: String) -> Int {
            request.fields.count { $0.lowercased().hasPrefix(name + ":") }
        }
        try #require(count("host") == 1 || !request.isVersion11 && count("host") == 0)
        try #require(count("content-length") + count("transfer-encoding") <= 1)
        if let length = request.value("content-length") {
            try #require(length.utf8.allSatisfy { (0x30...0x39).contains($0) })
            try #require(Int(length) == request.body.count)
        } else if let coding = request.value("transfer-encoding") {
            try #require(coding.lowercased() == "chunked" && request.isVersion11)
        } else {
            try #require(request.body.isEmpty)
        }
        try #require(request.target.hasPrefix("/") || request.target == "*" && request.method == .options)
        try #require(request.target.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x23 })
        for field in request.fields {
            let controls = field.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
            try #require(!controls)
            let name = field.prefix { $0 != ":" }
            try #require(!name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        }
    }

    static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let position = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, position + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: bytes[position..<end], at: position)
        case 3: bytes.removeSubrange(position..<end)
        case 4: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        default:
            let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
            bytes.insert(contentsOf: piece, at: position)
        }
    }
}
