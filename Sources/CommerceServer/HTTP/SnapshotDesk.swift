import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops
import HTTPWire

/// Takes requests for a snapshot and answers each when it is safe on disk.
final class SnapshotDesk {
    private let checkpointer: Checkpointer
    private let shop: Shop

    init(checkpointer: Checkpointer, shop: Shop) {
        self.checkpointer = checkpointer
        self.shop = shop
    }

    /// `answer` is called on the loop.
    func request(_ answer: @escaping (Checkpointer.Outcome) -> Void) {
        // Safety: asked for and answered on the loop that all of this lives on.
        nonisolated(unsafe) let answer = answer
        checkpointer.assumeIsolated { checkpointer in checkpointer.request { answer($0) } }
    }

    /// The same for a request by HTTP: holds the connection's input until the answer.
    func request(
        for session: HTTPSession, _ response: HTTPResponse, on connection: Connection,
        by responder: HTTPResponder
    ) {
        connection.holdInput()
        request { [shop] outcome in
            var response = response
            // Safety: on the loop that all of this lives on.
            nonisolated(unsafe) let (responder, session) = (responder, session)
            let status = shop.assumeIsolated { shop in
                responder.body.removeAll()
                return LineExecutor.writeSnapshot(outcome, session.wire, shop, into: &responder.body)
            }
            response.status = HTTPStatus(UInt16(status))
            responder.finish(response, session)
            responder.send(on: connection)
            connection.resumeLater()
        }
    }
}
