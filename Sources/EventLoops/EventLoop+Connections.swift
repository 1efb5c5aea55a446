extension EventLoop {
    /// How many connections are open, of all listeners.
    package var connectionCount: Int { connections.count }

    /// Calls `body` with each open connection, in no order; it may close them.
    ///
    /// For rare things: statistics, a sweep of idle connections by a timer, the end of service.
    /// - Complexity: O(connections).
    package func forEachConnection(_ body: (Connection) -> Void) {
        preconditionOnLoop()
        for connection in connections where !connection.isClosed { body(connection) }
    }
}
