/// Which notifications one subject has read: all up to one, and some behind it.
///
/// `above` is ascending, all of it is above `through`, and no more than the notifications that are kept.
package struct ReadMark: Hashable, Sendable {
    package private(set) var through: UInt64
    package private(set) var above: [UInt64]

    package init(through: UInt64 = 0, above: [UInt64] = []) {
        self.through = through
        self.above = above
    }

    /// - Complexity: O(log above).
    package func contains(_ sequence: UInt64) -> Bool {
        if sequence <= through { return true }
        let index = above.partitioningIndex { $0 >= sequence }
        return index < above.count && above[index] == sequence
    }

    /// Marks everything up to `sequence`.
    package mutating func mark(through sequence: UInt64) {
        through = max(through, sequence)
        above.removeAll { $0 <= through }
    }

    /// - Complexity: O(above).
    package mutating func mark(_ sequence: UInt64) {
        guard !contains(sequence) else { return }
        above.insert(sequence, at: above.partitioningIndex { $0 >= sequence })
    }

    /// Takes back that `sequence` was read; `between` are those above it up to ``through`` that stay read.
    package mutating func unmark(_ sequence: UInt64, keeping between: [UInt64]) {
        guard sequence <= through else { return above.removeAll { $0 == sequence } }
        through = sequence - 1
        above.insert(contentsOf: between, at: 0)
    }

    /// Nothing below `sequence` is asked for any more.
    package mutating func forget(before sequence: UInt64) {
        if sequence > 0 { mark(through: sequence - 1) }
    }
}

extension Array where Element == UInt64 {
    /// The first index from which on `belongs` holds.
    fileprivate func partitioningIndex(_ belongs: (UInt64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
