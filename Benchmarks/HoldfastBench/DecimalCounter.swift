/// Eight decimal digits as eight ASCII bytes, counted up in place, so that a fresh id costs one addition and one store.
///
/// The first digit is the most significant byte, as text is read; ``ascii`` gives the bytes in memory order.
/// 10⁸ ids are more than any measurement makes; running over is a bug of the plan.
struct DecimalCounter {
    private var digits: UInt64 = 0x3030_3030_3030_3030

    /// The eight bytes to store or to compare, in memory order.
    @inline(__always)
    var ascii: UInt64 { digits.bigEndian }

    @inline(__always)
    mutating func advance() {
        digits &+= 1
        if digits & 0xFF > 0x39 { carry() }
    }

    /// Gives the value in `ascii` as a number, for messages and tallies.
    static func value(ofASCII ascii: UInt64) -> Int {
        withUnsafeBytes(of: ascii) { $0.reduce(0) { $0 * 10 + Int($1) - 0x30 } }
    }

    private mutating func carry() {
        var shift: UInt64 = 0
        while (digits >> shift) & 0xFF > 0x39 {
            precondition(shift < 56, "more than 100,000,000 requests from one counter")
            digits &-= 10 << shift
            digits &+= 1 << (shift + 8)
            shift += 8
        }
    }
}

/// The numbers 0000 to 9999 as four ASCII bytes each.
///
/// Shared by all traffic; made once, never freed.
struct FourDigits: @unchecked Sendable {
    // Safety: filled in init, only read afterwards.
    private let table: UnsafeMutablePointer<UInt32>

    static let shared = FourDigits()

    private init() {
        table = .allocate(capacity: 10_000)
        for number in 0..<10_000 {
            var bytes: UInt32 = 0
            for (place, divisor) in [1_000, 100, 10, 1].enumerated() {
                bytes |= UInt32(0x30 + number / divisor % 10) << UInt32(place * 8)
            }
            table[number] = UInt32(littleEndian: bytes)
        }
    }

    @inline(__always)
    subscript(number: Int) -> UInt32 { table[number] }
}
