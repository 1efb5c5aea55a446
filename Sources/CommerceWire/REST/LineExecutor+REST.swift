package import CommerceCore
package import CommerceEngine
package import CompactJSON

// REST is the line protocol in other clothes: path, query and body become the members of the line that the
// request stands for, and everything else is the same.
extension LineExecutor {
    /// Runs one REST request and writes the body of its answer, without a newline.
    package func execute(
        _ request: RESTRequest, session: WireSession, shop: isolated Shop, into reply: inout JSONWriter
    ) -> RESTOutcome {
        switch table.routes.match(request.method, request.segments) {
        case .nothing: return .noRoute
        case .otherMethods(let methods):
            let allowed = methods.map(\.rawValue).joined(separator: ", ")
            writeRESTError(.methodNotAllowed(allowed: allowed), session, shop, &reply)
            return .otherMethods(methods)
        case .operation(let operation, let values):
            let start = reply.count
            do throws(Rejection) {
                let outcome = try run(operation, values, request, session, shop, &reply)
                meter?.ran(operation, nil)
                return outcome
            } catch {
                meter?.ran(operation, error.code)
                reply.truncate(to: start)
                writeRESTError(error, session, shop, &reply)
                shop.endRequest()
                return .replied(status: error.code.statusCode, operation)
            }
        }
    }

    /// Whether path and method are those of an operation.
    package func hasOperation(for request: RESTRequest) -> Bool {
        guard case .operation = table.routes.match(request.method, request.segments) else { return false }
        return true
    }

    /// Why the caller may not ask this at all: said before what is wrong with the request. `nil` if they may, or
    /// nothing stands there.
    package func refusal(of request: RESTRequest, session: WireSession, shop: isolated Shop) -> Rejection? {
        guard case .operation(let operation, _) = table.routes.match(request.method, request.segments) else {
            return nil
        }
        do throws(Rejection) { try LineExecutor.judge(operation.access, session, shop) } catch {
            return error
        }
        return nil
    }

    /// Writes the seed's error body.
    package func writeRESTError(
        _ rejection: Rejection, _ session: WireSession, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        if case .tooManyRequests(let seconds) = rejection { session.retryAfterSeconds = seconds }
        reply.value(rejection, requestID: session.requestID, in: shop)
    }

    private func run(
        _ operation: Operation, _ values: [String], _ request: RESTRequest, _ session: WireSession,
        _ shop: isolated Shop, _ reply: inout JSONWriter
    ) throws(Rejection) -> RESTOutcome {
        try judge(operation, session, shop)
        session.entityVersion = nil
        session.cacheSlot = nil
        session.nextCursor = nil
        session.takesBareTables = true
        if operation.place == .upload {
            if let (name, _) = request.query.first { throw .unknownField(String(name.prefix(64))) }
            return .awaitsUpload(operation)
        }
        line.removeAll()
        try RESTLine(operation, values, request).write(bodyDocument, into: &line)
        let node: JSONNode
        do throws(JSONError) { node = try lineDocument.parse(line.bytes) } catch {
            throw .malformed(reason: error.description)
        }
        let start = reply.count
        switch operation.place {
        case .table:
            try run(operation, Envelope(node), session, shop, viewsFully: true, &reply)
        case .password:
            _ = try Envelope(node).request(session, isChange: false)
            try run(operation, Envelope(node), session, shop, viewsFully: true, &reply)
            if let task = session.takePasswordTask() {
                reply.truncate(to: start)
                return .awaitsPassword(task)
            }
        case .snapshot:
            try RequestFields(node).requireKnown(operation.parameterNames)
            return .awaitsSnapshot
        case .upload, .authentication, .batch, .subscription:
            preconditionFailure("\(operation.name) has a route")
        }
        shop.endRequest()
        let status = operation.route?.status ?? 200
        if status == 204 { reply.truncate(to: start) }
        return .replied(
            status: status == 201 && LineExecutor.isReplay(reply.bytes) ? 200 : status, operation)
    }
}

/// The line that a REST request stands for.
private struct RESTLine {
    private let operation: Operation
    private let route: Route
    private let values: [String]
    private let request: RESTRequest

    init(_ operation: Operation, _ values: [String], _ request: RESTRequest) {
        guard let route = operation.route else { preconditionFailure("\(operation.name) has no route") }
        self.operation = operation
        self.route = route
        self.values = values
        self.request = request
    }

    /// - Throws: for a body that is no object, a member that stands in the path, and a query that is not known.
    func write(_ document: JSONDocument, into line: inout JSONWriter) throws(Rejection) {
        line.beginObject()
        line.member("op", operation.name)
        for (name, value) in zip(route.parameterNames, values) { member(name, value, &line) }
        try writeQuery(into: &line)
        if let key = request.idempotencyKey { line.member("idempotencyKey", key) }
        if let version = request.expectedVersion, takes("expectedVersion") {
            line.member("expectedVersion", Int64(version))
        }
        try writeBody(document, into: &line)
        line.endObject()
    }

    private func takes(_ name: String) -> Bool {
        operation.parameterNames.contains { $0.description == name }
    }

    private func writeQuery(into line: inout JSONWriter) throws(Rejection) {
        let inPath = route.parameterNames
        var seen: Set<String> = []
        for (name, value) in request.query {
            guard seen.insert(name).inserted, !inPath.contains(name) else {
                throw .invalidValue(field: name, reason: "stands twice in the address")
            }
            if name == "view" {
                line.member("view", value)
                continue
            }
            let parameter = operation.parameters.first { $0.name.description == name }
            guard !route.method.hasBody, let parameter else { throw .unknownField(String(name.prefix(64))) }
            writeQuery(name, value, parameter.schema, into: &line)
        }
    }

    /// A number or a flag stands bare in a line; text that is none stays text and is refused as such. Lists are
    /// separated by commas.
    private func writeQuery(_ name: String, _ value: String, _ schema: Schema, into line: inout JSONWriter) {
        switch schema {
        case .integer where value.isWholeNumber, .flag where value == "true" || value == "false":
            key(name, &line)
            line.append(ascii: value)
        case .list:
            key(name, &line)
            line.beginArray()
            for part in value.split(separator: ",", omittingEmptySubsequences: false) {
                line.value(String(part))
            }
            line.endArray()
        default: member(name, value, &line)
        }
    }

    private func writeBody(_ document: JSONDocument, into line: inout JSONWriter) throws(Rejection) {
        guard !request.body.isEmpty else { return }
        guard route.method.hasBody else { throw .malformed(reason: "this method has no body") }
        let node: JSONNode
        do throws(JSONError) { node = try document.parse(request.body) } catch {
            throw .malformed(reason: error.description)
        }
        guard node.kind == .object else { throw .malformed(reason: "it is not an object") }
        let inPath = route.parameterNames
        for (key, value) in node.members {
            let name = key.string ?? ""
            guard name != "id", name != "op", name != "view", !inPath.contains(name) else {
                throw .unknownField(String(name.prefix(64)))
            }
            self.key(name, &line)
            line.append(bytes: value.rawBytes)
        }
    }

    private func member(_ name: String, _ value: String, _ line: inout JSONWriter) {
        key(name, &line)
        line.value(value)
    }

    private func key(_ name: String, _ line: inout JSONWriter) { line.key(name) }
}

extension String {
    /// Digits, and a sign before them: what JSON reads as a whole number.
    fileprivate var isWholeNumber: Bool {
        let digits = hasPrefix("-") ? dropFirst() : self[...]
        return !digits.isEmpty && digits.utf8.count <= 19
            && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && (digits.utf8.first != 0x30 || digits.utf8.count == 1)
    }
}

extension JSONWriter {
    fileprivate mutating func append(ascii text: String) {
        for byte in text.utf8 { append(byte: byte) }
    }
}
