/// The first rows of a list in the order of a number, found in one pass over rows in any order.
///
///     kept ⊇ the first `limit` rows seen so far,   kept.count ≤ 4 · limit
///
/// Rows up to `after` are counted and passed over. Rows of equal numbers are in the order of their ordinals. Rows that cannot be among the first cost one comparison.
struct FirstRows {
    struct Row: Comparable {
        let key: Int64
        let ordinal: UInt32

        static func < (left: Row, right: Row) -> Bool {
            left.key == right.key ? left.ordinal < right.ordinal : left.key < right.key
        }
    }

    private let limit: Int
    private let after: Row?
    private let isDescending: Bool
    private(set) var seen = 0
    private var kept: [Row] = []
    /// The last of the first `limit` rows when they were last sorted out.
    private var bound: Row?

    init(limit: Int, after: Row?, isDescending: Bool) {
        precondition(limit > 0, "the first \(limit) rows")
        self.limit = limit
        self.after = after
        self.isDescending = isDescending
    }

    /// - Complexity: O(log limit) amortised.
    @inline(__always)
    mutating func add(_ row: Row) {
        seen += 1
        if let bound, !comes(row, before: bound) { return }
        if let after, !comes(after, before: row) { return }
        kept.append(row)
        if kept.count >= 4 * limit { sortOut() }
    }

    /// The first `limit` of the rows, in order.
    mutating func take() -> [Row] {
        sortOut()
        return kept
    }

    private mutating func sortOut() {
        let isDescending = isDescending
        kept.sort { isDescending ? $1 < $0 : $0 < $1 }
        guard kept.count >= limit else { return }
        kept.removeLast(kept.count - limit)
        bound = kept.last
    }

    @inline(__always)
    private func comes(_ row: Row, before other: Row) -> Bool { isDescending ? other < row : row < other }
}
