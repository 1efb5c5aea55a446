import Journaling
import TestSupport
import Testing

@Suite("CRC-32C")
struct ChecksumTests {
    /// From RFC 3720, B.4, and the check value every catalogue of CRCs gives.
    static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
        (Array("123456789".utf8), 0xE306_9283),
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        (Array(0...31), 0x46DD_794E),
        ((0...31).reversed(), 0x113F_DB5C),
        ([], 0),
    ]

    @Test("the published vectors come out, by table and by processor")
    func publishedVectors() {
        for vector in Self.vectors {
            vector.bytes.withUnsafeBytes { bytes in
                #expect(Checksum.of(bytes) == vector.checksum)
                #expect(~SoftwareChecksum.update(~0, bytes) == vector.checksum)
            }
        }
    }

    @Test("tables and processor agree on every length and alignment up to 100 bytes")
    func tablesAndProcessorAgree() {
        var generator = SeededGenerator(seed: 1)
        let bytes = (0..<128).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes.withUnsafeBytes { bytes in
            for start in 0..<16 {
                for count in 0...100 {
                    let part = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
                    #expect(Checksum.of(part) == ~SoftwareChecksum.update(~0, part))
                }
            }
        }
    }

    @Test("a checksum in two pieces equals the checksum of the whole")
    func piecesContinue() {
        var checksum = Checksum()
        Array("12345".utf8).withUnsafeBytes { checksum.update($0) }
        Array("6789".utf8).withUnsafeBytes { checksum.update($0) }
        #expect(checksum.value == 0xE306_9283)
    }

    @Test("equal bytes elsewhere have another checksum")
    func saltAndOffsetMatter() {
        let places: [(salt: UInt64, offset: UInt64)] = [(1, 2), (2, 1), (1, 3), (0, 0)]
        let values = places.map { place in
            var checksum = Checksum(salt: place.salt, offset: place.offset)
            Array("same".utf8).withUnsafeBytes { checksum.update($0) }
            return checksum.value
        }
        #expect(Set(values).count == places.count)
    }
}
