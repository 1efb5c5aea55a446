package import CommerceCore
package import CommerceEngine
package import CompactJSON

/// Runs request lines: parse, find the operation, check who asks, run, write one reply line.
///
/// Every line gets exactly one reply; a rejected one has changed nothing. It is the one way in for TCP lines,
/// batches and tests, and knows nothing of sockets.
package final class LineExecutor {
    /// What becomes of the connection after a line.
    package enum Outcome: Sendable {
        case replied
        /// `system.snapshot` was asked for: the reply is written when it is safe, with ``writeSnapshotReply``.
        case awaitsSnapshot(id: [UInt8])
        /// The same line must be run again by ``resume(_:after:session:shop:into:)`` when the work is done.
        case awaitsPassword(PasswordTask)
        /// Events are told from now on, those above what was heard.
        case subscribes(lastHeard: UInt64?)
        /// The bytes were no line of this protocol; the error is written and the connection ends.
        case closes
    }

    package static let lineBytesMaximum = 1 << 20
    /// A table in the body of a request may be longer than a line; whoever reads bodies bounds the others.
    package static let tableBytesMaximum = 8 << 20
    private static let restLimits = JSONLimits(
        bytesMax: tableBytesMaximum + lineBytesMaximum, tokensMax: 1 << 20)
    package static let batchMaximum = 1_000

    let table: OperationTable
    /// Replies to reads, of both protocols.
    package let cache: ResponseCache
    private let authenticator: any Authenticator
    let document = JSONDocument()
    /// Told of every request that was run.
    @exclusivity(unchecked) package var meter: (any RequestMeter)?
    // Of REST requests: the body as it came, and the line that it became.
    let bodyDocument = JSONDocument(limits: LineExecutor.restLimits)
    let lineDocument = JSONDocument(limits: LineExecutor.restLimits)
    var line = JSONWriter()

    package init(
        table: OperationTable, authenticator: any Authenticator, cache: ResponseCache = ResponseCache()
    ) {
        self.table = table
        self.authenticator = authenticator
        self.cache = cache
    }

    /// Runs one line without its newline.
    package func execute(
        _ line: UnsafeRawBufferPointer, session: WireSession, shop: isolated Shop,
        into reply: inout JSONWriter
    ) -> Outcome {
        session.takesBareTables = false
        do throws(JSONError) {
            let node = try document.parse(line)
            return run(node, session, shop, &reply)
        } catch {
            writeError(.malformed(reason: error.description), id: nil, shop, &reply)
            return LineExecutor.isHTTP(line) ? .closes : .replied
        }
    }

    /// Writes the reply to a line that never became one: too long, or bytes of another protocol.
    package func refuse(_ rejection: Rejection, shop: isolated Shop, into reply: inout JSONWriter) {
        writeError(rejection, id: nil, shop, &reply)
    }

    /// Whether these bytes look like the first line of an HTTP request.
    package static func isHTTP(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let first = line.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") else {
            return false
        }
        let text = String(decoding: line.prefix(4_096), as: UTF8.self)
        return text.contains(" HTTP/1.") || text.hasPrefix("PRI * HTTP/2")
    }

    // MARK: One request

    private func run(
        _ node: JSONNode, _ session: WireSession, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) -> Outcome {
        let start = reply.count
        var id: JSONNode?
        var found: Operation?
        var outcome = Outcome.replied
        do throws(Rejection) {
            guard node.kind == .object else { throw .malformed(reason: "it is not an object") }
            let envelope = Envelope(node)
            id = try envelope.judgedID()
            let operation = try findOperation(envelope, &found, session, shop)
            // What is run elsewhere keeps no answers: a key there would promise what nobody keeps.
            if operation.place != .table { _ = try envelope.request(session, isChange: false) }
            LineExecutor.begin(id, "\"ok\":", &reply)
            switch operation.place {
            case .subscription:
                try run(operation, envelope, session, shop, &reply)
                outcome = .subscribes(lastHeard: session.lastHeard)
            case .table, .upload: try run(operation, envelope, session, shop, &reply)
            case .password:
                try run(operation, envelope, session, shop, &reply)
                if let task = session.takePasswordTask() {
                    reply.truncate(to: start)
                    return .awaitsPassword(task)
                }
            case .authentication: try signIn(node, session, shop, &reply)
            case .batch: try runBatch(node, session, shop, &reply)
            case .snapshot:
                try RequestFields(node).requireKnown(operation.parameterNames)
                reply.truncate(to: start)
                return .awaitsSnapshot(id: id.map { [UInt8]($0.rawBytes) } ?? [])
            }
            reply.append("}\n")
            meter?.ran(operation, nil)
        } catch {
            reply.truncate(to: start)
            writeError(error, id: id, shop, &reply)
            if let found { meter?.ran(found, error.code) }
        }
        shop.endRequest()
        return outcome
    }

    private func findOperation(
        _ envelope: Envelope, _ found: inout Operation?, _ session: WireSession, _ shop: isolated Shop
    ) throws(Rejection) -> Operation {
        guard let name = envelope.operation else { throw .missingField("op") }
        guard let bytes = name.stringBytes else { throw .invalidValue(field: "op", reason: "must be a text") }
        guard let operation = table.find(bytes) else { throw .unknownOperation }
        found = operation
        try judge(operation, session, shop)
        return operation
    }

    /// Refuses who may not ask for this.
    package static func judge(
        _ access: Operation.Access, _ session: WireSession, _ shop: isolated Shop
    ) throws(Rejection) {
        if access == .anyone { return }
        if session.isUsers { try session.refresh(in: shop) }
        // Member by member, because a copy of the principal would count its name's references.
        guard let permissions = session.principal?.permissions else {
            throw .unauthenticated(reason: "Sign in with auth first")
        }
        if let key = session.principal?.apiKey, !shop.isValid(apiKey: key) {
            throw .unauthenticated(reason: "The API key is revoked or over")
        }
        if let end = session.principal?.expiresAt, shop.now >= end {
            throw .unauthenticated(reason: "The token is over")
        }
        if case .needs(let permission) = access, !permissions.contains(permission) {
            throw .forbidden(permission: permission.name)
        }
    }

    /// Runs an operation, with its idempotency key if it carries one.
    func run(
        _ operation: Operation, _ envelope: Envelope, _ session: WireSession, _ shop: isolated Shop,
        viewsFully: Bool = false, _ reply: inout JSONWriter
    ) throws(Rejection) {
        let request = try envelope.request(session, isChange: operation.takesKey, viewsFully: viewsFully)
        if operation.cache != .none { return try runCached(operation, request, shop, &reply) }
        if operation.checksNames { try request.fields.requireKnown(operation.parameterNames) }
        guard let keyBytes = request.idempotencyKey, !operation.ownsKey else {
            if operation.isChange && !operation.ownsKey {
                try shop.requireRoom(requestBytes: envelope.node.rawBytes.count)
            }
            let start = reply.count
            try operation.run(request, shop, &reply)
            if operation.effect == .change && session.passwordTask == nil {
                LineExecutor.audit(
                    operation, request, shop, UnsafeRawBufferPointer(rebasing: reply.bytes[start...]))
            }
            return
        }
        let key = String(decoding: keyBytes, as: UTF8.self)
        let name = operation.name.description
        if let answer = try shop.answer(to: name, key: key, fingerprint: request.fingerprint) {
            return try replay(answer, operation, request, shop, &reply)
        }
        try shop.requireRoom(requestBytes: envelope.node.rawBytes.count)
        let start = reply.count
        session.keptReply = nil
        try operation.run(request, shop, &reply)
        let written = UnsafeRawBufferPointer(rebasing: reply.bytes[start...])
        if operation.effect == .change { LineExecutor.audit(operation, request, shop, written) }
        let answered = operation.restore == nil ? [UInt8](written) : session.keptReply ?? []
        shop.keep(
            Answer(operation: name, key: key, fingerprint: request.fingerprint, reply: answered, at: shop.now)
        )
    }

    private func signIn(
        _ node: JSONNode, _ session: WireSession, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) throws(Rejection) {
        let fields = RequestFields(node)
        try fields.requireKnown(["token"])
        let token = try fields.required("token")
        guard let bytes = token.stringBytes else {
            throw .invalidValue(field: "token", reason: "must be a text")
        }
        let principal = try authenticator.principal(token: bytes, in: shop)
        session.signIn(principal, in: shop)
        reply.beginObject()
        reply.member("subject", principal.subject)
        reply.key("permissions")
        reply.beginArray()
        for name in principal.permissions.names { reply.value(name) }
        reply.endArray()
        reply.endObject()
    }

    // MARK: Batches

    /// Independent requests, run in order, a verdict each. Only a bad line refuses the batch as a whole.
    private func runBatch(
        _ node: JSONNode, _ session: WireSession, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) throws(Rejection) {
        let fields = RequestFields(node)
        try fields.requireKnown(["requests"])
        let requests = try fields.required("requests")
        guard requests.kind == .array, requests.count >= 1, requests.count <= LineExecutor.batchMaximum else {
            throw .invalidValue(
                field: "requests", reason: "must be a list of 1 to \(LineExecutor.batchMaximum) requests")
        }
        reply.append("{\"results\":[")
        var isFirst = true
        var ahead = requests.elements
        for _ in 0..<LineExecutor.lookAhead { LineExecutor.prefetch(ahead.next(), shop) }
        for member in requests.elements {
            LineExecutor.prefetch(ahead.next(), shop)
            if !isFirst { reply.append(byte: UInt8(ascii: ",")) }
            isFirst = false
            let start = reply.count
            var found: Operation?
            do throws(Rejection) {
                guard member.kind == .object else { throw .malformed(reason: "it is not an object") }
                let envelope = Envelope(member)
                guard envelope.id == nil else { throw .unknownField("id") }
                let operation = try findOperation(envelope, &found, session, shop)
                guard operation.place == .table else {
                    throw .invalidValue(field: "op", reason: "\(operation.name) cannot stand in a batch")
                }
                reply.append("{\"ok\":")
                try run(operation, envelope, session, shop, &reply)
                reply.append(byte: UInt8(ascii: "}"))
                meter?.ran(operation, nil)
            } catch {
                reply.truncate(to: start)
                reply.append("{\"error\":")
                reply.value(error, in: shop)
                reply.append(byte: UInt8(ascii: "}"))
                if let found { meter?.ran(found, error.code) }
            }
            shop.endRequest()
        }
        reply.append("]}")
    }

    /// How many requests of a batch run while the memory that another one will ask for is on its way.
    private static let lookAhead = 4

    /// Announces what a request of a batch is going to look up. Finding a reservation's id among millions waits for
    /// memory longer than it computes.
    private static func prefetch(_ request: JSONNode?, _ shop: isolated Shop) {
        guard let request else { return }
        for (key, value) in request.members {
            guard case "reservationId" = key.name else { continue }
            if let id = value.stringBytes { shop.prefetch(reservation: id) }
            return
        }
    }

    // MARK: Replies

    private static func begin(_ id: JSONNode?, _ name: StaticString, _ reply: inout JSONWriter) {
        if let id {
            reply.append("{\"id\":")
            reply.append(bytes: id.rawBytes)
            reply.append(byte: UInt8(ascii: ","))
        } else {
            reply.append(byte: UInt8(ascii: "{"))
        }
        reply.append(name)
    }

    private func writeError(
        _ rejection: Rejection, id: JSONNode?, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        LineExecutor.begin(id, "\"error\":", &reply)
        reply.value(rejection, in: shop)
        reply.append("}\n")
    }
}
