/// `ORD-000123`: short, unique, increasing, without gaps.
package struct OrderNumber: Hashable, Sendable, CustomStringConvertible {
    package let value: UInt64

    package init(_ ordinal: OrderOrdinal) { value = UInt64(ordinal.value) + 1 }

    package var ordinal: OrderOrdinal { OrderOrdinal(UInt32(value - 1)) }

    private static let prefix = "ORD-"
    /// Numbers are filled up with zeros to so many digits.
    private static let digitsMinimum = 6
    /// Of the largest number there can be.
    private static let digitsMaximum = 10

    /// Reads `ORD-` and digits; `nil` for anything else.
    package init?(_ text: String) {
        guard text.hasPrefix(OrderNumber.prefix) else { return nil }
        let digits = text.dropFirst(4)
        guard digits.utf8.count >= OrderNumber.digitsMinimum, digits.utf8.allSatisfy(OrderNumber.isDigit),
            let number = UInt64(digits), number >= 1, number <= UInt64(UInt32.max),
            digits.utf8.count == OrderNumber.digitsMinimum || digits.utf8.first != 0x30
        else { return nil }
        value = number
    }

    package var description: String {
        let digits = String(value)
        return OrderNumber.prefix
            + String(repeating: "0", count: max(0, OrderNumber.digitsMinimum - digits.utf8.count)) + digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// The ordinals of the orders whose numbers begin with `text`, ascending and apart from one another.
    ///
    /// With `ORD-` it stands before the zeros, as the number is written: `ORD-0001` finds 100 to 199. Digits alone
    /// stand for the number itself, with or without its zeros: `12` finds 12, 120 to 129, 1200 to 1299 and so on,
    /// `000012` only the first. The case of letters does not matter.
    ///
    /// - Returns: `nil` if no number can begin so.
    package static func ordinals(beginningWith text: String) -> [Range<Int>]? {
        let upper = text.uppercased()
        guard !upper.isEmpty else { return nil }
        if prefix.hasPrefix(upper) { return [0..<Int(UInt32.max)] }
        let isWritten = upper.hasPrefix(prefix)
        let digits = isWritten ? upper.dropFirst(4) : upper[...]
        guard !digits.isEmpty, digits.utf8.count <= digitsMaximum, digits.utf8.allSatisfy(isDigit),
            let value = Int(digits)
        else { return nil }
        let isFilled = isWritten || digits.utf8.first == 0x30
        var ranges: [Range<Int>] = []
        if !isFilled || digits.utf8.first != 0x30 {
            // The number's own first digits.
            let fewest = isFilled ? digitsMinimum : 1
            for length in max(fewest, digits.utf8.count)...digitsMaximum {
                ranges.append(numbers(of: value, more: length - digits.utf8.count))
            }
        } else if digits.utf8.count <= digitsMinimum {
            ranges.append(numbers(of: value, more: digitsMinimum - digits.utf8.count))
        }
        return ranges.map { range in
            let numbers = 1..<Int(UInt32.max) + 1
            let named = range.clamped(to: numbers)
            return named.lowerBound - 1..<named.upperBound - 1
        }.filter { !$0.isEmpty }
    }

    /// The numbers that are the digits of `value` and so many more.
    private static func numbers(of value: Int, more count: Int) -> Range<Int> {
        let scale = (0..<count).reduce(1) { scale, _ in scale * 10 }
        return value * scale..<(value + 1) * scale
    }
}
