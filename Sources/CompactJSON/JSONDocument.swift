/// A parsed JSON text: a flat token table over the caller's bytes, reused from text to text.
///
/// Once its tables have grown to the size of the traffic a parse allocates nothing. The document copies no bytes:
/// only strings with escapes are decoded into memory of its own.
///
/// Not a tree to edit, not a number parser (``JSONNode/int64`` reads integers, everything else is text), and not
/// `Sendable`: one per session or loop.
package final class JSONDocument {
    let storage: UnsafeMutablePointer<JSONStorage>

    package init(limits: JSONLimits = .init()) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: JSONStorage(limits: limits))
    }

    deinit {
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// Parses one complete JSON text (RFC 8259, strictly); white space may surround it.
    ///
    /// Lifetime: the returned node and every node reached from it are bare pointers. They are good until the next
    /// `parse` or ``shrink()`` of this document, and only while both the document and `bytes` are alive and
    /// unchanged. A document held in a stored property is safe; one in a local variable must be kept with
    /// `withExtendedLifetime`, because Swift may release it after its last mention.
    ///
    /// - Throws: The first fault in source order; a duplicate key in a large object is noticed when the object ends.
    /// - Complexity: O(bytes). Recursion: none.
    package func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONNode {
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            throw JSONError(.unexpectedEnd, offset: 0)
        }
        let bytesMax = storage.pointee.limits.bytesMax
        guard bytes.count <= bytesMax else { throw JSONError(.tooLong, offset: bytesMax) }
        let source = base.assumingMemoryBound(to: UInt8.self)
        storage.pointee.source = source
        var parser = JSONParser(source: source, count: bytes.count, storage: storage)
        try parser.run()
        return JSONNode(token: UnsafePointer(storage.pointee.tokens), storage: UnsafePointer(storage))
    }

    /// Gives back memory that an unusually large text made the document grow to. All nodes become invalid.
    package func shrink() { storage.pointee.shrink() }

    /// Bytes the document holds beside itself.
    package var capacityBytes: Int {
        storage.pointee.tokenCapacity * MemoryLayout<JSONToken>.stride + storage.pointee.decodedCapacity
            + storage.pointee.keySlots.count * MemoryLayout<UInt32>.stride
    }
}
