import Glibc

/// What rows are ordered by: comparable, and as bytes for a cursor that outlives the row.
package protocol SortKey: Comparable, Sendable {
    /// Stands where a row has no key.
    static var lowest: Self { get }
    /// What it costs to sort one row, in bits tested by a walk.
    static var sortCost: Int { get }
    var bytes: [UInt8] { get }
    /// The key behind what ``bytes`` gave; `nil` for bytes that no key gives. They come from clients.
    init?(bytes: [UInt8])
}

/// A key that is a number: an amount, a time, a count.
package struct NumberKey: SortKey {
    let value: Int64

    package static let lowest = NumberKey(.min)
    package static let sortCost = 50

    @inline(__always)
    package init(_ value: Int64) { self.value = value }

    package init?(bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        value = Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    package var bytes: [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    @inline(__always)
    package static func < (left: NumberKey, right: NumberKey) -> Bool { left.value < right.value }
}

/// A key that is a text, in the order of its bytes.
///
///     head = the first 8 bytes, big-endian, 0 where there are fewer
///
/// so that nearly every comparison is one of two integers.
package struct TextKey: SortKey {
    let head: UInt64
    let text: String

    package static let lowest = TextKey(exactly: "")
    package static let sortCost = 250

    /// The key of a name: ``TextFolding`` says what counts.
    package init(folding name: String) { self.init(exactly: TextFolding.folded(name)) }

    /// The key of a text that is folded already.
    init(exactly text: String) {
        var head: UInt64 = 0
        var shift: UInt64 = 56
        for byte in text.utf8.prefix(8) {
            head |= UInt64(byte) << shift
            shift &-= 8
        }
        self.head = head
        self.text = text
    }

    var byteCount: Int { text.utf8.count }

    /// - Complexity: O(1).
    @inline(__always)
    func byte(at index: Int) -> UInt8 {
        if index < 8 { return UInt8(truncatingIfNeeded: head >> UInt64(56 - 8 * index)) }
        let utf8 = text.utf8
        return utf8[utf8.index(utf8.startIndex, offsetBy: index)]
    }

    package init?(bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(exactly: text)
    }

    package var bytes: [UInt8] { Array(text.utf8) }

    @inline(__always)
    package static func == (left: TextKey, right: TextKey) -> Bool {
        left.head == right.head && difference(left, right) == 0
    }

    @inline(__always)
    package static func < (left: TextKey, right: TextKey) -> Bool {
        left.head == right.head ? difference(left, right) < 0 : left.head < right.head
    }

    /// Less than 0 if the text comes before all that begin with the first `count` bytes of `other`, 0 if it is
    /// one of them, more than 0 if it comes after. These bytes may end within a letter.
    ///
    /// - Complexity: O(count).
    func position(toBeginning count: Int, of other: TextKey) -> Int {
        let shared = min(count, byteCount)
        let difference = TextKey.compare(text, other.text, shared)
        return difference == 0 ? shared - count : difference
    }

    @inline(never)
    private static func difference(_ left: TextKey, _ right: TextKey) -> Int {
        let counts = (left.text.utf8.count, right.text.utf8.count)
        let difference = compare(left.text, right.text, min(counts.0, counts.1))
        return difference == 0 ? counts.0 - counts.1 : difference
    }

    private static func compare(_ left: String, _ right: String, _ count: Int) -> Int {
        guard count > 0 else { return 0 }
        let difference = left.utf8.withContiguousStorageIfAvailable { left in
            right.utf8.withContiguousStorageIfAvailable { right in
                // Not empty, as `count` is not.
                Int(memcmp(left.baseAddress!, right.baseAddress!, count))
            }
        }
        if let difference, let difference { return difference }
        for (left, right) in zip(left.utf8.prefix(count), right.utf8.prefix(count)) where left != right {
            return Int(left) - Int(right)
        }
        return 0
    }
}
