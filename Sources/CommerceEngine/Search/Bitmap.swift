/// A growing set of ordinals, one bit for each.
///
///     contains(n) = bit n & 63 of word n >> 6,   bits past the last word count as 0
///
/// At 300,000 ordinals it is 37.5 KB: a whole set is copied, counted or intersected in a few microseconds,
/// which is what makes an exact total cheap. It knows nothing of what the ordinals stand for.
package struct Bitmap: Sendable {
    private(set) var words: [UInt64] = []

    package init() {}

    /// An empty set with room for the ordinals below `capacity`.
    package init(capacity: Int) {
        words = [UInt64](repeating: 0, count: (capacity + 63) >> 6)
    }

    /// - Complexity: O(1).
    @inline(__always)
    package func contains(_ ordinal: UInt32) -> Bool {
        let word = Int(ordinal >> 6)
        return word < words.count && words[word] & (1 << UInt64(ordinal & 63)) != 0
    }

    /// - Returns: Whether it was not there.
    /// - Complexity: O(1) amortised.
    @discardableResult
    package mutating func insert(_ ordinal: UInt32) -> Bool {
        let word = Int(ordinal >> 6)
        if word >= words.count { grow(toWords: word + 1) }
        let bit: UInt64 = 1 << UInt64(ordinal & 63)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }

    /// - Returns: Whether it was there.
    /// - Complexity: O(1).
    @discardableResult
    package mutating func remove(_ ordinal: UInt32) -> Bool {
        guard contains(ordinal) else { return false }
        words[Int(ordinal >> 6)] &= ~(1 << UInt64(ordinal & 63))
        return true
    }

    /// - Complexity: O(ordinals), sequential.
    mutating func insert(_ ordinals: [UInt32]) {
        guard let largest = ordinals.max() else { return }
        grow(toWords: Int(largest >> 6) + 1)
        words.withUnsafeMutableBufferPointer { words in
            for ordinal in ordinals { words[Int(ordinal >> 6)] |= 1 << UInt64(ordinal & 63) }
        }
    }

    mutating func grow(toWords count: Int) {
        guard count > words.count else { return }
        words.append(contentsOf: repeatElement(0, count: count - words.count))
    }

    @inline(__always)
    mutating func withWords(_ body: (UnsafeMutableBufferPointer<UInt64>) -> Void) {
        words.withUnsafeMutableBufferPointer { body($0) }
    }
}

// Members, in order.
extension Bitmap {
    /// How many ordinals are in the set.
    ///
    /// - Complexity: O(words).
    package var count: Int {
        words.withUnsafeBufferPointer { words in
            var count = 0
            for word in words { count &+= word.nonzeroBitCount }
            return count
        }
    }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// The least member that is `ordinal` or more.
    ///
    /// - Complexity: O(words between).
    package func next(notBefore ordinal: UInt32) -> UInt32? {
        var index = Int(ordinal >> 6)
        guard index < words.count else { return nil }
        var word = words[index] & (~0 << UInt64(ordinal & 63))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return UInt32(index << 6 + word.trailingZeroBitCount)
    }

    /// The greatest member that is `ordinal` or less.
    ///
    /// - Complexity: O(words between).
    package func next(notAfter ordinal: UInt32) -> UInt32? {
        var index = Int(ordinal >> 6)
        var word: UInt64
        if index < words.count {
            word = words[index] & (~0 >> UInt64(63 - ordinal & 63))
        } else {
            index = words.count
            word = 0
        }
        while word == 0 {
            index -= 1
            guard index >= 0 else { return nil }
            word = words[index]
        }
        return UInt32(index << 6 + 63 - word.leadingZeroBitCount)
    }

    /// Calls `body` with each member, ascending.
    ///
    /// - Complexity: O(words + members).
    @inline(__always)
    package func visit(_ body: (UInt32) -> Void) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                body(UInt32(index << 6 + word.trailingZeroBitCount))
                word &= word &- 1
            }
        }
    }
}
