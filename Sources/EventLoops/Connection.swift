import CLinux
import Glibc

/// One accepted stream of bytes, both ways. Used on its loop only.
///
/// Idle it holds no buffer: input is read into a block shared by all connections of the loop, and only what its
/// handler leaves is kept; output waits in pooled memory from ``send(_:)`` to the end of the turn.
///
/// The socket is registered once, edge-triggered, for input and output; whether the kernel still has input, or
/// room for output, is remembered here. So pausing and resuming cost no system call, and a request costs one
/// read and one write. Input is read and shown when
///
///     not closed ∧ not closing ∧ not paused ∧ not held ∧ (shows again ∨ readable)
///
/// at most `readBytesPerTurn` bytes in a turn; whoever could go on waits in the loop's queue for the next.
package final class Connection {
    /// Set by `onAccept`; the connection holds it until it is closed.
    package var handler: (any ConnectionHandler)?
    package let peer: SocketAddress
    /// When bytes last came or went, on the loop's monotonic clock.
    package internal(set) var lastActivityNanoseconds: Int64
    /// Why it was closed, once it is.
    package private(set) var closeReason: CloseReason?

    // The loop owns its connections and closes them before it goes; a closed one does not touch it.
    unowned(unsafe) let loop: EventLoop
    let listener: Listener
    var descriptor: FileDescriptor
    /// Where it stands in `loop.connections`.
    var position = -1
    var isQueued = false
    var state = State()
    var input = ByteQueue()
    var output = ByteQueue()
    var closingTimer: TimerToken?

    var limits: ConnectionLimits { listener.limits }

    init(
        loop: EventLoop, listener: Listener, descriptor: consuming FileDescriptor, peer: SocketAddress
    ) {
        self.loop = loop
        self.listener = listener
        self.descriptor = descriptor
        self.peer = peer
        lastActivityNanoseconds = loop.nowNanoseconds
        state.insert(.isWritable)
    }

    /// Makes it known to the kernel and the loop. Both of input and output is reported once per change.
    func open() -> Bool {
        let events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        let source = EventSource(.connection, self)
        let result = SystemCalls.control(
            loop.pollDescriptor.rawValue, EPOLL_CTL_ADD, descriptor.rawValue, events: events,
            data: source.rawValue)
        guard result == 0 else { return false }
        position = loop.connections.count
        loop.connections.append(self)
        return true
    }

    // MARK: What the owner asks

    /// Bytes given to ``send(_:)`` that the kernel has not taken.
    package var pendingOutputBytes: Int { output.count }
    /// Whether a handler should stop producing; it is called again when output has drained.
    package var isOutputHigh: Bool { output.count >= limits.outputHighWatermark }
    /// True from ``holdInput()`` to ``resumeLater()``.
    package var isInputHeld: Bool { state.contains(.isHeld) }
    /// True from ``close()`` on.
    package var isClosed: Bool { closeReason != nil }
    /// True from ``closeAfterFlush()`` on: a handler stops there, what it leaves is not shown again.
    package var isClosing: Bool { isClosed || state.contains(.isClosing) }
    /// Whether all input that is known of was shown and none is kept back for later.
    var isSilent: Bool {
        !isQueued && state.isDisjoint(with: [.isReadable, .showsAgain, .isPaused, .isHeld])
    }
    /// How long no byte has come or gone.
    package var idleMilliseconds: Int64 { (loop.nowNanoseconds - lastActivityNanoseconds) / 1_000_000 }
    package var peerDescription: String { peer.description }
    package var peerIsLoopback: Bool { peer.isLoopback }

    // MARK: What the owner tells

    /// Copies the bytes; they leave after the turn's end. On a closed connection it does nothing.
    ///
    /// More than `outputBytesMax` waiting closes the connection.
    /// - Complexity: O(`bytes.count`), without allocation as a rule.
    package func send(_ bytes: UnsafeRawBufferPointer) {
        send(reserving: bytes.count) { room in
            room.copyMemory(from: bytes)
            return bytes.count
        }
    }

    /// Lets `body` write up to `byteCount` bytes in place and say how many it wrote; otherwise as ``send(_:)``.
    package func send(reserving byteCount: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        loop.assertOnLoop()
        guard !isClosed, !state.contains(.isLingering), byteCount > 0 else { return }
        output.append(
            reserving: byteCount, pool: &loop.pool, blockBytesMin: BufferPool.outputBlockBytesMin, body)
        if output.count > limits.outputBytesMax { return close(.outputOverflow) }
        markDirty()
    }

    /// Neither reads nor shows input until ``resumeLater()``, nor tells its end: what a handler does whose next
    /// reply comes later than this turn. What is shown at present and not consumed is kept, the rest stays
    /// with the kernel, and fills the peer's window.
    package func holdInput() {
        guard !isClosed else { return }
        state.insert(.isHeld)
    }

    /// Asks to be shown the kept input again in the next turn, after others had theirs; ends a hold.
    package func resumeLater() {
        guard !isClosed else { return }
        state.remove(.isHeld)
        state.insert(.showsAgain)
        queue()
    }

    /// Reads no more, and closes when the output is out, whatever is still sent in the present turn included.
    ///
    /// It then sends the end of the stream and waits a moment for the peer's, because closing with input unread
    /// would reset the connection and could take the last reply with it.
    package func closeAfterFlush() {
        guard !isClosed, !state.contains(.isClosing) else { return }
        state.insert(.isClosing)
        state.remove(.showsAgain)
        markDirty()
    }

    /// Closes now; unsent output is lost. Its handler is told later in the turn. Closing twice does nothing.
    package func close() { close(.closed) }

    func close(_ reason: CloseReason) {
        guard !isClosed else { return }
        loop.preconditionOnLoop()
        closeReason = reason
        closingTimer?.cancel()
        // Closing alone would not end the watch while a child process, not yet executing, shares the descriptor;
        // and after this turn an event would name memory that is gone.
        _ = SystemCalls.control(
            loop.pollDescriptor.rawValue, EPOLL_CTL_DEL, descriptor.rawValue, events: 0, data: 0)
        descriptor.close()
        guard position >= 0 else { return }
        listener.connectionCount -= 1
        // First of all, so that someone holds it: its memory stays until the turn's end, because bytes of it may
        // just be shown, and late events may name it.
        loop.closing.append(self)
        let last = loop.connections.removeLast()
        if last !== self {
            loop.connections[position] = last
            last.position = position
        }
    }

    /// Gives the memory back and says farewell to the handler.
    func tellClosed() {
        input.release(to: &loop.pool)
        output.release(to: &loop.pool)
        closingTimer = nil
        let handler = handler
        self.handler = nil
        handler?.closed(self)
    }
}
