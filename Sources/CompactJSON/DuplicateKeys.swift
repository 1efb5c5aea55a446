import Glibc

/// Finds a key that an object names twice, comparing what keys mean, not how they are written.
///
/// Small objects are compared pair by pair; large ones through a hash table whose hash is seeded in each process
/// (the standard library's), so that nobody can send keys that all fall into one slot.
enum DuplicateKeys {
    static var pairwiseMembersMax: Int { 24 }

    /// Checks the object at `object`, which is complete.
    ///
    /// - Throws: ``JSONError/Code/duplicateKey`` at the first key in source order that was there before.
    /// - Complexity: O(members), each key read once or twice.
    @inline(never)
    static func check(
        _ object: UnsafeMutablePointer<JSONToken>, storage: UnsafeMutablePointer<JSONStorage>
    ) throws(JSONError) {
        let count = object.pointee.payload
        guard count > 1 else { return }
        let first = UnsafePointer(object + 1)
        let duplicate =
            count <= pairwiseMembersMax
            ? pairwise(first, count, storage) : hashed(first, count, storage)
        if let duplicate { throw JSONError(.duplicateKey, offset: Int(duplicate.pointee.start)) }
    }

    private static func pairwise(
        _ first: UnsafePointer<JSONToken>, _ count: Int, _ storage: UnsafeMutablePointer<JSONStorage>
    ) -> UnsafePointer<JSONToken>? {
        var key = next(first)
        for index in 1..<count {
            let content = storage.pointee.content(of: key)
            var earlier = first
            for _ in 0..<index {
                if areEqual(content, storage.pointee.content(of: earlier)) { return key }
                earlier = next(earlier)
            }
            key = next(key)
        }
        return nil
    }

    private static func hashed(
        _ first: UnsafePointer<JSONToken>, _ count: Int, _ storage: UnsafeMutablePointer<JSONStorage>
    ) -> UnsafePointer<JSONToken>? {
        // At most half full: a power of two of at least twice the members.
        let slots = storage.pointee.resetKeySlots(1 << (Int.bitWidth - (count * 2 - 1).leadingZeroBitCount))
        var key = first
        for _ in 0..<count {
            let content = storage.pointee.content(of: key)
            var hasher = Hasher()
            hasher.combine(bytes: content)
            var slot = hasher.finalize() & (slots.count - 1)
            while slots[slot] != 0 {
                if areEqual(content, storage.pointee.content(of: first + Int(slots[slot] - 1))) { return key }
                slot = (slot + 1) & (slots.count - 1)
            }
            slots[slot] = UInt32(key - first) + 1
            key = next(key)
        }
        return nil
    }

    /// The key after `key` and its value.
    @inline(__always)
    private static func next(_ key: UnsafePointer<JSONToken>) -> UnsafePointer<JSONToken> {
        key + 1 + Int((key + 1).pointee.stride)
    }

    @inline(__always)
    private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard let leftBase = left.baseAddress, let rightBase = right.baseAddress else { return true }
        return memcmp(leftBase, rightBase, left.count) == 0
    }
}
