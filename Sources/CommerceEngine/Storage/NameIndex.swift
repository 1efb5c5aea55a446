import CommerceCore

/// From names to the entities that have them, for kinds of which there are few.
///
/// Names are compared as they are given: whoever wants another rule folds them first. While recovery reads a fuzzy
/// snapshot two entities may have one name for a while; the later one to come is the one that is found, and it is
/// the right one in the end.
struct NameIndex<Kind>: Sendable {
    private var ordinals: [String: Ordinal<Kind>] = [:]
    /// Where to look for a free name; one entry for each that was asked for twice.
    private var nextNumbers: [String: Int] = [:]

    subscript(name: String) -> Ordinal<Kind>? { ordinals[name] }

    mutating func insert(_ name: String, _ ordinal: Ordinal<Kind>) { ordinals[name] = ordinal }

    /// Removes a name that may be another's by now.
    mutating func remove(_ name: String, _ ordinal: Ordinal<Kind>) {
        if ordinals[name] == ordinal { ordinals[name] = nil }
    }

    /// `name`, or one of `name-2`, `name-3` … that nobody has, the first that was not given before.
    ///
    /// - Complexity: O(1) expected, O(equal names) for the first of them after a start.
    mutating func free(_ name: String) -> String {
        guard ordinals[name] != nil else { return name }
        var number = nextNumbers[name] ?? 2
        while ordinals["\(name)-\(number)"] != nil { number += 1 }
        // Not the one after it: who is refused for another reason has not taken it.
        nextNumbers[name] = number
        return "\(name)-\(number)"
    }

    /// Whether somebody else than `ordinal` has the name.
    func isTaken(_ name: String, by other: Ordinal<Kind>?) -> Bool {
        guard let owner = ordinals[name] else { return false }
        return owner != other
    }
}
