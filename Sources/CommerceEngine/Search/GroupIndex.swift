/// Which rows belong to which groups: the tags or the categories of products.
///
///     ordinal ∈ rows[group] ⟺ group ∈ groups[ordinal]
///
/// A row may be in many groups. It knows no tree: a category with its subtree is asked for as a list.
package struct GroupIndex<Group: Hashable & Comparable & Sendable>: Sendable {
    private var rows: [Group: Postings] = [:]
    private var groups: [[Group]] = []

    package init() {}

    /// How many rows the group has.
    package func count(of group: Group) -> Int { Int(rows[group]?.count ?? 0) }

    /// Makes `groups` those of the row, whatever they were.
    ///
    /// - Complexity: O(groups), each as an insertion into ``Postings``.
    package mutating func replace(_ ordinal: UInt32, with newGroups: [Group]) {
        let missing = Int(ordinal) + 1 - groups.count
        if missing > 0 {
            guard !newGroups.isEmpty else { return }
            groups.append(contentsOf: repeatElement([], count: missing))
        }
        let old = groups[Int(ordinal)]
        guard old != newGroups else { return }
        for group in newGroups where !old.contains(group) { rows[group, default: Postings()].insert(ordinal) }
        for group in old where !newGroups.contains(group) {
            rows[group]?.remove(ordinal)
            if rows[group]?.isEmpty == true { rows[group] = nil }
        }
        groups[Int(ordinal)] = newGroups
    }

    /// The rows that are in one of `wanted` at least.
    ///
    /// - Complexity: O(Σ rows of each, or words of a bitmap where that is less).
    package func rows(inAnyOf wanted: [Group], capacity: Int) -> Bitmap {
        var result = Bitmap(capacity: capacity)
        for group in wanted { rows[group]?.formUnion(into: &result) }
        return result
    }
}
