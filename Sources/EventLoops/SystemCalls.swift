import CLinux
import Glibc

/// The system calls of a loop, each returning its result or `-errno`, never both.
///
/// None is inlined, so that no reference counting can run between the call and the reading of `errno`
/// (a habit of SwiftNIO). Calls that may be interrupted are repeated. What comes back is for the caller to judge.
enum SystemCalls {
    /// Reads from a descriptor that does not block.
    @inline(never)
    static func read(_ descriptor: CInt, _ destination: UnsafeMutableRawPointer, _ byteCount: Int) -> Int {
        while true {
            let result = Glibc.read(descriptor, destination, byteCount)
            if result >= 0 { return result }
            let number = errno
            if number != EINTR { return -Int(number) }
        }
    }

    /// Receives without waiting; the socket itself need not be made nonblocking for it.
    @inline(never)
    static func receive(_ socket: CInt, _ destination: UnsafeMutableRawPointer, _ byteCount: Int) -> Int {
        while true {
            let result = recv(socket, destination, byteCount, CInt(MSG_DONTWAIT))
            if result >= 0 { return result }
            let number = errno
            if number != EINTR { return -Int(number) }
        }
    }

    /// Sends without waiting and without raising SIGPIPE, whatever the process has decided about that signal.
    @inline(never)
    static func send(_ socket: CInt, _ source: UnsafeRawPointer, _ byteCount: Int) -> Int {
        let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
        while true {
            let result = Glibc.send(socket, source, byteCount, flags)
            if result >= 0 { return result }
            let number = errno
            if number != EINTR { return -Int(number) }
        }
    }

    /// Accepts one connection, closed on exec.
    ///
    /// It stays a blocking socket: ``receive(_:_:_:)`` and ``send(_:_:_:)`` never wait, so that the call
    /// which would make it nonblocking is saved.
    @inline(never)
    static func accept(_ listener: CInt, peer: inout SocketAddress) -> CInt {
        var storage = sockaddr_storage()
        while true {
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let result = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.accept(listener, $0, &length)
                }
            }
            if result >= 0 {
                _ = fcntl(result, F_SETFD, FD_CLOEXEC)
                peer = SocketAddress(storage)
                return result
            }
            let number = errno
            if number != EINTR { return -number }
        }
    }

    /// - Returns: The number of events; an interrupted wait is one without events.
    @inline(never)
    static func waitForEvents(
        _ poll: CInt, _ events: UnsafeMutablePointer<epoll_event>, _ capacity: CInt, timeoutMilliseconds: CInt
    ) -> CInt {
        let result = epoll_wait(poll, events, capacity, timeoutMilliseconds)
        if result >= 0 { return result }
        let number = errno
        return number == EINTR ? 0 : -number
    }

    @inline(never)
    static func control(
        _ poll: CInt, _ operation: CInt, _ descriptor: CInt, events: UInt32, data: UInt64
    ) -> CInt {
        var event = epoll_event()
        event.events = events
        event.data.u64 = data
        return epoll_ctl(poll, operation, descriptor, &event) == 0 ? 0 : -errno
    }

    /// Runs a call that returns a nonnegative result or sets `errno`.
    @inline(never)
    static func result(_ call: () -> CInt) -> CInt {
        let result = call()
        return result >= 0 ? result : -errno
    }

    /// The monotonic clock, in nanoseconds.
    static func monotonicNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
