import CommerceCore
import Glibc

/// A fast keyed hash of short byte strings for tables in memory.
///
/// The multiply-and-fold of wyhash (Wang Yi, public domain): 16 bytes a step, a 64 × 64 → 128 bit product
/// folded by exclusive or. The seed is random per process, so clients cannot aim for one bucket. Values
/// are never stored: another process computes others.
package struct ByteHash: Sendable {
    private let seed: UInt64

    private static let prime0: UInt64 = 0xa076_1d64_78bd_642f
    private static let prime1: UInt64 = 0xe703_7ed1_a0b4_28db

    package init(seed: UInt64) { self.seed = seed }

    /// - Complexity: O(bytes).
    @inline(__always)
    package func callAsFunction(_ bytes: UnsafeRawBufferPointer, tweak: UInt64 = 0) -> UInt64 {
        var state = ByteHash.fold(seed ^ tweak ^ ByteHash.prime0, UInt64(bytes.count) ^ ByteHash.prime1)
        let count = bytes.count
        var offset = 0
        while count - offset > 16 {
            let low = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let high = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            state = ByteHash.fold(low ^ ByteHash.prime1, high ^ state)
            offset += 16
        }
        // The last 16 bytes, or all: two loads that overlap if there are fewer. The count, in the state already,
        // tells apart what overlaps alike.
        let low: UInt64
        let high: UInt64
        if count >= 8 {
            low = bytes.loadUnaligned(fromByteOffset: max(count - 16, 0), as: UInt64.self)
            high = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else if count >= 4 {
            low = UInt64(bytes.loadUnaligned(as: UInt32.self))
            high = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        } else if count > 0 {
            low = UInt64(bytes[0]) << 8 | UInt64(bytes[count / 2])
            high = UInt64(bytes[count - 1])
        } else {
            (low, high) = (0, 0)
        }
        return ByteHash.fold(low ^ ByteHash.prime1, high ^ state)
    }

    func callAsFunction(_ text: String, tweak: UInt64 = 0) -> UInt64 {
        var copy = text
        return copy.withUTF8 { self(UnsafeRawBufferPointer($0), tweak: tweak) }
    }

    @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

extension String {
    /// A text from bytes that are known to be UTF-8, because a parser has judged them: not judged again.
    @inline(__always)
    init(utf8 bytes: UnsafeRawBufferPointer) {
        self = String(copying: UTF8Span(unchecked: bytes.bindMemory(to: UInt8.self).span))
    }

    /// Whether the text's UTF-8 is exactly `bytes`.
    @inline(__always)
    func equals(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard utf8.count == bytes.count else { return false }
        let same = utf8.withContiguousStorageIfAvailable { own in
            own.count == 0 || memcmp(own.baseAddress!, bytes.baseAddress!, own.count) == 0
        }
        return same ?? utf8.elementsEqual(bytes)
    }
}
