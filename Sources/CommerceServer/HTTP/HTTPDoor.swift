import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops

/// The listener for HTTP with everything behind it.
final class HTTPDoor {
    private let listener: Listener
    private let server: HTTPServer
    private let shop: Shop

    var port: UInt16 { listener.port }

    /// `nil` if the configuration names no port for HTTP.
    ///
    /// - Throws: ``ServerError`` if it cannot listen.
    init?(
        _ configuration: ServerConfiguration, shop: Shop, responder: HTTPResponder, loop: EventLoop,
        principal: Principal?, office: SignInOffice, frontDesk: FrontDesk
    ) throws(ServerError) {
        guard let port = configuration.httpPort else { return nil }
        let server = HTTPServer(configuration, shop: shop, responder: responder, loop: loop)
        self.server = server
        self.shop = shop
        let limits = HTTPServer.connectionLimits(connectionsMax: configuration.connectionsMax)
        listener = try Server.listen((configuration.httpHost, port), limits, HTTPDoor.refusal, loop) {
            connection in
            let session = HTTPSession(server: server, principal: principal)
            session.wire.desk = SignInDesk(office: office, peer: connection.peer)
            frontDesk.receive(session.wire, from: connection.peer)
            server.sessionBegan(session, on: connection)
            connection.handler = session
        }
    }

    var sessionCount: Int { server.sessionCount }

    /// Closes connections that write too slowly or say nothing.
    func sweep() { server.sweep(at: shop.assumeIsolated { $0.now }) }
    func close() { listener.close() }

    /// What a connection is told that finds too many others.
    private static let refusal = Array(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
            .utf8)
}
