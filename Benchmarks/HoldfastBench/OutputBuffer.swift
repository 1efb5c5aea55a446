import Glibc

/// The bytes of one connection that are composed but not yet taken by its socket.
///
///     start ≤ end ≤ capacity
///
/// The room is made once, large enough for every request in flight: appending never allocates. It does not free
/// itself; its owner calls ``deallocate()``.
struct OutputBuffer {
    private let base: UnsafeMutableRawPointer
    private let capacity: Int
    private var start = 0
    private var end = 0

    init(capacity: Int) {
        base = .allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    func deallocate() { base.deallocate() }

    var isEmpty: Bool { start == end }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        precondition(end + count <= capacity, "request larger than planned")
        memcpy(base + end, text.utf8Start, count)
        end += count
    }

    @inline(__always)
    mutating func append(_ bytes: [UInt8]) {
        precondition(end + bytes.count <= capacity, "request larger than planned")
        _ = bytes.withUnsafeBytes { memcpy(base + end, $0.baseAddress!, $0.count) }
        end += bytes.count
    }

    /// Stores the bytes of `digits` in memory order.
    @inline(__always)
    mutating func append<Digits: FixedWidthInteger & BitwiseCopyable>(ascii digits: Digits) {
        precondition(end + MemoryLayout<Digits>.size <= capacity, "request larger than planned")
        base.storeBytes(of: digits, toByteOffset: end, as: Digits.self)
        end += MemoryLayout<Digits>.size
    }

    /// Hands the socket what it takes now.
    ///
    /// - Returns: Whether the socket took everything.
    /// - Throws: ``BenchmarkError`` with the errno if the connection is broken.
    mutating func flush(to socket: CInt) throws(BenchmarkError) -> Bool {
        while start < end {
            let written = send(socket, base + start, end - start, CInt(MSG_NOSIGNAL))
            if written > 0 {
                start += written
            } else if errno == EAGAIN {
                makeRoom()
                return false
            } else if errno != EINTR {
                throw BenchmarkError(
                    code: .system(errno: errno),
                    message: "the server closed a connection (send, errno \(errno))")
            }
        }
        start = 0
        end = 0
        return true
    }

    private mutating func makeRoom() {
        memmove(base, base + start, end - start)
        end -= start
        start = 0
    }
}
