/// Rows whose figures have changed since anyone looked.
///
/// For hot paths: a mark is one bit in memory that is there already, however often the same row changes, and
/// nothing is allocated, moved or computed. Who reads drains it first. Marks of rows past the ``capacity`` are
/// kept too, at the cost of growing; ``reserve(_:)`` when a row is made spares that.
package final class DirtyRows {
    // One thread, within each call: the checks of exclusive access would cost as much as a mark.
    @exclusivity(unchecked) private var words: UnsafeMutablePointer<UInt64>
    @exclusivity(unchecked) private var wordCount: Int
    /// How many rows are marked.
    @exclusivity(unchecked) package private(set) var count = 0

    package init() {
        wordCount = 64
        words = .allocate(capacity: wordCount)
        words.initialize(repeating: 0, count: wordCount)
    }

    deinit { words.deallocate() }

    package var capacity: Int { wordCount << 6 }

    /// - Complexity: O(1).
    @inline(__always)
    package func mark(_ ordinal: UInt32) {
        let index = Int(ordinal >> 6)
        if index >= wordCount { reserve(Int(ordinal) + 1) }
        let bit: UInt64 = 1 << UInt64(ordinal & 63)
        if words[index] & bit == 0 {
            words[index] |= bit
            count &+= 1
        }
    }

    /// Makes room for the rows below `rows`.
    ///
    /// - Complexity: O(1) amortised.
    package func reserve(_ rows: Int) {
        guard rows > capacity else { return }
        let grown = max((rows + 63) >> 6, wordCount * 2)
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: grown)
        larger.moveInitialize(from: words, count: wordCount)
        (larger + wordCount).initialize(repeating: 0, count: grown - wordCount)
        words.deallocate()
        words = larger
        wordCount = grown
    }

    /// Calls `body` with each marked row, ascending, and forgets the marks. `body` must not mark.
    ///
    /// - Complexity: O(1) if nothing is marked, otherwise O(capacity / 64 + marked).
    package func drain(_ body: (UInt32) -> Void) {
        guard count > 0 else { return }
        for index in 0..<wordCount where words[index] != 0 {
            var word = words[index]
            words[index] = 0
            while word != 0 {
                body(UInt32(index << 6 + word.trailingZeroBitCount))
                word &= word &- 1
            }
        }
        count = 0
    }
}
