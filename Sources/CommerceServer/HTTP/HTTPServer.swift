import CommerceCore
import CommerceEngine
import CommerceWire
import EventLoops
import HTTPWire

/// What all HTTP connections of one loop share.
final class HTTPServer {
    /// Of one request, its body aside.
    static let limits = HTTPLimits()
    private let requestMilliseconds: Int64
    private let idleMilliseconds: Int64
    private let shop: Shop
    private let responder: HTTPResponder
    private let call: IsolatedCall<Shop, (HTTPResponder, HTTPArrival), Int>
    private var connections: [ObjectIdentifier: (HTTPSession, Connection)] = [:]

    init(_ configuration: ServerConfiguration, shop: Shop, responder: HTTPResponder, loop: EventLoop) {
        requestMilliseconds = configuration.httpRequestMilliseconds
        idleMilliseconds = configuration.httpIdleMilliseconds
        self.shop = shop
        self.responder = responder
        call = IsolatedCall(on: loop) { (shop: isolated Shop, work: (HTTPResponder, HTTPArrival)) in
            work.1.session.run(work.1, work.0, shop)
        }
    }

    /// The limits of its connections: a whole request stays in the input until it is complete.
    static func connectionLimits(connectionsMax: Int) -> ConnectionLimits {
        var limits = ConnectionLimits()
        limits.connectionsMax = connectionsMax
        limits.inputBytesMax = HTTPServer.limits.requestBytesMax(bodyBytes: LineExecutor.tableBytesMaximum)
        return limits
    }

    func run(_ arrival: HTTPArrival) -> Int { call(shop, (responder, arrival)) }

    var sessionCount: Int { connections.count }

    func sessionBegan(_ session: HTTPSession, on connection: Connection) {
        connections[ObjectIdentifier(session)] = (session, connection)
    }

    func sessionEnded(_ session: HTTPSession) {
        connections[ObjectIdentifier(session)] = nil
        if session.isStream { responder.events.remove(session) }
    }

    /// Closes connections that write too slowly or say nothing. Called every few seconds.
    ///
    /// - Complexity: O(connections).
    func sweep(at now: Timestamp) {
        for (session, connection) in connections.values {
            if let since = session.waitsSince,
                now.milliseconds - since.milliseconds > requestMilliseconds
            {
                connection.close()
            } else if session.waitsSince == nil, !session.isStream,
                connection.idleMilliseconds > idleMilliseconds
            {
                connection.closeAfterFlush()
            }
        }
    }
}
