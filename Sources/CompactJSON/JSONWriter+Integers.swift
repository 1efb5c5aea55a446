extension JSONWriter {
    /// The longest: `-9223372036854775808`.
    @usableFromInline static var integerBytesMax: Int { 20 }

    /// Appends a decimal integer, without a comma.
    @inlinable @inline(__always)
    package mutating func appendInteger(_ number: Int64) {
        reserve(Self.integerBytesMax)
        putInteger(number)
    }

    /// Writes a decimal integer for which room was made.
    @inlinable @inline(__always)
    mutating func putInteger(_ number: Int64) {
        if number >= 0, number < 10 {
            put(0x30 &+ UInt8(truncatingIfNeeded: number))
        } else {
            putLongInteger(number)
        }
    }

    @usableFromInline
    mutating func putLongInteger(_ number: Int64) {
        var magnitude = number.magnitude
        if number < 0 { put(0x2D) }
        let digits = Self.digitCount(magnitude)
        // From the end, two digits a division.
        var cursor = buffer + (length + digits)
        length += digits
        let pairs = Self.digitPairs.utf8Start
        while magnitude >= 100 {
            let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 100)
            magnitude = quotient
            cursor -= 2
            cursor[0] = pairs[Int(remainder) &* 2]
            cursor[1] = pairs[Int(remainder) &* 2 &+ 1]
        }
        if magnitude >= 10 {
            cursor[-2] = pairs[Int(magnitude) &* 2]
            cursor[-1] = pairs[Int(magnitude) &* 2 &+ 1]
        } else {
            cursor[-1] = 0x30 &+ UInt8(truncatingIfNeeded: magnitude)
        }
    }

    /// Decimal digits of `magnitude`; one for zero.
    private static func digitCount(_ magnitude: UInt64) -> Int {
        var digits = 1
        var rest = magnitude
        while true {
            if rest < 10 { return digits }
            if rest < 100 { return digits + 1 }
            if rest < 1_000 { return digits + 2 }
            if rest < 10_000 { return digits + 3 }
            rest /= 10_000
            digits += 4
        }
    }

    private static var digitPairs: StaticString {
        """
        00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748\
        495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """
    }
}
