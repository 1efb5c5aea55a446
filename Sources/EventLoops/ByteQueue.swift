import Glibc

/// Bytes that wait: appended at the end, consumed from the front, contiguous in between.
///
///     0 <= head <= tail <= capacity;  empty ⇔ no memory is held
///
/// The memory is borrowed from a ``BufferPool`` with the first byte and goes back with the last, so an idle
/// connection holds none.
package struct ByteQueue: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private var head = 0
    private var tail = 0

    package init() {}

    package var count: Int { tail - head }
    package var isEmpty: Bool { tail == head }

    /// The waiting bytes; valid until the next mutating call.
    package var bytes: UnsafeRawBufferPointer {
        guard let base else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: base + head, count: tail - head)
    }

    /// - Complexity: O(`bytes.count`) amortised.
    package mutating func append(
        _ bytes: UnsafeRawBufferPointer, pool: inout BufferPool, blockBytesMin: Int = BufferPool.blockBytesMin
    ) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        memcpy(reserve(bytes.count, pool: &pool, blockBytesMin: blockBytesMin), source, bytes.count)
        tail += bytes.count
    }

    /// Lets `body` write up to `byteCount` bytes at the end and say how many it wrote.
    package mutating func append(
        reserving byteCount: Int, pool: inout BufferPool, blockBytesMin: Int,
        _ body: (UnsafeMutableRawBufferPointer) -> Int
    ) {
        let room = reserve(max(1, byteCount), pool: &pool, blockBytesMin: blockBytesMin)
        let written = body(UnsafeMutableRawBufferPointer(start: room, count: byteCount))
        precondition(written >= 0 && written <= byteCount, "wrote \(written) of \(byteCount) reserved bytes")
        tail += written
        if isEmpty { release(to: &pool) }
    }

    /// Drops bytes from the front; the last one dropped gives the memory back.
    package mutating func consume(_ byteCount: Int, pool: inout BufferPool) {
        assert(byteCount <= count, "consumed \(byteCount) of \(count)")
        head += byteCount
        if head == tail { release(to: &pool) }
    }

    /// Forgets everything and gives the memory back.
    package mutating func release(to pool: inout BufferPool) {
        if let base { pool.giveBack(base, capacity: capacity) }
        base = nil
        capacity = 0
        head = 0
        tail = 0
    }

    /// Makes room at the end, by moving the bytes to the front if that suffices, else into a larger block.
    private mutating func reserve(
        _ byteCount: Int, pool: inout BufferPool, blockBytesMin: Int
    ) -> UnsafeMutableRawPointer {
        if let base {
            if capacity - tail >= byteCount { return base + tail }
            // Moving at most half of the block keeps the cost of moves below that of appends.
            if capacity - count >= byteCount && head >= capacity / 2 {
                memmove(base, base + head, count)
            } else {
                let grown = BufferPool.capacity(for: max(count + byteCount, capacity * 2))
                let block = pool.take(capacity: grown)
                memcpy(block, base + head, count)
                pool.giveBack(base, capacity: capacity)
                self.base = block
                capacity = grown
            }
            tail -= head
            head = 0
        } else {
            capacity = BufferPool.capacity(for: max(byteCount, blockBytesMin))
            base = pool.take(capacity: capacity)
        }
        guard let base else { preconditionFailure("a block was just taken") }
        return base + tail
    }

    deinit {
        free(base)
    }
}
