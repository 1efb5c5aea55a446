import CLinux
package import CompactJSON
import Glibc

/// Keeps several connections busy with a number of requests in flight each, from one thread.
///
///     let client = try PipeliningClient(endpoint, connections: 8, inFlight: 16, token: token)
///     try client.run(
///         next: { _, request in order.write(&request); return order.number },
///         reply: { reply in histogram.record(reply.latencyNanoseconds) })
///
/// Replies of one connection come in the order of its requests; between connections there is no order. The first
/// failure of any connection ends the run: it does not reconnect, and what was in flight may or may not have happened.
package final class PipeliningClient {
    private struct Lane {
        let connection: WireConnection
        var inFlight: RequestQueue
    }

    package let endpoint: Endpoint
    package let timeoutMilliseconds: Int32
    private var lanes: [Lane]
    private let document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 28 - 1, tokensMax: 1 << 26))

    /// Opens all connections and signs in on each, if there is a token.
    ///
    /// - Throws: ``ClientError``, see ``WireConnection``.
    package init(
        _ endpoint: Endpoint, connections: Int, inFlight: Int, token: String? = nil,
        timeoutMilliseconds: Int32 = 30_000
    ) throws(ClientError) {
        precondition(connections > 0, "\(connections) connections")
        self.endpoint = endpoint
        self.timeoutMilliseconds = timeoutMilliseconds
        var lanes: [Lane] = []
        for _ in 0..<connections {
            let connection = try WireConnection(endpoint, timeoutMilliseconds: timeoutMilliseconds)
            if let token { try connection.authenticate(token: token) }
            lanes.append(Lane(connection: connection, inFlight: RequestQueue(capacity: inFlight)))
        }
        self.lanes = lanes
    }

    /// Sends what `next` makes until it has nothing for any connection and everything is answered.
    ///
    /// It may be called again afterwards, on the same connections.
    ///
    /// - Parameters:
    ///   - next: Writes one request, without a line end, for the connection of this index and returns a tag; or
    ///     writes nothing and returns `nil`. It is asked again after every arrival of replies, so it may wait for those.
    ///   - reply: Is called with each reply.
    /// - Throws: ``ClientError`` with `closed`, `timeout` or `protocolViolation`, or what the closures throw.
    package func run(
        next: (_ connection: Int, _ request: inout JSONWriter) throws -> Int?,
        reply: (PipelinedReply) throws -> Void
    ) throws {
        while true {
            for index in lanes.indices {
                try fill(index, next)
                try lanes[index].connection.sendAvailable()
            }
            guard lanes.contains(where: { $0.inFlight.count > 0 }) else { return }
            for index in try readyLanes() { try takeReplies(index, reply) }
        }
    }

    /// Closes all connections.
    package func close() {
        for lane in lanes { lane.connection.close() }
    }

    private func fill(_ index: Int, _ next: (Int, inout JSONWriter) throws -> Int?) throws {
        while !lanes[index].inFlight.isFull {
            var tag: Int?
            let startNanoseconds = monotonicNanoseconds()
            do {
                try lanes[index].connection.send { request in
                    tag = try next(index, &request)
                    if tag == nil { throw NothingToSend() }
                }
            } catch is NothingToSend { return }
            guard let tag else { return }
            if lanes[index].connection.isEnded { throw lanes[index].connection.closedFailure }
            lanes[index].inFlight.append(tag: tag, startNanoseconds: startNanoseconds)
        }
    }

    /// Thrown through a connection's `send`, so that it forgets the request that was not made.
    private struct NothingToSend: Error {}

    /// Waits for connections that have something to read or room to send.
    private func readyLanes() throws(ClientError) -> [Int] {
        var requests = lanes.map { lane in
            let connection = lane.connection
            let events = Int16(POLLIN) | (connection.hasUnsentOutput ? Int16(POLLOUT) : 0)
            // A negative descriptor is skipped: nothing is expected of a connection that has ended.
            return pollfd(fd: connection.isEnded ? -1 : connection.descriptor, events: events, revents: 0)
        }
        guard ClientSocket.wait(&requests, timeoutMilliseconds: timeoutMilliseconds) else {
            let unanswered = lanes.reduce(0) { $0 + $1.inFlight.count }
            throw ClientError(.timeout(unanswered: unanswered), endpoint: "\(endpoint)")
        }
        return requests.indices.filter { requests[$0].revents != 0 }
    }

    private func takeReplies(_ index: Int, _ reply: (PipelinedReply) throws -> Void) throws {
        let connection = lanes[index].connection
        try connection.receiveAvailable()
        let nowNanoseconds = monotonicNanoseconds()
        while let line = connection.nextBufferedLine() {
            guard let request = lanes[index].inFlight.popFirst() else {
                throw connection.failure(.protocolViolation)
            }
            let node: JSONNode
            do { node = try document.parse(line) } catch { throw connection.failure(.protocolViolation) }
            guard node.kind == .object else { throw connection.failure(.protocolViolation) }
            try reply(
                PipelinedReply(
                    tag: request.tag, connection: index,
                    latencyNanoseconds: nowNanoseconds - request.startNanoseconds, node: node, line: line))
        }
        if connection.isEnded && lanes[index].inFlight.count > 0 { throw connection.closedFailure }
    }
}
