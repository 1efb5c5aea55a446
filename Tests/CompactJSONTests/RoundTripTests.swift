import CompactJSON
import Testing

@Suite("Round trips")
struct RoundTripTests {
    @Test(
        "what is written is read again, and writing it again gives the same bytes",
        arguments: 1...8 as ClosedRange<UInt64>)
    func writtenThenRead(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let reader = Reader(capacityBytes: 1 << 18)
        var writer = JSONWriter(capacityBytes: 64)
        for _ in 0..<500 {
            let value = random.value()
            writer.removeAll()
            writer.value(value)
            let written = Array(writer.bytes)
            let read = ReferenceJSON(try reader.parse(written))
            #expect(read == value)
            writer.removeAll()
            writer.value(read)
            #expect(writer.bytes.elementsEqual(written))
        }
    }

    @Test("any way of writing a value is read as that value", arguments: 11...18 as ClosedRange<UInt64>)
    func anyText(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let reader = Reader(capacityBytes: 1 << 18)
        for _ in 0..<500 {
            let value = random.value()
            let first = try reader.parse(random.text(value))
            #expect(ReferenceJSON(first) == value)
            let fingerprint = first.fingerprint()
            let second = try reader.parse(random.text(value))
            #expect(second.fingerprint() == fingerprint)
        }
    }

    @Test("an integer is read as it was written")
    func integers() throws {
        var random = SplitMix64(seed: 3)
        let reader = Reader()
        var writer = JSONWriter()
        var numbers: [Int64] = [.min, .max, 0, -1, 9, 10, -10, 99, 100, 999, 1_000, 9_999, 10_000]
        for shift in 0..<64 {
            for _ in 0..<50 { numbers.append(Int64(bitPattern: random.next()) >> Int64(shift)) }
        }
        for number in numbers {
            writer.removeAll()
            writer.value(number)
            #expect(writer.bytes.text == String(number))
            #expect(try reader.parse(Array(writer.bytes)).int64 == number)
        }
    }
}
