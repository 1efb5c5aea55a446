/// Ordinals in the order of a key, equal keys in the order of the ordinals.
///
///     chunks joined = members sorted by (keys[ordinal], ordinal),   1 ≤ chunk.count ≤ 512
///
/// A chunk holds bare ordinals, four bytes each; the keys lie beside them, by ordinal. A change searches some
/// 20 keys and moves at most 2 KB. Nothing here says which rows a list shows: a walk is given the set.
package struct SortedOrdinals<Key: SortKey>: Sendable {
    /// Between two members, or at an end: before `chunks[chunk][index]`.
    struct Place {
        var chunk: Int
        var index: Int
    }

    var chunks: [[UInt32]] = []
    private(set) var keys: [Key] = []
    private(set) var members = Bitmap()
    package var count = 0

    static var chunkMaximum: Int { 512 }
    /// What a chunk holds when it was just made, so that it has room for more.
    static var chunkUsual: Int { 384 }

    package init() {}

    /// The key of a member; ``SortKey/lowest`` for an ordinal that is none.
    package subscript(ordinal: UInt32) -> Key {
        members.contains(ordinal) ? keys[Int(ordinal)] : .lowest
    }

    package func contains(_ ordinal: UInt32) -> Bool { members.contains(ordinal) }

    /// Gives `ordinal` this key, whether or not it had one.
    ///
    /// - Complexity: O(log count), and a move of at most 2 KB.
    package mutating func set(_ ordinal: UInt32, _ key: Key) {
        if members.contains(ordinal) {
            guard keys[Int(ordinal)] != key else { return }
            take(ordinal)
        } else {
            members.insert(ordinal)
        }
        note(ordinal, key)
        put(ordinal)
        count += 1
    }

    /// Does nothing if it is not there.
    ///
    /// - Complexity: As ``set(_:_:)``.
    package mutating func remove(_ ordinal: UInt32) {
        guard members.remove(ordinal) else { return }
        take(ordinal)
        keys[Int(ordinal)] = .lowest
    }

    /// Notes the key without moving the row.
    mutating func note(_ ordinal: UInt32, _ key: Key) {
        let missing = Int(ordinal) + 1 - keys.count
        if missing > 0 { keys.append(contentsOf: repeatElement(.lowest, count: missing)) }
        keys[Int(ordinal)] = key
    }

    mutating func join(_ ordinal: UInt32) { members.insert(ordinal) }

    private mutating func put(_ ordinal: UInt32) {
        guard !chunks.isEmpty else {
            chunks = [[ordinal]]
            return
        }
        let key = keys[Int(ordinal)]
        var place = place { other, otherKey in otherKey == key ? other < ordinal : otherKey < key }
        if place.index == 0, place.chunk > 0 {
            // Equally well at the end of the chunk before.
            place.chunk -= 1
            place.index = chunks[place.chunk].count
        }
        chunks[place.chunk].insert(ordinal, at: place.index)
        if chunks[place.chunk].count > Self.chunkMaximum { split(place.chunk) }
    }

    private mutating func take(_ ordinal: UInt32) {
        let key = keys[Int(ordinal)]
        let place = place { other, otherKey in otherKey == key ? other < ordinal : otherKey < key }
        precondition(chunks[place.chunk][place.index] == ordinal, "ordinal \(ordinal) is not in its place")
        chunks[place.chunk].remove(at: place.index)
        count -= 1
        if chunks[place.chunk].count < Self.chunkMaximum / 8 { join(after: place.chunk) }
    }

    private mutating func split(_ chunk: Int) {
        // Rows often come in ascending order: then the left part stays nearly full.
        let half = chunk == chunks.count - 1 ? Self.chunkUsual : Self.chunkMaximum / 2
        chunks.insert(Array(chunks[chunk][half...]), at: chunk + 1)
        chunks[chunk].removeSubrange(half...)
    }

    private mutating func join(after chunk: Int) {
        if chunks[chunk].isEmpty {
            chunks.remove(at: chunk)
        } else if chunk + 1 < chunks.count,
            chunks[chunk].count + chunks[chunk + 1].count <= Self.chunkUsual
        {
            chunks[chunk].append(contentsOf: chunks[chunk + 1])
            chunks.remove(at: chunk + 1)
        }
    }

    /// The place before the first member for which `isBefore` is false; it must be true of a prefix only.
    ///
    /// - Complexity: O(log count).
    @inline(__always)
    func place(where isBefore: (UInt32, Key) -> Bool) -> Place {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) >> 1
            let first = chunks[middle][0]
            if isBefore(first, keys[Int(first)]) { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return Place(chunk: 0, index: 0) }
        let chunk = low - 1
        low = 1
        high = chunks[chunk].count
        while low < high {
            let middle = (low + high) >> 1
            let ordinal = chunks[chunk][middle]
            if isBefore(ordinal, keys[Int(ordinal)]) { low = middle + 1 } else { high = middle }
        }
        if low == chunks[chunk].count { return Place(chunk: chunk + 1, index: 0) }
        return Place(chunk: chunk, index: low)
    }
}
