import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops
import HTTPWire

// What stands beside the operations: how the server is, and what it can be asked.
extension HTTPResponder {
    /// Answers a path that is no operation. Asks nobody who they are, but for the metrics where they are asked for
    /// from elsewhere.
    ///
    /// - Returns: False if the path is none of them.
    func answerFixed(
        _ request: HTTPRequest, _ target: HTTPTarget, _ session: HTTPSession, _ connection: Connection,
        _ shop: isolated Shop, _ response: inout HTTPResponse
    ) -> Bool {
        guard request.method == .get || request.method == .head else { return false }
        if answerUpload(target, request, session, connection, response) { return true }
        let path = target.path
        if path.equals("/livez") {
            write(status: "ok")
        } else if path.equals("/readyz") {
            let reason = status.unreadiness(shop)
            write(status: reason ?? "ok")
            if reason != nil { response.status = .serviceUnavailable }
        } else if path.equals("/openapi.json") {
            OpenAPIDocument.write(.shared, into: &body)
            response.cacheControl = "no-cache"
        } else if path.equals("/metrics") {
            answerMetrics(request, session, connection, shop, &response)
        } else {
            return false
        }
        return true
    }

    private func write(status: StaticString) {
        body.beginObject()
        body.member("status", status.description)
        body.endObject()
    }

    /// For everybody on this machine, which is where Prometheus is asked to be; else for who may read the settings.
    private func answerMetrics(
        _ request: HTTPRequest, _ session: HTTPSession, _ connection: Connection, _ shop: isolated Shop,
        _ response: inout HTTPResponse
    ) {
        do throws(Rejection) {
            if !connection.peerIsLoopback {
                try signIn(request, session, shop)
                try LineExecutor.judge(.needs(.settingsRead), session.wire, shop)
            }
            status.metrics.text().withUnsafeBytes { body.append(bytes: $0) }
            response.contentType = "text/plain; version=0.0.4; charset=utf-8"
        } catch {
            executor.writeRESTError(error, session.wire, shop, &body)
            response.refuse(error)
        }
    }
}
