import CLinux
import Glibc

/// A socket that connections arrive at. Used on its loop only; it lives until ``close()`` or the loop's end.
package final class Listener {
    /// How many connections one event accepts, so that those there are get their turn in between.
    private static let acceptsPerTurn = 64
    /// How long accepting rests when the system has no memory or not even a spare descriptor.
    private static let pauseMilliseconds: Int64 = 100

    /// Where it listens, with the port that was picked.
    package let address: SocketAddress
    package var port: UInt16 { address.port }
    package let limits: ConnectionLimits
    /// How many of its connections are open.
    package internal(set) var connectionCount = 0
    /// How many connections were turned away, because there were too many or no descriptor was left.
    package private(set) var refusedCount: UInt64 = 0

    // The loop holds the listener and closes it before it goes.
    private unowned let loop: EventLoop
    private var descriptor: FileDescriptor
    private let refusal: [UInt8]
    private let onAccept: (Connection) -> Void

    var source: EventSource { EventSource(.listener, self) }

    init(
        loop: EventLoop, descriptor: consuming FileDescriptor, address: SocketAddress,
        limits: ConnectionLimits,
        refusal: [UInt8], _ onAccept: @escaping (Connection) -> Void
    ) {
        self.loop = loop
        self.descriptor = descriptor
        self.address = address
        self.limits = limits
        self.refusal = refusal
        self.onAccept = onAccept
    }

    /// Stops listening; connections already accepted stay. Closing twice does nothing.
    package func close() {
        loop.preconditionOnLoop()
        guard descriptor.rawValue >= 0 else { return }
        _ = watch(EPOLL_CTL_DEL, isAccepting: false)
        descriptor.close()
        loop.listeners.removeAll { $0 === self }
    }

    /// Accepts what has arrived, up to a number; the listener is level-triggered, the rest is reported again.
    func acceptAll() {
        for _ in 0..<Self.acceptsPerTurn where descriptor.rawValue >= 0 {
            var peer = SocketAddress.unknown
            let result = SystemCalls.accept(descriptor.rawValue, peer: &peer)
            if result >= 0 {
                accepted(FileDescriptor(owning: result), peer: peer)
                continue
            }
            switch -result {
            case EAGAIN: return
            case EMFILE, ENFILE:
                guard refuseWithReserve() else { return }
            case ENOBUFS, ENOMEM: return pause()
            // The others are errors of the one connection that would have been accepted.
            default: continue
            }
        }
    }

    private func accepted(_ connectionDescriptor: consuming FileDescriptor, peer: SocketAddress) {
        guard connectionCount < limits.connectionsMax else {
            refusedCount += 1
            refusal.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                _ = SystemCalls.send(connectionDescriptor.rawValue, start, bytes.count)
            }
            return
        }
        let connection = Connection(loop: loop, listener: self, descriptor: connectionDescriptor, peer: peer)
        guard connection.open() else { return }
        connectionCount += 1
        onAccept(connection)
        if connection.handler == nil { connection.close() }
    }

    /// With no descriptor left, an arrival can be neither accepted nor refused, and would be reported for ever.
    /// So one is kept in reserve: closed, it lets the arrival be accepted and hung up on.
    ///
    /// - Returns: Whether there may be more arrivals to refuse at once.
    private func refuseWithReserve() -> Bool {
        loop.reserveDescriptor.close()
        var peer = SocketAddress.unknown
        let result = SystemCalls.accept(descriptor.rawValue, peer: &peer)
        if result >= 0 {
            refusedCount += 1
            _ = Glibc.close(result)
        }
        let hasReserve = restoreReserve()
        if !hasReserve || (result < 0 && result != -EAGAIN) { pause() }
        return hasReserve && result >= 0
    }

    /// Takes a descriptor in reserve again; another thread may have taken the last one meanwhile.
    private func restoreReserve() -> Bool {
        if loop.reserveDescriptor.rawValue >= 0 { return true }
        let reserve = EventLoop.openReserve()
        if reserve >= 0 { loop.reserveDescriptor = FileDescriptor(owning: reserve) }
        return reserve >= 0
    }

    /// Rests for a while instead of being reported again at once.
    private func pause() {
        _ = watch(EPOLL_CTL_MOD, isAccepting: false)
        loop.schedule(afterMilliseconds: Self.pauseMilliseconds) { [weak self] in
            guard let self, descriptor.rawValue >= 0 else { return }
            _ = restoreReserve()
            _ = watch(EPOLL_CTL_MOD, isAccepting: true)
        }
    }

    /// - Returns: 0 or `-errno`.
    func watch(_ operation: CInt, isAccepting: Bool) -> CInt {
        SystemCalls.control(
            loop.pollDescriptor.rawValue, operation, descriptor.rawValue,
            events: isAccepting ? EPOLLIN.rawValue : 0, data: source.rawValue)
    }
}
