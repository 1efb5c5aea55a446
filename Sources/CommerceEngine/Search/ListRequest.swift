package import CommerceCore

/// Where a page ended: the sort key and the ordinal of its last row, which need not exist any more.
package struct ListPosition: Hashable, Sendable {
    /// Empty in the order of creation, where the ordinal is the key.
    package let key: [UInt8]
    package let ordinal: UInt32

    package init(key: [UInt8], ordinal: UInt32) {
        self.key = key
        self.ordinal = ordinal
    }
}

/// Which part of a list is wanted, and in which direction.
///
///     1 ≤ limit ≤ 100,   0 ≤ offset ≤ 10,000,   offset = 0 after a position
package struct ListRequest: Sendable {
    package static let limitDefault = 20
    package static let limitMaximum = 100
    package static let offsetMaximum = 10_000

    package let limit: Int
    package let offset: Int
    /// The end of the page before; `nil` at the start.
    package let after: ListPosition?
    package let isDescending: Bool

    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for `limit`, then for `offset`.
    package init(
        limit: Int = limitDefault, offset: Int = 0, after: ListPosition? = nil, isDescending: Bool = false
    ) throws(Rejection) {
        guard 1...ListRequest.limitMaximum ~= limit else {
            throw .invalidValue(field: "limit", reason: "must be 1 to \(ListRequest.limitMaximum)")
        }
        guard 0...ListRequest.offsetMaximum ~= offset else {
            throw .invalidValue(field: "offset", reason: "must be 0 to \(ListRequest.offsetMaximum)")
        }
        guard after == nil || offset == 0 else {
            throw .invalidValue(field: "offset", reason: "give a cursor or an offset, not both")
        }
        self.limit = limit
        self.offset = offset
        self.after = after
        self.isDescending = isDescending
    }
}

/// One page: rows in order, how many the whole list has, and where to go on.
package struct ListPage: Hashable, Sendable {
    package let ordinals: [UInt32]
    /// Exact, at the moment of the page.
    package let total: Int
    /// `nil` where no row follows.
    package let next: ListPosition?

    package init(ordinals: [UInt32], total: Int, next: ListPosition?) {
        self.ordinals = ordinals
        self.total = total
        self.next = next
    }
}

extension Rejection {
    static var foreignCursor: Rejection {
        .invalidValue(field: "cursor", reason: "must be a nextCursor of this list")
    }
}
