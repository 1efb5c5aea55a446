// Many rows at once: cheaper than one by one as soon as they are one in a hundred.
extension SortedOrdinals {
    package struct Change {
        let ordinal: UInt32
        let key: Key

        package init(_ ordinal: UInt32, _ key: Key) {
            self.ordinal = ordinal
            self.key = key
        }

        static func precedes(_ left: Change, _ right: Change) -> Bool {
            left.key == right.key ? left.ordinal < right.ordinal : left.key < right.key
        }
    }

    /// Does what ``set(_:_:)`` does for each change; no ordinal may come twice.
    ///
    /// - Complexity: O(changes · log count), or O(count + changes · log changes) where that is less.
    package mutating func apply(_ changes: [Change]) {
        var real = changes.filter { !contains($0.ordinal) || keys[Int($0.ordinal)] != $0.key }
        guard real.count >= 256, real.count * 128 >= count else {
            for change in real { set(change.ordinal, change.key) }
            return
        }
        var moved = Bitmap(capacity: keys.count)
        for change in real {
            precondition(moved.insert(change.ordinal), "ordinal \(change.ordinal) changes twice")
            note(change.ordinal, change.key)
            join(change.ordinal)
        }
        real.sort(by: Change.precedes)
        merge(real, moved: moved)
    }

    /// Rebuilds the chunks: each loses what has moved and takes in the changes that belong before its end.
    private mutating func merge(_ changes: [Change], moved: Bitmap) {
        let old = chunks
        chunks = []
        chunks.reserveCapacity(old.count + changes.count / Self.chunkUsual + 1)
        count = 0
        var next = 0
        for chunk in old {
            let kept = moved.excluding(chunk)
            guard let last = kept.last else { continue }
            let end = Change(last, keys[Int(last)])
            let first = next
            while next < changes.count, Change.precedes(changes[next], end) { next += 1 }
            append(first == next ? kept : mixing(changes[first..<next], into: kept))
        }
        append(changes[next...].map(\.ordinal))
    }

    /// - Parameter changes: In order, all before the last of `kept`.
    private func mixing(_ changes: ArraySlice<Change>, into kept: [UInt32]) -> [UInt32] {
        var rows: [UInt32] = []
        rows.reserveCapacity(kept.count + changes.count)
        var from = 0
        for change in changes {
            var low = from
            var high = kept.count
            while low < high {
                let middle = (low + high) >> 1
                let isBefore = Change.precedes(Change(kept[middle], keys[Int(kept[middle])]), change)
                if isBefore { low = middle + 1 } else { high = middle }
            }
            rows.append(contentsOf: kept[from..<low])
            rows.append(change.ordinal)
            from = low
        }
        rows.append(contentsOf: kept[from...])
        return rows
    }

    /// Adds rows that come after all others, in chunks of a good size.
    private mutating func append(_ rows: [UInt32]) {
        count += rows.count
        if let last = chunks.last, last.count + rows.count <= Self.chunkUsual {
            chunks[chunks.count - 1].append(contentsOf: rows)
        } else if rows.count <= Self.chunkMaximum {
            if !rows.isEmpty { chunks.append(rows) }
        } else {
            let pieces = (rows.count + Self.chunkUsual - 1) / Self.chunkUsual
            for piece in 0..<pieces {
                chunks.append(
                    Array(rows[(rows.count * piece / pieces)..<(rows.count * (piece + 1) / pieces)]))
            }
        }
    }
}
