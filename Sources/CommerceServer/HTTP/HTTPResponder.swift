import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops
import Glibc
import HTTPWire

/// Answers HTTP requests: signs the caller in, hands REST to the executor of lines, writes the response.
///
/// One for a loop; its buffers are used again for every request. It knows no operation by name.
final class HTTPResponder {
    static let uploadBytesMax = ImageInspector.bytesMax + UploadContent.formBytesMax
    /// Where tables are taken in.
    private static let tablePaths = ["/inventory/import", "/products/import", "/customers/import"]

    let executor: LineExecutor
    let authenticator: any Authenticator
    private let snapshots: SnapshotDesk
    private let passwords: PasswordDesk
    let uploads: UploadDesk
    let shop: Shop
    let status: ServerStatus
    let pages: Pages
    let cookieJar: CookieJar
    let events: EventHub
    private(set) var output: [UInt8] = []
    private var writer = HTTPResponseWriter()
    var body = JSONWriter(capacityBytes: 65_536)
    private var date = HTTPDate(unixSeconds: 0)
    private var requestCount: UInt64 = 0

    init(
        executor: LineExecutor, authenticator: any Authenticator, snapshots: SnapshotDesk,
        passwords: PasswordDesk, uploads: UploadDesk, shop: Shop, status: ServerStatus, pages: Pages,
        cookieJar: CookieJar, events: EventHub
    ) {
        self.executor = executor
        self.authenticator = authenticator
        self.snapshots = snapshots
        self.passwords = passwords
        self.uploads = uploads
        self.shop = shop
        self.status = status
        self.pages = pages
        self.cookieJar = cookieJar
        self.events = events
    }

    // MARK: Output

    func send(on connection: Connection) {
        guard !output.isEmpty else { return }
        output.withUnsafeBytes { connection.send($0) }
        output.removeAll(keepingCapacity: true)
    }

    func writeContinue() { HTTPChunks.continueResponse(to: &output) }

    /// How much content the request may bring, once its head is known.
    func bodyBytesMax(of head: HTTPRequestHead, in bytes: UnsafeRawBufferPointer) -> Int {
        let target = UnsafeRawBufferPointer(rebasing: bytes[head.target])
        if target.starts(with: "/uploads".utf8) { return HTTPResponder.uploadBytesMax }
        let isTable = HTTPResponder.tablePaths.contains { target.starts(with: $0.utf8) }
        return isTable ? LineExecutor.tableBytesMaximum : HTTPServer.limits.bodyBytesMax
    }

    // MARK: Requests

    /// Answers one request, or sees to it that it is answered later and holds the connection's input until then.
    func respond(
        to request: HTTPRequest, _ session: HTTPSession, _ connection: Connection, _ shop: isolated Shop
    ) {
        date.update(unixSeconds: shop.now.milliseconds / 1_000)
        body.removeAll()
        session.wire.requestID = requestID(of: request)
        var response = HTTPResponse(isHead: request.method == .head, keepsAlive: request.head.keepsAlive)
        do throws(HTTPRefusal) {
            if try !answerCached(request, session, shop, &response), let target = try route(request) {
                try answer(request, target, session, connection, shop, &response)
            }
        } catch {
            // Nothing of what an operation said about its answer belongs to the refusal.
            response = HTTPResponse(
                isHead: request.method == .head, keepsAlive: request.head.keepsAlive, status: error.status)
            write(error, session, shop)
        }
        if connection.isInputHeld { return }
        if !session.isStream { finish(response, session) }
        status.accessLog?.wrote(
            response.status, to: request.method.name, HTTPResponder.logged(request.target),
            byteCount: body.count, requestID: session.wire.requestID, at: shop.now)
        if !response.keepsAlive && !session.isStream { connection.closeAfterFlush() }
    }

    /// Answers what is no request at all. The connection closes then.
    func refuse(_ refusal: HTTPRefusal, _ session: HTTPSession, _ shop: isolated Shop) {
        date.update(unixSeconds: shop.now.milliseconds / 1_000)
        body.removeAll()
        session.wire.requestID = nextRequestID()
        write(refusal, session, shop)
        finish(HTTPResponse(isHead: false, keepsAlive: false, status: refusal.status), session)
    }

    /// `nil` for `OPTIONS *`, which asks of no resource.
    private func route(_ request: HTTPRequest) throws(HTTPRefusal) -> HTTPTarget? {
        if request.method == .options && request.target.equals("*") { return nil }
        return try HTTPTarget(request.target)
    }

    private func answer(
        _ request: HTTPRequest, _ target: HTTPTarget, _ session: HTTPSession, _ connection: Connection,
        _ shop: isolated Shop, _ response: inout HTTPResponse
    ) throws(HTTPRefusal) {
        if answerFixed(request, target, session, connection, shop, &response) { return }
        if try answerPage(request, target, &response) { return }
        if try answerEvents(request, target, session, connection, shop, &response) { return }
        if answerPortal(request, target, session, shop, &response) { return }
        var rest = RESTRequest(
            method: Route.Method(request.method), segments: target.segments.map(\.text), body: request.body)
        do throws(Rejection) { try signIn(request, session, shop) } catch {
            return refuse(error, session, shop, &response)
        }
        // Who may not ask at all is told so before what is wrong with the request, and neither matters where nothing is.
        if executor.hasOperation(for: rest) {
            do throws(HTTPRefusal) { try HTTPResponder.readFields(of: request, target, into: &rest) } catch {
                guard let first = executor.refusal(of: rest, session: session.wire, shop: shop) else {
                    throw error
                }
                return refuse(first, session, shop, &response)
            }
            do throws(Rejection) {
                if !UploadContent.isUpload(request, target) { try judgeContent(request) }
            } catch {
                let first = executor.refusal(of: rest, session: session.wire, shop: shop)
                return refuse(first ?? error, session, shop, &response)
            }
        }
        switch executor.execute(rest, session: session.wire, shop: shop, into: &body) {
        case .replied(let status, let operation):
            response.take(status: status, operation, of: session.wire)
            let tag = response.isCacheable ? entityTag(session.wire.entityVersion) : ""
            if status == 200 && HTTPResponder.mayCache(request) {
                executor.nameCached(target: request.target, entityTag: tag, session.wire)
            }
            if response.isCacheable { try answerCondition(request, tag, &response) }
        case .awaitsPassword(let task):
            passwords.request(task, of: rest, for: session, response, on: connection, by: self)
        case .awaitsUpload: keepUpload(of: request, session, shop, &response, on: connection)
        case .awaitsSnapshot: snapshots.request(for: session, response, on: connection, by: self)
        case .otherMethods(let methods):
            if request.method == .options { body.removeAll() }
            response.allow(methods, isOptions: request.method == .options)
        case .noRoute:
            executor.writeRESTError(.notFound(.notFound), session.wire, shop, &body)
            response.status = .notFound
        }
    }

    private func refuse(
        _ rejection: Rejection, _ session: HTTPSession, _ shop: isolated Shop, _ response: inout HTTPResponse
    ) {
        executor.writeRESTError(rejection, session.wire, shop, &body)
        response.refuse(rejection)
    }

    /// `If-None-Match`: 304 without content if the client has what there is.
    func answerCondition(
        _ request: HTTPRequest, _ tag: String, _ response: inout HTTPResponse
    ) throws(HTTPRefusal) {
        response.entityTag = tag
        guard let value = request[.ifNoneMatch] else { return }
        let condition = try HTTPCondition(value)
        let matches = Array(tag.utf8).withUnsafeBytes { bytes in
            HTTPEntityTag(bytes).map { condition.isAny || condition.includes($0, .weak) } ?? false
        }
        if matches {
            body.removeAll()
            response.status = .notModified
        }
    }

    /// `"VERSION-HASH"`, or `"HASH"` of what has no version. The hash is of this process: after a restart clients
    /// fetch once more.
    private func entityTag(_ version: UInt32?) -> String {
        var hasher = Hasher()
        hasher.combine(bytes: body.bytes)
        let hash = String(UInt64(bitPattern: Int64(hasher.finalize())), radix: 36)
        return version.map { "\"\($0)-\(hash)\"" } ?? "\"\(hash)\""
    }

    // MARK: Responses

    /// A response that comes later begins with the date of its own moment.
    func updateDate() {
        date.update(unixSeconds: shop.assumeIsolated { $0.now }.milliseconds / 1_000)
    }

    /// Writes the response with what is in the body.
    func finish(_ response: HTTPResponse, _ session: HTTPSession) {
        status.metrics.responded(response.status)
        writer.begin(response.status, date: date)
        if let requestID = session.wire.requestID { writer.field("X-Request-Id", data: requestID) }
        writer.field("X-Content-Type-Options", "nosniff")
        writer.field("Cache-Control", response.cacheControl)
        if let cookies = session.wire.takeCookies() { cookieJar.write(cookies, into: &writer) }
        response.policy?.write(into: &writer)
        if let location = response.location { writer.field("Location", location) }
        if let tag = response.entityTag { writer.field("ETag", data: tag) }
        if let policy = response.contentSecurityPolicy { writer.field("Content-Security-Policy", policy) }
        if let name = response.fileName {
            writer.field("Content-Disposition", data: "attachment; filename=\"\(name)\"")
        }
        if let cursor = response.nextCursor { writer.field("X-Next-Cursor", data: cursor) }
        if let allow = response.allow { writer.field("Allow", data: allow) }
        if let seconds = response.retryAfterSeconds { writer.field("Retry-After", number: seconds) }
        if response.status == .unauthorized { writer.field("WWW-Authenticate", "Bearer") }
        if !response.keepsAlive { writer.closeConnection() }
        if body.count > 0 { writer.field("Content-Type", response.contentType) }
        if body.count == 0 {
            writer.endWithoutBody(to: &output)
        } else if response.isHead {
            writer.end(omittedBodyBytes: body.count, to: &output)
        } else {
            writer.end(body: body.bytes, to: &output)
        }
    }

    /// Writes the head of an answer that goes on until one side has enough, and how soon to come back after it.
    func beginStream(_ response: HTTPResponse, _ session: HTTPSession, isVersion11: Bool) {
        status.metrics.responded(response.status)
        writer.begin(response.status, date: date)
        if let requestID = session.wire.requestID { writer.field("X-Request-Id", data: requestID) }
        writer.field("X-Content-Type-Options", "nosniff")
        writer.field("Cache-Control", "no-store")
        writer.field("X-Accel-Buffering", "no")
        writer.field("Content-Type", response.contentType)
        let retry = Array("retry: 2000\n\n".utf8)
        if isVersion11 {
            writer.endForChunks(to: &output)
            retry.withUnsafeBytes { HTTPChunks.chunk($0, to: &output) }
        } else {
            writer.endForStreamUntilClose(to: &output)
            output += retry
        }
    }

    private func write(_ refusal: HTTPRefusal, _ session: HTTPSession, _ shop: isolated Shop) {
        body.removeAll()
        body.beginObject()
        body.member("statusCode", Int64(refusal.status.code))
        body.member("code", refusal.code.description)
        body.member("error", refusal.status.reason.description)
        body.member("message", refusal.message.description)
        body.append(",\"details\":{}")
        if let requestID = session.wire.requestID { body.member("requestId", requestID) }
        body.endObject()
    }

    // MARK: Request ids

    /// The client's, if it is short and printable, else one of our own.
    private func requestID(of request: HTTPRequest) -> String {
        if let given = request[.requestID], (1...64).contains(given.count),
            given.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        {
            return String(decoding: given, as: UTF8.self)
        }
        return nextRequestID()
    }

    private func nextRequestID() -> String {
        requestCount += 1
        return "r" + String(requestCount, radix: 36)
    }
}
