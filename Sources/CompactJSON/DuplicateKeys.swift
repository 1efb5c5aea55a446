import Glibc

/// Finds a key that an object names twice, comparing what keys mean, not how they are written.
///
/// The first keys of an object are compared with those before them; all keys of a large one through a hash table
/// whose hash is seeded in each process (the standard library's), so that nobody can send keys that all fall into
/// one slot.
enum DuplicateKeys {
    /// Keys up to this many are compared one by one.
    static var pairwiseMembersMax: UInt32 { 24 }

    /// Compares `key` with the `earlier` keys of `object`, which is still open.
    ///
    /// - Throws: ``JSONError/Code/duplicateKey`` at `key`.
    @inline(never)
    static func check(
        _ key: UnsafePointer<JSONToken>, of object: UnsafePointer<JSONToken>, earlier: UInt32,
        storage: UnsafeMutablePointer<JSONStorage>
    ) throws(JSONError) {
        let content = storage.pointee.content(of: key)
        var other = object + 1
        for _ in 0..<earlier {
            if areEqual(content, storage.pointee.content(of: other)) { throw failure(key) }
            other = next(other)
        }
    }

    /// Checks all keys of the object at `object`, which is complete.
    ///
    /// - Throws: ``JSONError/Code/duplicateKey`` at the first key in source order that was there before.
    /// - Complexity: O(bytes of the keys).
    @inline(never)
    static func checkAll(
        of object: UnsafePointer<JSONToken>, storage: UnsafeMutablePointer<JSONStorage>
    ) throws(JSONError) {
        if let duplicate = hashed(object + 1, object.pointee.payload, storage) { throw failure(duplicate) }
    }

    private static func failure(_ key: UnsafePointer<JSONToken>) -> JSONError {
        JSONError(.duplicateKey, offset: Int(key.pointee.start))
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
