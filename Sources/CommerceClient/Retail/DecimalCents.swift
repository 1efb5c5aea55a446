/// Amounts of money as decimal text, to and from whole cents. No floating point: what is written counts.
package enum DecimalCents {
    /// Like the server's: |cents| ≤ 9 999 999 999.
    package static let magnitudeMaximum: Int64 = 9_999_999_999

    /// Reads `2.55`, `-0.001` or `5` and rounds half to even: 0.125 is 12 cents, 0.135 and 0.1251 are 14 and 13.
    ///
    /// - Returns: `nil` for anything but an optional minus, digits and at most one point, and for amounts too large.
    /// - Complexity: O(length).
    package static func parse(_ text: some Collection<UInt8>) -> Int64? {
        var cents: Int64 = 0
        var digitCount = 0
        var decimals: Int?
        var firstDropped: UInt8 = 0
        var hasMoreDropped = false
        let isNegative = text.first == UInt8(ascii: "-")
        for byte in isNegative ? text.dropFirst() : text.dropFirst(0) {
            if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let digit = byte - UInt8(ascii: "0")
            digitCount += 1
            let place = decimals ?? 0
            if place < 2 {
                cents = cents * 10 + Int64(digit)
                guard cents <= magnitudeMaximum else { return nil }
            } else if place == 2 {
                firstDropped = digit
            } else {
                hasMoreDropped = hasMoreDropped || digit != 0
            }
            if decimals != nil { decimals = place + 1 }
        }
        guard digitCount > 0 else { return nil }
        for _ in min(decimals ?? 0, 2)..<2 { cents *= 10 }
        let isOverHalf = firstDropped > 5 || firstDropped == 5 && hasMoreDropped
        if isOverHalf || firstDropped == 5 && !cents.isMultiple(of: 2) { cents += 1 }
        guard cents <= magnitudeMaximum else { return nil }
        return isNegative ? -cents : cents
    }

    /// `129.90`: always two decimals.
    package static func text(_ cents: Int64) -> String {
        let magnitude = cents.magnitude
        let rest = magnitude % 100
        return "\(cents < 0 ? "-" : "")\(magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
