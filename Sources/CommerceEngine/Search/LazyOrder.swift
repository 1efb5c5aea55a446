package import CommerceCore

/// An order whose rows find their places when someone looks.
///
///     keys[ordinal] = the row's key now,   pending = rows whose place in `order` is not that of their key
///
/// A row that changes a hundred times between two looks moves once, and rows that come by the thousand are
/// sorted together. So that a look never finds much to do, every sixteenth of the rows is settled anyway.
package struct LazyOrder<Key: SortKey>: Sendable {
    private(set) var keys: [Key] = []
    private(set) var order = SortedOrdinals<Key>()
    private var pending = Bitmap()
    private var pendingCount = 0

    package init() {}

    /// Gives `ordinal` this key, whether or not it had one.
    ///
    /// - Complexity: O(1); now and then ``settle()``.
    package mutating func set(_ ordinal: UInt32, _ key: Key) {
        note(ordinal, key)
        if pendingCount > max(1_024, order.count / 16) { settle() }
    }

    /// As ``set(_:_:)``, but leaves the settling to the next look, however much it becomes.
    mutating func note(_ ordinal: UInt32, _ key: Key) {
        let missing = Int(ordinal) + 1 - keys.count
        if missing > 0 { keys.append(contentsOf: repeatElement(.lowest, count: missing)) }
        keys[Int(ordinal)] = key
        if pending.insert(ordinal) { pendingCount += 1 }
    }

    /// Does nothing if it is not there.
    ///
    /// - Complexity: As ``SortedOrdinals/remove(_:)``.
    package mutating func remove(_ ordinal: UInt32) {
        if pending.remove(ordinal) { pendingCount -= 1 }
        order.remove(ordinal)
        if Int(ordinal) < keys.count { keys[Int(ordinal)] = .lowest }
    }

    /// Puts every row in its place.
    ///
    /// - Complexity: As ``SortedOrdinals/apply(_:)``.
    package mutating func settle() {
        guard pendingCount > 0 else { return }
        var changes: [SortedOrdinals<Key>.Change] = []
        changes.reserveCapacity(pendingCount)
        pending.visit { changes.append(.init($0, keys[Int($0)])) }
        order.apply(changes)
        pending = Bitmap(capacity: keys.count)
        pendingCount = 0
    }

    /// A page of `candidates`, all of which must have a key. See ``SortedOrdinals/page(_:of:)``.
    package mutating func page(_ request: ListRequest, of candidates: Bitmap) throws(Rejection) -> ListPage {
        settle()
        return try order.page(request, of: candidates)
    }
}
