import CLinux
import Glibc

/// Loopback TCP sockets with Nagle's delay off.
enum Socket {
    /// Connects to a port of this machine; blocking.
    static func connect(port: UInt16) throws(BenchmarkError) -> CInt {
        let descriptor = try make()
        var address = loopback(port: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let number = errno
            close(descriptor)
            throw BenchmarkError(
                code: .system(errno: number), message: "cannot connect to 127.0.0.1:\(port) (errno \(number))"
            )
        }
        return descriptor
    }

    /// Listens on a free port of this machine.
    static func listen() throws(BenchmarkError) -> (descriptor: CInt, port: UInt16) {
        let descriptor = try make()
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bound in
                bind(descriptor, bound, length) == 0 && Glibc.listen(descriptor, 1_024) == 0
                    && getsockname(descriptor, bound, &length) == 0
            }
        }
        guard status else {
            throw BenchmarkError(
                code: .system(errno: errno), message: "cannot listen on 127.0.0.1 (errno \(errno))")
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// A port that nobody uses now, for servers that must be told one.
    static func freePort() throws(BenchmarkError) -> UInt16 {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    static func makeNonblocking(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Whether something can be read now.
    static func isReadable(_ descriptor: CInt) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 1
    }

    private static func make() throws(BenchmarkError) -> CInt {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw BenchmarkError(code: .system(errno: errno), message: "no socket (errno \(errno))")
        }
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        return descriptor
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
