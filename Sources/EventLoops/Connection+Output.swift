import CLinux
import Glibc

/// How bytes leave, and how a connection ends.
extension Connection {
    /// Puts the connection among those that the loop looks at when the turn ends.
    func markDirty() {
        guard !state.contains(.isDirty) else { return }
        state.insert(.isDirty)
        loop.dirtyConnections.append(Unmanaged.passUnretained(self))
    }

    /// Sends what the kernel takes, ends a pause if that was enough, and closes if that was to follow.
    func flush() {
        state.remove(.isDirty)
        guard !isClosed else { return }
        if state.contains(.isWritable) && !output.isEmpty { sendOutput() }
        guard !isClosed else { return }
        if state.contains(.isPaused) && output.count <= limits.outputLowWatermark {
            state.remove(.isPaused)
            queue()
        }
        guard state.contains(.isClosing), !state.contains(.isLingering) else { return }
        if output.isEmpty { finishClosing() } else { watchForStall() }
    }

    private func sendOutput() {
        let bytes = output.bytes
        guard let start = bytes.baseAddress else { return }
        let sent = SystemCalls.send(descriptor.rawValue, start, bytes.count)
        // Full: the kernel reports when there is room again.
        if sent < bytes.count { state.remove(.isWritable) }
        if sent > 0 {
            lastActivityNanoseconds = loop.nowNanoseconds
            output.consume(sent, pool: &loop.pool)
        } else if sent < 0 && sent != -Int(EAGAIN) {
            close(.failed(errno: CInt(-sent)))
        }
    }

    /// Sends the end of the stream after the output; see ``closeAfterFlush()`` for why it then lingers.
    private func finishClosing() {
        guard !state.contains(.isEndRead), limits.lingerMilliseconds > 0 else { return close(.closed) }
        shutdown(descriptor.rawValue, CInt(SHUT_WR))
        state.insert(.isLingering)
        input.release(to: &loop.pool)
        closingTimer?.cancel()
        closingTimer = loop.schedule(afterMilliseconds: limits.lingerMilliseconds) { [unowned self] in
            close(.closed)
        }
        if state.contains(.isReadable) { queue() }
    }

    /// Closes when the peer has taken nothing for a while, so that a dead one cannot hold the last output for ever.
    private func watchForStall() {
        guard closingTimer == nil else { return }
        let stall = limits.closingStallMilliseconds
        closingTimer = loop.schedule(afterMilliseconds: stall, repeating: stall) { [unowned self] in
            if loop.nowNanoseconds - lastActivityNanoseconds >= stall * 1_000_000 { close(.stalled) }
        }
    }
}
