import CommerceCore
import TestSupport
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "reads a sign, digits and at most two decimals",
        arguments: [
            ("0", 0), ("0.00", 0), ("-0", 0), ("5", 500), ("0.5", 50), ("0.05", 5), ("129.90", 129_90),
            ("-0.5", -50), ("-12.34", -12_34), ("007.10", 7_10), ("99999999.99", 9_999_999_999),
            ("-99999999.99", -9_999_999_999), ("000000000001", 1_00),
        ] as [(String, Int64)])
    func reads(text: String, minorUnits: Int64) {
        #expect(Money(decimal: text.utf8)?.minorUnits == minorUnits)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", "-", "+1", ".", ".5", "5.", "-.5", "1.000", "1.005", "0.001", "1.0.0", "1,00", "1 ", " 1",
            "1e2", "1E2", "1.5e1", "0x10", "1_000", "--1", "1-", "NaN", "inf", "١", "1.٥", "\u{0}1", "€5",
            "100000000", "100000000.00", "99999999.991", "-100000000", "0000000000001",
            "9223372036854775808", "99999999999999999999999999",
        ])
    func refuses(text: String) {
        #expect(Money(decimal: text.utf8) == nil)
    }

    @Test(
        "is written with two decimals, whatever it was read from",
        arguments: [
            (0, "0.00"), (5, "0.05"), (50, "0.50"), (-5, "-0.05"), (129_90, "129.90"),
            (9_999_999_999, "99999999.99"), (-9_999_999_999, "-99999999.99"),
        ] as [(Int64, String)])
    func writes(minorUnits: Int64, text: String) {
        #expect(Money(minorUnits: minorUnits).description == text)
    }

    @Test("what is written reads back as the same amount")
    func roundTrip() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<5_000 {
            let money = Money(minorUnits: .random(in: -9_999_999_999...9_999_999_999, using: &random))
            #expect(Money(decimal: money.description.utf8) == money)
        }
    }

    @Test("a sum or difference out of range is none, at both ends exactly")
    func sums() {
        let cent = Money(minorUnits: 1)
        let smallest = Money(minorUnits: -Money.largest.minorUnits)
        #expect(Money.largest.adding(.zero) == .largest)
        #expect(Money.largest.adding(cent) == nil)
        #expect(Money.largest.subtracting(cent)?.adding(cent) == .largest)
        #expect(Money.largest.adding(.largest) == nil)
        #expect(smallest.subtracting(cent) == nil)
        #expect(smallest.adding(cent)?.subtracting(cent) == smallest)
        #expect(smallest.adding(.largest) == .zero)
        #expect(Money.largest.subtracting(smallest) == nil)
    }

    @Test("a product out of range is none, even one that a machine word cannot hold")
    func products() {
        #expect(Money(minorUnits: 4_95).times(Quantity(3)) == Money(minorUnits: 14_85))
        #expect(Money.largest.times(Quantity(1)) == .largest)
        #expect(Money.largest.times(Quantity(2)) == nil)
        #expect(Money.largest.times(.zero) == .zero)
        #expect(Money(minorUnits: 1).times(Quantity(9_999_999_999)) == .largest)
        #expect(Money(minorUnits: 1).times(Quantity(10_000_000_000)) == nil)
        #expect(Money.largest.times(.requestMaximum) == nil)
        #expect(Money(minorUnits: 5).times(Quantity(.max)) == nil)
        #expect(Money(minorUnits: -1 << 32).times(Quantity(1 << 31)) == nil)
    }

    @Test("amounts compare by their minor units")
    func order() {
        #expect(Money(minorUnits: -1) < .zero)
        #expect([Money(minorUnits: 2), .zero, Money(minorUnits: 1)].sorted().map(\.minorUnits) == [0, 1, 2])
        #expect(Money(minorUnits: .min).isInRange == false)
    }
}
