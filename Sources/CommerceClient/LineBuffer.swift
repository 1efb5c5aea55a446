import Glibc

/// Bytes as they arrive, handed out as lines.
///
///     0 <= head <= scanned <= tail <= capacity;  bytes[head..<scanned] has no line end
struct LineBuffer: ~Copyable {
    private static let roomBytesMin = 65_536

    private var base = UnsafeMutableRawPointer.allocate(byteCount: 131_072, alignment: 16)
    private var capacity = 131_072
    private var head = 0
    private var scanned = 0
    private var tail = 0

    /// The next complete line without its end; valid until the next ``makeRoom()``.
    ///
    /// - Complexity: Each byte is looked at once.
    mutating func nextLine() -> UnsafeRawBufferPointer? {
        guard scanned < tail, let end = memchr(base + scanned, 10, tail - scanned) else {
            scanned = tail
            return nil
        }
        let start = base + head
        let count = UnsafeRawPointer(end) - UnsafeRawPointer(start)
        head += count + 1
        scanned = head
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    /// Room for at least 64 KiB more, to be reported with ``filled(_:)``.
    mutating func makeRoom() -> UnsafeMutableRawBufferPointer {
        if head > 0 {
            memmove(base, base + head, tail - head)
            tail -= head
            scanned -= head
            head = 0
        }
        if capacity - tail < Self.roomBytesMin {
            let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 16)
            grown.copyMemory(from: base, byteCount: tail)
            base.deallocate()
            base = grown
            capacity *= 2
        }
        return UnsafeMutableRawBufferPointer(start: base + tail, count: capacity - tail)
    }

    mutating func filled(_ byteCount: Int) {
        precondition(
            byteCount >= 0 && byteCount <= capacity - tail, "\(byteCount) bytes in \(capacity - tail)")
        tail += byteCount
    }

    deinit { base.deallocate() }
}
