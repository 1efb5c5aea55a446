/// An amount of money in integer minor units (cents). Amounts carry no currency: the shop has one.
///
/// The range is that of the seed's `Decimal(10, 2)`:
///
///     |minorUnits| ≤ 9 999 999 999
///
/// Arithmetic that could leave the range goes through the checked methods, which answer `nil`;
/// nothing ever wraps or rounds silently.
package struct Money: Hashable, Comparable, Sendable {
    package let minorUnits: Int64

    package static let zero = Money(minorUnits: 0)
    package static let largest = Money(minorUnits: 9_999_999_999)

    @inlinable
    package init(minorUnits: Int64) { self.minorUnits = minorUnits }

    package var isInRange: Bool { minorUnits.magnitude <= Money.largest.minorUnits.magnitude }

    package static func < (left: Money, right: Money) -> Bool { left.minorUnits < right.minorUnits }

    /// The sum, or `nil` if it leaves the range.
    @inlinable
    package func adding(_ other: Money) -> Money? {
        let sum = Money(minorUnits: minorUnits + other.minorUnits)
        return sum.isInRange ? sum : nil
    }

    /// The difference, or `nil` if it leaves the range.
    @inlinable
    package func subtracting(_ other: Money) -> Money? {
        adding(Money(minorUnits: -other.minorUnits))
    }

    /// The price of `quantity` units at this unit price, or `nil` if it leaves the range.
    @inlinable
    package func times(_ quantity: Quantity) -> Money? {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: quantity.units)
        let result = Money(minorUnits: overflow ? .max : product)
        return !overflow && result.isInRange ? result : nil
    }
}

extension Money {
    /// Reads `"129.90"`, `"5"` or `"-0.5"`: an optional sign, digits, and at most two decimals.
    ///
    /// - Returns: `nil` for anything else, among it exponents, a third decimal and amounts out of range.
    /// - Complexity: O(length of the text).
    package init?(decimal bytes: some Collection<UInt8>) {
        var position = bytes.startIndex
        let isNegative = position < bytes.endIndex && bytes[position] == UInt8(ascii: "-")
        if isNegative { bytes.formIndex(after: &position) }
        var units: Int64 = 0
        var wholeDigits = 0
        while position < bytes.endIndex, let digit = Money.digit(bytes[position]) {
            units = units * 10 + digit
            wholeDigits += 1
            if wholeDigits > 12 { return nil }
            bytes.formIndex(after: &position)
        }
        guard wholeDigits > 0 else { return nil }
        units *= 100
        if position < bytes.endIndex {
            guard bytes[position] == UInt8(ascii: ".") else { return nil }
            bytes.formIndex(after: &position)
            guard position < bytes.endIndex else { return nil }
            var weight: Int64 = 10
            while position < bytes.endIndex {
                guard let digit = Money.digit(bytes[position]), weight > 0 else { return nil }
                units += digit * weight
                weight /= 10
                bytes.formIndex(after: &position)
            }
        }
        self.init(minorUnits: isNegative ? -units : units)
        guard isInRange else { return nil }
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int64(byte - UInt8(ascii: "0")) : nil
    }
}

extension Money: CustomStringConvertible {
    /// `"129.90"`: always two decimals.
    package var description: String {
        let magnitude = abs(minorUnits)
        let cents = magnitude % 100
        return "\(minorUnits < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
