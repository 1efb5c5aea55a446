import CLinux
import Glibc

/// How bytes come in and reach the handler.
extension Connection {
    /// Takes in what the kernel reports, and serves the connection unless it already waits for its turn.
    func eventsArrived(_ events: UInt32) {
        guard !isClosed else { return }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
            return close(state.contains(.isLingering) ? .closed : .failed(errno: socketError()))
        }
        if events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 { state.insert(.isReadable) }
        // The end may have been reported together with data; after a short read nothing would report it again.
        if events & EPOLLRDHUP.rawValue != 0 { state.insert(.isEndAnnounced) }
        if events & EPOLLOUT.rawValue != 0 {
            state.insert(.isWritable)
            if !output.isEmpty { markDirty() }
        }
        if state.contains(.isReadable) && !isQueued { serve() }
    }

    /// Waits in the loop's queue for the next turn.
    func queue() {
        guard !isQueued else { return }
        isQueued = true
        loop.readyConnections.append(self)
    }

    /// The connection's share of a turn: shows what is kept, or reads once and shows that.
    func serve() {
        guard !isClosed else { return }
        loop.turnDidWork = true
        if state.contains(.isLingering) { return discardInput() }
        guard state.isDisjoint(with: [.isClosing, .isPaused, .isHeld]) else { return }
        if state.contains(.showsAgain) {
            state.remove(.showsAgain)
            showKept()
        } else if state.contains(.isReadable) {
            receive()
        }
        settle()
    }

    /// Decides how the connection goes on after its share.
    private func settle() {
        guard !isClosed, !state.contains(.isClosing) else { return }
        if isOutputHigh {
            state.insert(.isPaused)
            if !input.isEmpty { state.insert(.showsAgain) }
        } else if state.contains(.isHeld) {
            return
        } else if !state.isDisjoint(with: [.showsAgain, .isReadable]) {
            queue()
        } else if state.contains(.isEndRead), !state.contains(.isEndTold) {
            state.insert(.isEndTold)
            handler?.inputEnded(on: self)
        }
    }

    private func receive() {
        let room = min(limits.readBytesPerTurn, limits.inputBytesMax - input.count)
        guard room > 0 else { return close(.inputOverflow) }
        let byteCount = readToScratch(room)
        if byteCount > 0 {
            lastActivityNanoseconds = loop.nowNanoseconds
            show(newBytes: byteCount)
        } else if byteCount == 0 {
            state.remove(.isReadable)
            state.insert(.isEndRead)
        } else if byteCount != -Int(EAGAIN) {
            close(.failed(errno: CInt(-byteCount)))
        }
    }

    /// Reads behind the room for a rest. Less than asked for means that the kernel has no more.
    private func readToScratch(_ room: Int) -> Int {
        let result = SystemCalls.receive(descriptor.rawValue, loop.scratch + EventLoop.scratchRestBytes, room)
        if result == -Int(EAGAIN) || (result < room && !state.contains(.isEndAnnounced)) {
            state.remove(.isReadable)
        }
        return result
    }

    /// Shows what was read, with a kept rest before it: a small one is moved to it, it is moved to a large one.
    private func show(newBytes byteCount: Int) {
        let read = loop.scratch + EventLoop.scratchRestBytes
        let restCount = input.count
        guard restCount <= EventLoop.scratchRestBytes else {
            input.append(UnsafeRawBufferPointer(start: read, count: byteCount), pool: &loop.pool)
            return showKept()
        }
        if let rest = input.bytes.baseAddress {
            memcpy(read - restCount, rest, restCount)
            input.release(to: &loop.pool)
        }
        let shown = UnsafeRawBufferPointer(start: read - restCount, count: restCount + byteCount)
        let consumed = show(shown)
        guard consumed < shown.count, !isClosed else { return }
        input.append(UnsafeRawBufferPointer(rebasing: shown[consumed...]), pool: &loop.pool)
    }

    private func showKept() {
        let consumed = show(input.bytes)
        if consumed > 0 && !isClosed { input.consume(consumed, pool: &loop.pool) }
    }

    private func show(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count > 0, let handler else { return 0 }
        let consumed = handler.received(bytes, on: self)
        precondition(consumed >= 0 && consumed <= bytes.count, "consumed \(consumed) of \(bytes.count) bytes")
        return consumed
    }

    /// Throws away what a peer sends that was already told the end.
    private func discardInput() {
        guard state.contains(.isReadable) else { return }
        let byteCount = readToScratch(limits.readBytesPerTurn)
        if byteCount == 0 || (byteCount < 0 && byteCount != -Int(EAGAIN)) { return close(.closed) }
        if state.contains(.isReadable) { queue() }
    }

    private func socketError() -> CInt {
        var number: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(descriptor.rawValue, SOL_SOCKET, SO_ERROR, &number, &size)
        return number
    }
}
