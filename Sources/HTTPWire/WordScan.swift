/// Eight bytes at once. Bytes are numbered from the least significant, which is the first in memory.
package enum WordScan {
    /// Eight bytes in memory order, whatever the machine's.
    @inline(__always) package static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
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

    /// The first eight bytes of a constant, or all of a shorter one.
    @inline(__always) static func word(_ text: StaticString) -> UInt64 {
        let count = text.utf8CodeUnitCount
        return count >= 8 ? load(text.utf8Start) : loadShort(text.utf8Start, count)
    }

    /// The last eight bytes of a constant that has as many.
    @inline(__always) static func lastWord(_ text: StaticString) -> UInt64 {
        load(text.utf8Start + (text.utf8CodeUnitCount &- 8))
    }

    /// Sets the bit that makes ASCII letters small and leaves digits and `-` alone.
    @inline(__always) static func lowered(_ word: UInt64) -> UInt64 { word | 0x2020_2020_2020_2020 }

    /// True if all eight bytes are printable ASCII or space: 0x20 to 0x7E.
    @inline(__always) package static func isPrintable(_ word: UInt64) -> Bool {
        // With no high bit set, adding 1 sets it for 0x7F, and subtracting 0x20 borrows for control bytes.
        let below = word &- 0x2020_2020_2020_2020
        let above = word &+ 0x0101_0101_0101_0101
        return (word | below | above) & 0x8080_8080_8080_8080 == 0
    }
}
