import CLinux
import Glibc

/// A connected stream socket that never waits, except where it is told to.
///
/// Noncopyable, so that the descriptor is closed once. It knows nothing of lines.
struct ClientSocket: ~Copyable {
    private(set) var descriptor: CInt

    /// Connects to the first address of the host that accepts.
    ///
    /// - Throws: ``ClientError/Code/unknownHost`` before ``ClientError/Code/cannotConnect(errno:)``.
    init(_ endpoint: Endpoint, timeoutMilliseconds: Int32) throws(ClientError) {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(endpoint.host, String(endpoint.port), &hints, &first) == 0 else {
            throw ClientError(.unknownHost, endpoint: "\(endpoint)")
        }
        defer { freeaddrinfo(first) }
        var lastError = EADDRNOTAVAIL
        var next = first
        while let address = next {
            let result = Self.connect(address.pointee, timeoutMilliseconds: timeoutMilliseconds)
            if result >= 0 {
                descriptor = result
                return
            }
            lastError = -result
            next = address.pointee.ai_next
        }
        throw ClientError(.cannotConnect(errno: lastError), endpoint: "\(endpoint)")
    }

    /// - Returns: A connected descriptor, or `-errno`.
    private static func connect(_ address: addrinfo, timeoutMilliseconds: Int32) -> CInt {
        let flags = CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, address.ai_socktype | flags, address.ai_protocol)
        guard descriptor >= 0 else { return -errno }
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        var number: CInt = 0
        if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 { number = errno }
        if number == EINPROGRESS || number == EINTR {
            number = finishConnecting(descriptor, timeoutMilliseconds: timeoutMilliseconds)
        }
        guard number != 0 else { return descriptor }
        Glibc.close(descriptor)
        return -number
    }

    /// - Returns: 0 once connected, else the `errno`.
    private static func finishConnecting(_ descriptor: CInt, timeoutMilliseconds: Int32) -> CInt {
        var request = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
        guard wait(&request, timeoutMilliseconds: timeoutMilliseconds) else { return ETIMEDOUT }
        var number: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
        return number
    }

    /// Waits until one of the requests is met; an interruption does not end it, nor start the time anew.
    ///
    /// - Returns: False if the time passed without.
    static func wait(_ requests: inout [pollfd], timeoutMilliseconds: Int32) -> Bool {
        let deadline = monotonicNanoseconds() + Int64(timeoutMilliseconds) * 1_000_000
        var left = timeoutMilliseconds
        while true {
            let count = poll(&requests, nfds_t(requests.count), left)
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
            left = Int32(clamping: max(0, (deadline - monotonicNanoseconds()) / 1_000_000))
        }
    }

    /// - Returns: How many bytes the kernel took, 0 if it has no room now, or `-errno`.
    @inline(never)
    borrowing func send(_ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            let result = Glibc.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
            if result >= 0 { return result }
            let number = errno
            if number == EAGAIN { return 0 }
            if number != EINTR { return -Int(number) }
        }
    }

    /// - Returns: How many bytes arrived, `nil` if none are there now, 0 at the end of the stream, or `-errno`.
    @inline(never)
    borrowing func receive(_ room: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            let result = recv(descriptor, room.baseAddress, room.count, 0)
            if result >= 0 { return result }
            let number = errno
            if number == EAGAIN { return nil }
            if number != EINTR { return -Int(number) }
        }
    }

    /// Closes now. Closing again does nothing.
    mutating func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }
}

/// The monotonic clock, for latencies and timeouts.
func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
