/// What is done with the bytes of one connection. Called on the loop only, never from within `send` or `close`.
package protocol ConnectionHandler: AnyObject {
    /// Looks at all bytes received and not yet consumed.
    ///
    /// The rest is kept and shown again together with what follows it. A handler that stops although it could
    /// go on, because its budget for one turn is used up, asks with ``Connection/resumeLater()`` to be called again;
    /// one that stops because ``Connection/isOutputHigh`` need not, the loop calls it when output has drained; one
    /// that waits for something else holds its input with ``Connection/holdInput()``.
    ///
    /// - Parameter bytes: Valid during the call.
    /// - Returns: How many bytes were consumed.
    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int

    /// The peer sends no more, and everything it sent was shown; what is left unconsumed is dropped.
    ///
    /// By default the connection closes once its replies are out. A handler whose replies come later than this turn
    /// holds its input until they are sent; one that does not implements this, and calls
    /// ``Connection/closeAfterFlush()`` then.
    func inputEnded(on connection: Connection)

    /// The connection is closed, for ``Connection/closeReason``. Called once, as the last call.
    func closed(_ connection: Connection)
}

extension ConnectionHandler {
    package func inputEnded(on connection: Connection) { connection.closeAfterFlush() }
}

/// Why a connection was closed.
package enum CloseReason: Hashable, Sendable {
    /// By its handler, with ``Connection/close()`` or ``Connection/closeAfterFlush()``.
    case closed
    /// By the peer, with a reset or otherwise at once, or the network failed.
    case failed(errno: CInt)
    /// The peer took nothing of the last output for `closingStallMilliseconds`.
    case stalled
    /// The handler consumed nothing of `inputBytesMax` bytes.
    case inputOverflow
    /// More than `outputBytesMax` bytes waited to be sent.
    case outputOverflow
    /// The loop was stopped.
    case loopStopped
}
