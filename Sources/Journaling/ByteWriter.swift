/// A growable buffer of bytes, written from the front: the one encoder of records and snapshot chunks.
///
///     count <= capacity, and the bytes 0 ..< count are initialised
///
/// Fixed-width integers are little-endian, `varint` is LEB128, `signed` is zig-zag LEB128. A writer
/// owns its memory alone and is not copyable, so it may move between threads. It knows no schema: what is
/// read back with ``ByteReader`` must be read in the order in which it was put.
///
/// `@usableFromInline` on the type itself is what lets other modules inline its `package` members.
@frozen @usableFromInline
package struct ByteWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var used: Int

    @inlinable
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = .allocate(capacity: self.capacity)
        used = 0
    }

    deinit { base.deallocate() }

    /// How many bytes have been put since the start or the last ``removeAll()``.
    @inlinable
    package var count: Int { used }

    /// The bytes put so far; the pointer is valid during the call only.
    @inlinable
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: used))
    }

    /// The bytes put so far, to be changed in place.
    @inlinable
    mutating func withUnsafeMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeMutableRawBufferPointer(start: base, count: used))
    }

    /// A copy of the bytes put so far. For tests and small things: it allocates.
    package func copyBytes() -> [UInt8] { [UInt8](UnsafeBufferPointer(start: base, count: used)) }

    /// Forgets the content and keeps the memory, unless it has grown past `keepingAtMost` bytes.
    @inlinable
    package mutating func removeAll(keepingAtMost: Int = .max) {
        used = 0
        guard capacity > keepingAtMost else { return }
        base.deallocate()
        capacity = max(keepingAtMost, 16)
        base = .allocate(capacity: capacity)
    }

    /// Makes room for `extra` more bytes. Amortised O(1).
    @inlinable @inline(__always)
    package mutating func reserve(_ extra: Int) {
        guard capacity &- used < extra else { return }
        (base, capacity) = Self.grown(base, capacity: capacity, used: used, extra: extra)
    }

    /// Static, so that a writer in a local variable never needs an address and stays in registers.
    @inline(never)
    @usableFromInline static func grown(
        _ base: UnsafeMutablePointer<UInt8>, capacity: Int, used: Int, extra: Int
    ) -> (UnsafeMutablePointer<UInt8>, Int) {
        let larger = max(capacity * 2, used + extra)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: used)
        base.deallocate()
        return (moved, larger)
    }

    /// A writer that goes on where `other` stands, with its memory; `other` must not be used until
    /// ``giveBack(to:)``. For tight loops: a local variable lives in registers, a class's property does not.
    @inlinable @inline(__always)
    init(continuing other: borrowing ByteWriter) {
        base = other.base
        capacity = other.capacity
        used = other.used
    }

    /// Ends what ``init(continuing:)`` began.
    @inlinable @inline(__always)
    consuming func giveBack(to other: inout ByteWriter) {
        other.base = base
        other.capacity = capacity
        other.used = used
        discard self
    }
}

// Safety: a writer is the only owner of its memory and cannot be copied.
extension ByteWriter: @unchecked Sendable {}
