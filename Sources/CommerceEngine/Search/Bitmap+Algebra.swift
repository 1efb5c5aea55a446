// One set against another, 64 ordinals a step.
extension Bitmap {
    /// Keeps what is in `other` too.
    ///
    /// - Complexity: O(words).
    package mutating func formIntersection(_ other: Bitmap) {
        let shared = min(words.count, other.words.count)
        combine(other, shared) { $0 & $1 }
        withWords { own in
            for index in shared..<own.count { own[index] = 0 }
        }
    }

    /// Adds what is in `other`.
    ///
    /// - Complexity: O(words).
    package mutating func formUnion(_ other: Bitmap) {
        grow(toWords: other.words.count)
        combine(other, other.words.count) { $0 | $1 }
    }

    /// Drops what is in `other`.
    ///
    /// - Complexity: O(words).
    package mutating func subtract(_ other: Bitmap) {
        combine(other, min(words.count, other.words.count)) { $0 & ~$1 }
    }

    @inline(__always)
    private mutating func combine(_ other: Bitmap, _ count: Int, _ operation: (UInt64, UInt64) -> UInt64) {
        withWords { own in
            other.words.withUnsafeBufferPointer { others in
                for index in 0..<count { own[index] = operation(own[index], others[index]) }
            }
        }
    }
}

extension Bitmap: Equatable {
    /// The same members; how much room either has does not matter.
    package static func == (left: Bitmap, right: Bitmap) -> Bool {
        let shared = min(left.words.count, right.words.count)
        return left.words[..<shared] == right.words[..<shared]
            && left.words[shared...].allSatisfy { $0 == 0 } && right.words[shared...].allSatisfy { $0 == 0 }
    }
}

extension Bitmap {
    /// Keeps the members for which `isWanted` is true.
    ///
    /// - Complexity: O(words + members).
    @inline(__always)
    mutating func keep(where isWanted: (UInt32) -> Bool) {
        withWords { words in
            for index in words.indices {
                var word = words[index]
                var kept = word
                while word != 0 {
                    let bit = word & (~word &+ 1)
                    if !isWanted(UInt32(index << 6 + word.trailingZeroBitCount)) { kept ^= bit }
                    word ^= bit
                }
                words[index] = kept
            }
        }
    }

    /// What of `ordinals` is not in the set, in their order. The set must have room for all of them.
    ///
    /// - Complexity: O(ordinals), without a branch.
    func excluding(_ ordinals: [UInt32]) -> [UInt32] {
        guard let largest = ordinals.max() else { return [] }
        precondition(Int(largest >> 6) < words.count, "ordinal \(largest) is past \(words.count) words")
        return [UInt32](unsafeUninitializedCapacity: ordinals.count) { kept, count in
            words.withUnsafeBufferPointer { words in
                for ordinal in ordinals {
                    kept[count] = ordinal
                    let isMember = words[Int(ordinal >> 6)] >> UInt64(ordinal & 63) & 1
                    count += 1 - Int(isMember)
                }
            }
        }
    }
}
