// Many rows at once: cheaper than one by one as soon as they are a few in a hundred.
extension SortedOrdinals {
    package struct Change {
        let ordinal: UInt32
        let key: Key

        package init(_ ordinal: UInt32, _ key: Key) {
            self.ordinal = ordinal
            self.key = key
        }
    }

    /// Does what ``set(_:_:)`` does for each change; no ordinal may come twice.
    ///
    /// - Complexity: O(changes · log count), or O(count + changes · log changes) where that is less.
    package mutating func apply(_ changes: [Change]) {
        let real = changes.filter { !contains($0.ordinal) || keys[Int($0.ordinal)] != $0.key }
        guard real.count >= 256, real.count * 256 >= count else {
            for change in real { set(change.ordinal, change.key) }
            return
        }
        var moved = Bitmap(capacity: keys.count)
        for change in real {
            precondition(moved.insert(change.ordinal), "ordinal \(change.ordinal) changes twice")
            note(change.ordinal, change.key)
            join(change.ordinal)
        }
        merge(
            real.sorted { $0.key == $1.key ? $0.ordinal < $1.ordinal : $0.key < $1.key }, moved: moved)
    }

    private mutating func merge(_ changes: [Change], moved: Bitmap) {
        var merged: [[UInt32]] = []
        merged.reserveCapacity((count + changes.count) / Self.chunkUsual + 1)
        var chunk: [UInt32] = []
        chunk.reserveCapacity(Self.chunkMaximum + 1)
        var total = 0
        func append(_ ordinal: UInt32) {
            if chunk.count == Self.chunkUsual {
                merged.append(chunk)
                chunk = []
                chunk.reserveCapacity(Self.chunkMaximum + 1)
            }
            chunk.append(ordinal)
            total += 1
        }
        var next = 0
        for old in chunks {
            for ordinal in old where !moved.contains(ordinal) {
                let key = keys[Int(ordinal)]
                while next < changes.count {
                    let change = changes[next]
                    guard change.key == key ? change.ordinal < ordinal : change.key < key else { break }
                    append(change.ordinal)
                    next += 1
                }
                append(ordinal)
            }
        }
        while next < changes.count {
            append(changes[next].ordinal)
            next += 1
        }
        if !chunk.isEmpty { merged.append(chunk) }
        chunks = merged
        count = total
    }
}
