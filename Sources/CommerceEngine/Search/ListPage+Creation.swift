package import CommerceCore

extension ListPage {
    /// A page of the rows of a set in the order in which they came into being: that of their ordinals.
    ///
    /// New rows have greater ordinals, so a walk shows what existed when it began exactly once.
    ///
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a position of another order.
    /// - Complexity: O(limit) from a position; O(words) more for the total and an offset.
    package static func inOrderOfCreation(
        _ request: ListRequest, of candidates: Bitmap
    ) throws(Rejection) -> ListPage {
        let isDescending = request.isDescending
        var next = isDescending ? candidates.next(notAfter: .max) : candidates.next(notBefore: 0)
        if let after = request.after {
            guard after.key.isEmpty else { throw .foreignCursor }
            next = step(after.ordinal, isDescending, candidates)
        }
        var skipped = 0
        while let ordinal = next, skipped < request.offset {
            next = step(ordinal, isDescending, candidates)
            skipped += 1
        }
        var rows: [UInt32] = []
        rows.reserveCapacity(request.limit)
        while let ordinal = next, rows.count < request.limit {
            rows.append(ordinal)
            next = step(ordinal, isDescending, candidates)
        }
        let position = next == nil ? nil : rows.last.map { ListPosition(key: [], ordinal: $0) }
        return ListPage(ordinals: rows, total: candidates.count, next: position)
    }

    private static func step(_ ordinal: UInt32, _ isDescending: Bool, _ candidates: Bitmap) -> UInt32? {
        if isDescending { return ordinal == 0 ? nil : candidates.next(notAfter: ordinal - 1) }
        return ordinal == .max ? nil : candidates.next(notBefore: ordinal + 1)
    }
}
