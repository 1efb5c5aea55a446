import CommerceCore
import Testing

@Suite("beginnings of order numbers")
struct OrderNumberPrefixTests {
    private func numbers(_ prefix: String, below bound: Int) -> [Int]? {
        OrderNumber.ordinals(beginningWith: prefix)?.flatMap { $0.clamped(to: 0..<bound - 1).map { $0 + 1 } }
    }

    @Test(
        "a prefix finds what begins with it, and nothing else",
        arguments: [
            "O", "ord-", "ORD-0", "ORD-00", "ORD-0001", "ORD-000123", "ORD-1", "ORD-12", "ORD-123456",
            "ORD-1234567", "ORD-000000", "ORD-0000000",
        ])
    func prefixes(prefix: String) {
        let ranges = OrderNumber.ordinals(beginningWith: prefix) ?? []
        for span in [
            1...1_300, 99_900...100_100, 123_400...123_500, 999_900...1_000_100, 1_234_500...1_234_600,
        ] {
            for number in span {
                let isNamed = OrderNumber(OrderOrdinal(number - 1)).description.hasPrefix(prefix.uppercased())
                #expect(ranges.count { $0.contains(number - 1) } == (isNamed ? 1 : 0), "\(number)")
            }
        }
    }

    @Test("digits alone are the number's own, or as it is written if they begin with a zero")
    func digits() {
        #expect(numbers("12", below: 1_300)?.count == 1 + 10 + 100)
        #expect(numbers("12", below: 1_300)?.prefix(3) == [12, 120, 121])
        #expect(numbers("000012", below: 1_300) == [12])
        #expect(numbers("0000", below: 1_300)?.last == 99)
    }

    @Test("other texts are no beginning", arguments: ["", "X", "ORD-x", "ORD--1", "12a", "12345678901", "٣"])
    func others(text: String) {
        #expect(OrderNumber.ordinals(beginningWith: text) == nil)
    }
}

@Suite("times as text")
struct TimestampReadingTests {
    @Test(
        "RFC 3339 is read to the millisecond",
        arguments: [
            ("2026-11-22T13:00:00Z", 1_795_352_400_000), ("2026-11-22t13:00:00.5z", 1_795_352_400_500),
            ("2026-11-22 14:00:00.123456+01:00", 1_795_352_400_123),
            ("2026-11-22T08:30:00-04:30", 1_795_352_400_000), ("1970-01-01T00:00:00Z", 0),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)])
    func times(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test("a day is its first millisecond in UTC")
    func days() {
        #expect(Timestamp(day: "2026-11-22")?.milliseconds == 1_795_305_600_000)
        #expect(Timestamp(day: "2026-11-22T00:00:00Z") == nil)
    }

    @Test(
        "what is no time is none",
        arguments: [
            "", "2026-11-22", "2026-11-22T13:00Z", "2026-11-22T13:00:00", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T13:00:60Z", "2026-11-22T13:00:00.Z",
            "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "2026-11-22T13:00:00+0100",
            "2026-11-22T13:00:00.1234567890Z", "2026-11-22T13:00:00Z ", "２026-11-22T13:00:00Z",
        ])
    func noTimes(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}
