import CompactJSON
import Testing

@Suite("Mutations")
struct MutationTests {
    static let originals = [
        #"{"id":123456,"op":"inventory.reserve","sku":"v-0001","quantity":1,"reservationId":"r-12345-678901"}"#,
        #"{"items":[{"sku":"v-0001","quantity":1},{"sku":"é\u20ac\ud83d\ude00","quantity":-2.5e+3}],"a":null}"#,
        #" [ true , false , null , "\"\\\/\b\f\n\r\t" , [ [ ] , { } ] , 0 , -0.0 , 1E9 ] "#,
        RefusalTests.whole,
    ].map { Array($0.utf8) }

    /// Bytes that are likely to matter.
    static let alphabet =
        Array(#"{}[]:,"\u0dDeE+-.19truefalsn "#.utf8) + [0, 0x1F, 0x80, 0xC3, 0xA9, 0xED, 0xF0, 0xFF]

    @Test(
        "after any damage the verdict and the value are those of the reference, and ranges nest",
        arguments: 21...28 as ClosedRange<UInt64>)
    func mutations(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let reader = Reader()
        var accepted = 0
        for round in 0..<16_000 {
            var bytes = Self.originals[round % Self.originals.count]
            for _ in 0...random.below(3) { Self.mutate(&bytes, &random) }
            let expected = ReferenceJSON.parse(bytes)
            if let error = reader.refusal(bytes) {
                try #require(expected == nil, "\(error): \(bytes)")
                try #require((0...bytes.count).contains(error.offset))
            } else {
                accepted += 1
                let root = try reader.parse(bytes)
                try #require(ReferenceJSON(root) == expected, "\(bytes)")
                try Self.checkRanges(root)
            }
        }
        // Both verdicts occur, so both are tested.
        #expect((500...15_500).contains(accepted))
    }

    static func mutate(_ bytes: inout [UInt8], _ random: inout RandomJSON) {
        guard !bytes.isEmpty else { return }
        let position = random.below(bytes.count)
        switch random.below(7) {
        case 0: bytes[position] = UInt8(random.below(256))
        case 1: bytes[position] = alphabet[random.below(alphabet.count)]
        case 2: bytes.insert(alphabet[random.below(alphabet.count)], at: position)
        case 3: bytes.remove(at: position)
        case 4: bytes.swapAt(position, random.below(bytes.count))
        case 5:
            bytes.insert(
                contentsOf: bytes[position..<min(bytes.count, position + random.below(20))], at: position)
        default: bytes[position] ^= 1 << UInt8(random.below(8))
        }
    }

    /// Parts lie inside their whole, in order, without overlap.
    static func checkRanges(_ node: JSONNode) throws {
        let whole = range(node)
        var position = whole.lowerBound
        let parts = node.elements.map { $0 } + node.members.flatMap { [$0.key, $0.value] }
        #expect(parts.count == (node.kind == .object ? node.count * 2 : node.count))
        for part in parts {
            let inner = range(part)
            // At least the opening bracket, the comma or the colon comes before.
            try #require(position < inner.lowerBound && inner.upperBound < whole.upperBound && !inner.isEmpty)
            position = inner.upperBound
            try checkRanges(part)
        }
    }

    private static func range(_ node: JSONNode) -> Range<Int> {
        node.sourceOffset..<node.sourceOffset + node.rawBytes.count
    }
}
