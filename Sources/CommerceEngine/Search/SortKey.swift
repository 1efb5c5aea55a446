import Glibc

/// What rows are ordered by: comparable, and as bytes for a cursor that outlives the row.
package protocol SortKey: Comparable, Sendable {
    /// Stands where a row has no key.
    static var lowest: Self { get }
    var bytes: [UInt8] { get }
    /// The key behind what ``bytes`` gave; `nil` for bytes that no key gives. They come from clients.
    init?(bytes: [UInt8])
}

/// A key that is a number: an amount, a time, a count.
package struct NumberKey: SortKey {
    let value: Int64

    package static let lowest = NumberKey(.min)

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

    /// - Complexity: O(bytes of `prefix`).
    func hasPrefix(_ prefix: TextKey) -> Bool {
        let length = prefix.text.utf8.count
        guard text.utf8.count >= length else { return false }
        return TextKey.compare(text, prefix.text, length) == 0
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
