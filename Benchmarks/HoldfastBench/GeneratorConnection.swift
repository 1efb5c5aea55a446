import Glibc

/// One connection of the load generator: what is in flight on it, and its bytes in both directions.
///
///     0 ≤ inFlight ≤ depth
///
/// Replies are matched to requests by order, so what is in flight is a ring. It owns raw memory and a socket
/// but does not free itself, for it lives in an array of the ``Generator``, which calls ``deallocate()``.
struct GeneratorConnection<Note: BitwiseCopyable> {
    /// A request without its reply.
    struct Pending {
        var sentNanoseconds: UInt64
        var note: Note
    }

    let socket: CInt
    var output: OutputBuffer
    /// The socket is full; the event loop says when it takes more.
    var waitsToWrite = false
    private(set) var inFlight = 0

    private let ring: UnsafeMutablePointer<Pending>
    private let ringMask: Int
    private var head = 0

    private var input: UnsafeMutableRawPointer
    private var inputCapacity = 65_536
    /// How many bytes of an unfinished reply are at the start of `input`.
    private var inputCount = 0

    init(socket: CInt, depth: Int, requestBytesMax: Int) {
        precondition(depth > 0, "depth \(depth)")
        self.socket = socket
        output = OutputBuffer(capacity: depth * requestBytesMax)
        var slots = 1
        while slots < depth { slots *= 2 }
        ring = .allocate(capacity: slots)
        ringMask = slots - 1
        input = .allocate(byteCount: inputCapacity, alignment: 16)
    }

    func deallocate() {
        output.deallocate()
        ring.deallocate()
        input.deallocate()
        close(socket)
    }

    @inline(__always)
    mutating func push(_ pending: Pending) {
        ring[(head &+ inFlight) & ringMask] = pending
        inFlight &+= 1
    }

    @inline(__always)
    mutating func pop() -> Pending {
        precondition(inFlight > 0, "a reply that nobody asked for")
        let pending = ring[head & ringMask]
        head &+= 1
        inFlight &-= 1
        return pending
    }

    /// Reads once and calls `body` with each complete reply, newline included.
    ///
    /// - Throws: ``BenchmarkError`` if the server closed the connection or it broke; whatever `body` throws.
    @inline(__always)
    mutating func receive(
        _ body: (inout Self, UnsafeRawBufferPointer) throws(BenchmarkError) -> Void
    ) throws(BenchmarkError) {
        let received = recv(socket, input + inputCount, inputCapacity - inputCount, 0)
        guard received > 0 else {
            if received < 0 && (errno == EAGAIN || errno == EINTR) { return }
            let reason = received == 0 ? "end of stream" : "errno \(errno)"
            throw BenchmarkError(code: .badServer, message: "the server closed a connection (\(reason))")
        }
        let available = inputCount + received
        var position = 0
        while let newline = memchr(input + position, 0x0A, available - position) {
            let end = UnsafeRawPointer(newline) - UnsafeRawPointer(input) + 1
            let reply = UnsafeRawBufferPointer(start: input + position, count: end - position)
            position = end
            try body(&self, reply)
            if position == available { break }
        }
        inputCount = available - position
        if position > 0 && inputCount > 0 { memmove(input, input + position, inputCount) }
        if inputCount == inputCapacity { grow() }
    }

    private mutating func grow() {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: inputCapacity * 2, alignment: 16)
        memcpy(larger, input, inputCount)
        input.deallocate()
        input = larger
        inputCapacity *= 2
    }
}
