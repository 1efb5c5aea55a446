import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops
import HTTPWire

/// One HTTP connection: cuts bytes into requests, answers them in order.
///
/// As with lines, responses leave when the turn's commit is durable, which the loop sees to; a client that does not
/// read is not read from. What is refused by the parser is answered and closed, because where the next request
/// would begin is not certain any more.
final class HTTPSession: ConnectionHandler {
    private let server: HTTPServer
    let wire: WireSession
    private var parser = HTTPRequestParser(limits: HTTPServer.limits)
    /// What the last request signed in with, so that the next need not be looked up.
    var credential: [UInt8] = []
    /// When the request that is not complete began, for the sweep of slow writers.
    private(set) var waitsSince: Timestamp?
    /// Whether the connection carries a stream of events, which may be silent. What it still sends is not looked at.
    var isStream = false
    private let principal: Principal?

    /// - Parameter principal: Who asks where nobody need sign in.
    init(server: HTTPServer, principal: Principal?) {
        self.server = server
        self.principal = principal
        wire = WireSession(principal: principal)
    }

    /// Whether requests must say who asks.
    var asks: Bool { principal == nil }

    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
        server.run(HTTPArrival(bytes: bytes, connection: connection, session: self))
    }

    func closed(_ connection: Connection) { server.sessionEnded(self) }

    /// Answers the complete requests of `arrival`. Answers how many bytes are done with.
    func run(_ arrival: HTTPArrival, _ responder: HTTPResponder, _ shop: isolated Shop) -> Int {
        let (bytes, connection) = (arrival.bytes, arrival.connection)
        if isStream { return bytes.count }
        shop.advanceClock()
        responder.executor.meter?.begin()
        var consumed = 0
        loop: while consumed < bytes.count && !connection.isInputHeld && !connection.isClosing {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
            switch parser.next(in: rest) {
            case .needsMore: break loop
            case .headComplete:
                parser.bodyBytesMax = responder.bodyBytesMax(of: parser.head, in: rest)
                if parser.head.expectsContinue && parser.isLengthAllowed { responder.writeContinue() }
            case .request(let count):
                responder.respond(to: parser.request(in: rest), self, connection, shop)
                consumed = isStream ? bytes.count : consumed + count
                guard responder.output.count >= HTTPSession.sendBytes else { continue }
                responder.send(on: connection)
                // So much for this turn: answers may cost far more than asking, and others wait.
                if consumed < bytes.count && !connection.isInputHeld { connection.resumeLater() }
                break loop
            case .refused(let refusal):
                responder.refuse(refusal, self, shop)
                connection.closeAfterFlush()
                consumed = bytes.count
            }
        }
        if consumed > 0 { waitsSince = nil }
        waitsSince = parser.isWithinRequest ? waitsSince ?? shop.now : nil
        responder.send(on: connection)
        return consumed
    }

    /// After so many bytes of answers the others have their turn.
    private static let sendBytes = 65_536
}

/// Bytes that came in on one HTTP connection.
struct HTTPArrival {
    let bytes: UnsafeRawBufferPointer
    let connection: Connection
    let session: HTTPSession
}
