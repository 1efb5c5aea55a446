package import CommerceCore

// A page of the rows of a set, in this order.
extension SortedOrdinals {
    /// - Parameter candidates: The rows of the list; all must be members.
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a position of another order.
    /// - Complexity: O(log count) to find the start. Then, whichever is expected to cost less: a walk past
    ///   rows until enough are in the set, at most O(count) bit tests; or sorting the set.
    package func page(_ request: ListRequest, of candidates: Bitmap) throws(Rejection) -> ListPage {
        var after: (key: Key, ordinal: UInt32)?
        if let position = request.after {
            guard let key = Key(bytes: position.key) else { throw .foreignCursor }
            after = (key, position.ordinal)
        }
        let total = candidates.count
        let wanted = request.limit + 1
        let expectedSteps = min(count, (request.offset + wanted) * (count / max(total, 1) + 1))
        var rows: [UInt32]
        if total * Key.sortCost < expectedSteps {
            rows = sorted(candidates, after: after, isDescending: request.isDescending)
            rows = Array(rows.dropFirst(request.offset).prefix(wanted))
        } else {
            rows = walk(
                candidates, after: after, isDescending: request.isDescending, skipping: request.offset, wanted
            )
        }
        guard rows.count == wanted else { return ListPage(ordinals: rows, total: total, next: nil) }
        rows.removeLast()
        let last = rows[rows.count - 1]
        let next = ListPosition(key: self[last].bytes, ordinal: last)
        return ListPage(ordinals: rows, total: total, next: next)
    }

    private func sorted(
        _ candidates: Bitmap, after: (key: Key, ordinal: UInt32)?, isDescending: Bool
    ) -> [UInt32] {
        var rows: [Change] = []
        candidates.visit { ordinal in
            let key = keys[Int(ordinal)]
            if let after {
                if after.key == key {
                    guard after.ordinal != ordinal, (after.ordinal < ordinal) != isDescending else { return }
                } else {
                    guard (after.key < key) != isDescending else { return }
                }
            }
            rows.append(Change(ordinal, key))
        }
        rows.sort(by: Change.precedes)
        return isDescending ? rows.reversed().map(\.ordinal) : rows.map(\.ordinal)
    }

    private func walk(
        _ candidates: Bitmap, after: (key: Key, ordinal: UInt32)?, isDescending: Bool,
        skipping skipped: Int, _ wanted: Int
    ) -> [UInt32] {
        var rows: [UInt32] = []
        rows.reserveCapacity(wanted)
        var skipped = skipped
        guard !isDescending else {
            var place = Place(chunk: chunks.count, index: 0)
            if let after {
                place = self.place { $1 == after.key ? $0 < after.ordinal : $1 < after.key }
            }
            walkBack(from: place, candidates, &skipped, wanted, &rows)
            return rows
        }
        var place = Place(chunk: 0, index: 0)
        if let after {
            place = self.place { $1 == after.key ? $0 <= after.ordinal : $1 < after.key }
        }
        while place.chunk < chunks.count {
            let chunk = chunks[place.chunk]
            for ordinal in chunk[place.index...] where candidates.contains(ordinal) {
                if skipped > 0 {
                    skipped -= 1
                    continue
                }
                rows.append(ordinal)
                if rows.count == wanted { return rows }
            }
            place = Place(chunk: place.chunk + 1, index: 0)
        }
        return rows
    }

    private func walkBack(
        from place: Place, _ candidates: Bitmap, _ skipped: inout Int, _ wanted: Int, _ rows: inout [UInt32]
    ) {
        var end = place.index
        var index = place.chunk
        while index >= 0 {
            if end > 0 {
                for ordinal in chunks[index][..<end].reversed() where candidates.contains(ordinal) {
                    if skipped > 0 {
                        skipped -= 1
                        continue
                    }
                    rows.append(ordinal)
                    if rows.count == wanted { return }
                }
            }
            index -= 1
            end = index >= 0 ? chunks[index].count : 0
        }
    }
}
