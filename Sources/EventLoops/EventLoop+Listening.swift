import CLinux
import Glibc

extension EventLoop {
    /// Listens at an IPv4 or IPv6 address; port 0 picks one, see ``Listener/address``.
    ///
    /// `onAccept` is called on the loop with each new connection and sets its handler; without one the
    /// connection is closed. Connections beyond `limits.connectionsMax` are sent `refusal` and closed.
    ///
    /// - Throws: ``LoopError`` of `address`, `socket`, `setsockopt`, `bind`, `listen` or `epoll_ctl`, in this order.
    @discardableResult
    package func listen(
        host: String, port: UInt16, backlog: Int32 = 1_024, limits: ConnectionLimits = ConnectionLimits(),
        refusal: [UInt8] = [], onAccept: @escaping (Connection) -> Void
    ) throws(LoopError) -> Listener {
        preconditionOnLoop()
        limits.check()
        let wanted = try SocketAddress(host: host, port: port)
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = try FileDescriptor(
            SystemCalls.result { socket(wanted.domain, type, 0) }, of: "socket", subject: "\(wanted)")
        try setOption(of: descriptor.rawValue, SOL_SOCKET, SO_REUSEADDR)
        // Accepted sockets inherit it, which saves a call for each.
        try setOption(of: descriptor.rawValue, CInt(IPPROTO_TCP), TCP_NODELAY)
        if wanted.family == .ipv6 { try setOption(of: descriptor.rawValue, CInt(IPPROTO_IPV6), IPV6_V6ONLY) }
        try check("bind", wanted) { wanted.withSystemAddress { bind(descriptor.rawValue, $0, $1) } }
        try check("listen", wanted) { Glibc.listen(descriptor.rawValue, backlog) }
        let address = try boundAddress(of: descriptor.rawValue, wanted)
        let listener = Listener(
            loop: self, descriptor: descriptor, address: address, limits: limits, refusal: refusal, onAccept)
        try check("epoll_ctl", wanted) { listener.watch(EPOLL_CTL_ADD, isAccepting: true) }
        listeners.append(listener)
        return listener
    }

    private func boundAddress(of descriptor: CInt, _ wanted: SocketAddress) throws(LoopError) -> SocketAddress
    {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = SystemCalls.result {
            withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &length)
                }
            }
        }
        try check("getsockname", wanted) { result }
        return SocketAddress(storage)
    }

    private func setOption(of descriptor: CInt, _ level: CInt, _ option: CInt) throws(LoopError) {
        var one: CInt = 1
        let result = SystemCalls.result {
            setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<CInt>.size))
        }
        guard result == 0 else { throw LoopError(.system(errno: -result), operation: "setsockopt") }
    }

    private func check(_ operation: String, _ address: SocketAddress, _ call: () -> CInt) throws(LoopError) {
        let result = SystemCalls.result(call)
        guard result >= 0 else {
            throw LoopError(.system(errno: -result), operation: operation, subject: "\(address)")
        }
    }
}
