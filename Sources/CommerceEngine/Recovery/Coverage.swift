/// What a fuzzy snapshot knows: for each range of each kind, the journal sequence as of which it was written.
///
///     a record about (kind, index) is known  ⇔  its sequence ≤ the sequence of the range that holds index
///
/// No aggregate's stored state depends on another's, so ranges as of different moments make one right state.
struct Coverage {
    private struct Range {
        let indices: Swift.Range<UInt64>
        let sequence: UInt64
    }

    private var ranges: [[Range]] = Array(repeating: [], count: SectionKind.numberEnd)
    private(set) var endSequence: UInt64 = 0

    static let none = Coverage()

    /// Adds a range that follows the last one of its kind.
    mutating func add(_ kind: SectionKind, _ indices: Swift.Range<UInt64>, asOf sequence: UInt64) {
        endSequence = max(endSequence, sequence)
        ranges[Int(kind.present.rawValue)].append(Range(indices: indices, sequence: sequence))
    }

    /// Nothing is derived before `sequence`: the snapshot's time is that of its end, which may be later than that
    /// of records behind its last range.
    mutating func end(at sequence: UInt64) { endSequence = max(endSequence, sequence) }

    /// - Complexity: O(log ranges).
    func includes(_ kind: SectionKind, _ index: UInt64, _ sequence: UInt64) -> Bool {
        guard sequence <= endSequence else { return false }
        let known = ranges[Int(kind.present.rawValue)]
        var low = 0
        var high = known.count
        while low < high {
            let middle = (low + high) / 2
            if known[middle].indices.upperBound <= index { low = middle + 1 } else { high = middle }
        }
        return low < known.count && known[low].indices.contains(index) && sequence <= known[low].sequence
    }
}
