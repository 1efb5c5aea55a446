/// Tests of eight bytes at once. Bytes are numbered from the least significant, which is the first in memory.
///
/// Each test gives a word whose *lowest* set bit is exact: it is bit 7 of the first byte that matches, and the
/// word is zero if none does. Higher bits may be wrong, because a subtraction borrows. (Bit Twiddling Hacks,
/// "Determine if a word has a zero byte".)
enum WordScan {
    /// A byte repeated eight times.
    @inline(__always) static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    static var highBits: UInt64 {
        @inline(__always) get { 0x8080_8080_8080_8080 }
    }

    /// Marks what ends a plain run in a JSON string: quote, backslash, control character, non-ASCII.
    @inline(__always) static func stringStops(_ word: UInt64) -> UInt64 {
        let quote = word ^ repeated(0x22)
        let backslash = word ^ repeated(0x5C)
        let below = (word &- repeated(0x20)) | (quote &- repeated(1)) | (backslash &- repeated(1))
        // All three have their high bit exactly where the word has its own, so one mask serves.
        return ((below & ~word) | word) & highBits
    }

    /// Marks what may have to be escaped when written: quote, backslash, control character, and 0xE2, with which
    /// U+2028 and U+2029 begin.
    @inline(__always) static func escapeStops(_ word: UInt64) -> UInt64 {
        let quote = word ^ repeated(0x22)
        let backslash = word ^ repeated(0x5C)
        let below = (word &- repeated(0x20)) | (quote &- repeated(1)) | (backslash &- repeated(1))
        // Plain ASCII, the common case, needs neither the mask nor the search for 0xE2.
        if word & highBits == 0 { return below & highBits }
        let separator = word ^ repeated(0xE2)
        return ((below & ~word) | ((separator &- repeated(1)) & ~separator)) & highBits
    }

    /// The number of the first marked byte.
    @inline(__always) static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// Eight bytes in memory order, whatever the machine's.
    @inline(__always) static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
    }

    /// One to seven bytes in memory order, zeros above. Overlapping loads agree where they overlap.
    @inline(__always) static func loadShort(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        if count >= 4 {
            let raw = UnsafeRawPointer(pointer)
            let low = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
            let high = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            return UInt64(low) | UInt64(high) &<< (UInt64(truncatingIfNeeded: count &- 4) &* 8)
        }
        let middle = count >> 1
        let last = count &- 1
        return UInt64(pointer[0]) | UInt64(pointer[middle]) &<< (UInt64(truncatingIfNeeded: middle) &* 8)
            | UInt64(pointer[last]) &<< (UInt64(truncatingIfNeeded: last) &* 8)
    }

    @inline(__always) static func store(_ word: UInt64, _ pointer: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: word.littleEndian, as: UInt64.self)
    }
}
