import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops

/// Has work with passwords done for requests by HTTP, and answers each when it is.
final class PasswordDesk {
    private let office: SignInOffice
    private let shop: Shop

    init(office: SignInOffice, shop: Shop) {
        self.office = office
        self.shop = shop
    }

    /// Holds the connection's input until the answer, so that responses keep their order.
    func request(
        _ task: PasswordTask, of request: RESTRequest, for session: HTTPSession, _ response: HTTPResponse,
        on connection: Connection, by responder: HTTPResponder
    ) {
        let body = [UInt8](request.body)
        let requestID = session.wire.requestID
        connection.holdInput()
        office.run(task) { [shop] result in
            var response = response
            session.wire.requestID = requestID
            // Safety: on the loop that all of this lives on.
            nonisolated(unsafe) let (responder, session, former) = (responder, session, request)
            let outcome = shop.assumeIsolated { shop -> RESTOutcome in
                shop.advanceClock()
                responder.body.removeAll()
                return body.withUnsafeBytes { body in
                    var request = RESTRequest(
                        method: former.method, segments: former.segments, query: former.query, body: body)
                    request.idempotencyKey = former.idempotencyKey
                    request.expectedVersion = former.expectedVersion
                    return responder.executor.resume(
                        request, after: result, session: session.wire, shop: shop, into: &responder.body)
                }
            }
            if case .replied(let status, let operation) = outcome {
                response.take(status: status, operation, of: session.wire)
            }
            responder.finish(response, session)
            responder.send(on: connection)
            if response.keepsAlive { connection.resumeLater() } else { connection.closeAfterFlush() }
        }
    }
}
