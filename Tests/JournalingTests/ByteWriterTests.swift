import Journaling
import TestSupport
import Testing

@Suite("bytes, written and read")
struct ByteWriterTests {
    static let numbers: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, 1 << 35, .max - 1, .max]

    private func written(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter(capacity: 1)
        body(&writer)
        #expect(writer.count == writer.copyBytes().count)
        return writer.copyBytes()
    }

    @Test("whatever is put is read back, in the same order")
    func everythingComesBack() throws {
        let signed: [Int64] = [0, -1, 1, 63, -64, 64, .min, .max]
        let text = "Grüße, 世界 🛒"
        let bytes = written { writer in
            writer.put(byte: 0xA5)
            writer.put(fixed32: 0xDEAD_BEEF)
            for number in Self.numbers {
                writer.put(varint: number)
                writer.put(fixed64: number)
            }
            for number in signed { writer.put(signed: number) }
            writer.put(string: text)
            writer.put(string: "")
            ([1, 2, 3] as [UInt8]).withUnsafeBytes { writer.put(lengthPrefixed: $0) }
        }
        try bytes.withUnsafeBytes { bytes throws in
            var reader = ByteReader(bytes)
            let byte = try reader.byte()
            let fixed32 = try reader.fixed32()
            #expect((byte, fixed32) == (0xA5, 0xDEAD_BEEF))
            for number in Self.numbers {
                let (varint, fixed64) = (try reader.varint(), try reader.fixed64())
                #expect((varint, fixed64) == (number, number))
            }
            for number in signed {
                let back = try reader.signed()
                #expect(back == number)
            }
            let (long, short) = (try reader.string(), try reader.string())
            #expect((long, short) == (text, ""))
            let rest = try reader.lengthPrefixed()
            #expect(Array(rest) == [1, 2, 3])
            #expect(reader.isAtEnd)
        }
    }

    @Test("small numbers are short: one byte below 128, two for zig-zag 64, ten at most")
    func varintLengths() {
        #expect(written { $0.put(varint: 127) } == [0x7F])
        #expect(written { $0.put(varint: 128) } == [0x80, 0x01])
        #expect(written { $0.put(signed: -1) } == [0x01])
        #expect(written { $0.put(signed: 64) } == [0x80, 0x01])
        #expect(written { $0.put(varint: .max) }.count == 10)
    }

    @Test("every shortened input throws, and the reader stays where it was")
    func shortInputThrows() {
        let inputs: [[UInt8]] = [
            [], [0x80], [5, 1, 2], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ]
        for input in inputs {
            input.withUnsafeBytes { bytes in
                var reader = ByteReader(bytes)
                #expect(throws: ByteReaderError.self) { try reader.fixed64() }
                #expect(throws: ByteReaderError.self) { try reader.lengthPrefixed() }
                #expect(throws: ByteReaderError.self) { try reader.string() }
                #expect(reader.offset == 0)
            }
        }
    }

    @Test(
        "a number has one spelling: padded and oversized ones are refused",
        arguments: [
            [0x80, 0x00], [0xFF, 0x80, 0x00], [UInt8](repeating: 0xFF, count: 9) + [0x02],
            [UInt8](repeating: 0x80, count: 10) + [0x01],
        ] as [[UInt8]])
    func overlongNumbersThrow(input: [UInt8]) {
        input.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            #expect(throws: ByteReaderError(reason: .overlongInteger, offset: 0)) { try reader.varint() }
        }
    }

    @Test("text that is not UTF-8 is refused")
    func invalidTextThrows() {
        [2, 0xC3, 0x28].withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<UInt8>) in
            var reader = ByteReader(UnsafeRawBufferPointer(buffer))
            #expect(throws: ByteReaderError(reason: .invalidText, offset: 0)) { try reader.string() }
        }
    }

    @Test("random bytes never trap the reader")
    func randomBytesNeverTrap() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
            bytes.withUnsafeBytes { bytes in
                var reader = ByteReader(bytes)
                while !reader.isAtEnd {
                    switch UInt8.random(in: 0...4, using: &generator) {
                    case 0: _ = try? reader.varint()
                    case 1: _ = try? reader.string()
                    case 2: _ = try? reader.signed()
                    case 3: _ = try? reader.lengthPrefixed()
                    default: _ = try? reader.byte()
                    }
                }
            }
        }
    }
}
