/// Appends compact JSON to a growable byte buffer that it owns.
///
/// A noncopyable struct rather than a class: it is passed `inout`, which costs one exclusivity check for a whole
/// reply instead of one a call, and a second owner of its memory cannot exist.
///
/// Commas need no state: a key or value gets one unless the byte before it is one of `{ [ , :`, a newline, or
/// there is none. So ``truncate(to:)`` and the low-level appends never put it out of step, and several texts stand
/// in one buffer when lines separate them. The writer does not check that keys and values alternate or that
/// containers are closed: that is the caller's.
@usableFromInline
package struct JSONWriter: ~Copyable {
    @usableFromInline var buffer: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var length = 0

    /// Bytes written.
    @inlinable package var count: Int { length }

    package init(capacityBytes: Int = 512) {
        capacity = Swift.max(capacityBytes, 64)
        buffer = .allocate(capacity: capacity)
    }

    deinit { buffer.deallocate() }

    /// What was written; valid until the writer is next changed.
    @inlinable package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer, count: length)
    }

    /// Forgets everything written.
    package mutating func removeAll(keepingCapacity: Bool = true) {
        length = 0
        guard !keepingCapacity, capacity > 512 else { return }
        buffer.deallocate()
        capacity = 512
        buffer = .allocate(capacity: capacity)
    }

    /// Forgets what was written after the first `count` bytes.
    package mutating func truncate(to count: Int) {
        precondition((0...length).contains(count), "truncating \(length) bytes to \(count)")
        length = count
    }

    /// Makes room for `additional` bytes. Amortized O(1) a byte.
    @inlinable @inline(__always)
    package mutating func reserve(_ additional: Int) {
        if capacity &- length < additional { grow(additional) }
    }

    @inline(never) @usableFromInline
    mutating func grow(_ additional: Int) {
        capacity = Swift.max(capacity * 2, length + additional)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.update(from: buffer, count: length)
        buffer.deallocate()
        buffer = grown
    }

    // MARK: Bytes as they are, without commas

    /// Appends text that is already JSON, or a part of it.
    @inlinable @inline(__always)
    package mutating func append(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        (buffer + length).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        length &+= text.utf8CodeUnitCount
    }

    @inlinable @inline(__always)
    package mutating func append(byte: UInt8) {
        reserve(1)
        buffer[length] = byte
        length &+= 1
    }

    /// Appends bytes that are already JSON, or a part of it.
    @inlinable @inline(__always)
    package mutating func append(bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        reserve(bytes.count)
        UnsafeMutableRawPointer(buffer + length).copyMemory(from: base, byteCount: bytes.count)
        length &+= bytes.count
    }

    /// Appends `count` bytes, already JSON or a part of it, that `body` stores: all of them.
    @inlinable @inline(__always)
    package mutating func append(count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        reserve(count)
        body(buffer + length)
        length &+= count
    }

    /// Appends the comma that the next key or value needs, and makes room for `additional` bytes after it.
    @inlinable @inline(__always)
    mutating func separate(thenReserve additional: Int) {
        reserve(additional &+ 1)
        guard length > 0 else { return }
        let last = buffer[length &- 1]
        // { and [ differ in one bit.
        if last | 0x20 == 0x7B || last == 0x2C || last == 0x3A || last == 0x0A { return }
        buffer[length] = 0x2C
        length &+= 1
    }

    /// Stores a byte for which room was made.
    @inlinable @inline(__always)
    mutating func put(_ byte: UInt8) {
        buffer[length] = byte
        length &+= 1
    }
}
