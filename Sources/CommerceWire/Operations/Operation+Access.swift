import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// What concerns the connection and the server itself. `auth`, `batch` and `system.snapshot` are run by the
    /// ``LineExecutor``, which knows connection and batch; here they are only declared.
    static let access: [Operation] = [
        Operation(
            "auth", .anyone, takes: [.required("token", .text(bytes: 8_192))], answers: .named("Session"),
            place: .authentication, "Sign this connection in with a JWT or an API key", runElsewhere),
        Operation(
            "ping", .anyone, .read, .get("/ping"), answers: .object([.init("time", .time)]),
            tellsTime: true, "Whether the server answers", ping),
        Operation(
            "describe", .anyone, .read, .get("/describe"), answers: .anyObject(), "This table", describe),
        Operation(
            "batch", .anyone, takes: [.required("requests", .list(.anyObject(), 1...1_000))],
            answers: .results(.anyObject()), place: .batch,
            "Up to 1000 independent requests, one reply, a verdict each", runElsewhere),
        Operation(
            "system.snapshot", .needs(.systemWrite), .read, .post("/system/snapshot"),
            answers: .object([.init("snapshot", .text()), .init("sequence", .count)]), place: .snapshot,
            "Take a snapshot; answers when it is safe on disk", runElsewhere),
    ]

    private static let runElsewhere: Handler = { (_, _, _) throws(Rejection) in throw .unknownOperation }

    private static let ping: Handler = { (request, shop, reply) throws(Rejection) in
        reply.beginObject()
        reply.member("time", shop.now)
        reply.endObject()
    }

    private static let describe: Handler = { (_, _, reply) throws(Rejection) in
        reply.append("{\"operations\":")
        reply.beginArray()
        for operation in OperationTable.shared.operations {
            reply.beginObject()
            reply.members(describing: operation)
            reply.endObject()
        }
        reply.endArray()
        reply.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func members(describing operation: Operation) {
        member("name", operation.name)
        if case .needs(let permission) = operation.access {
            member("permission", permission.name)
        } else {
            member("permission", nil as String?)
        }
        member("signIn", operation.access != .anyone)
        member("changes", operation.isChange)
        member("method", operation.route?.method.rawValue)
        member("path", operation.route?.path)
        key("parameters")
        beginArray()
        for parameter in operation.parameters {
            beginObject()
            member("name", parameter.name)
            member("required", parameter.isRequired)
            key("schema")
            value(parameter.schema)
            endObject()
        }
        endArray()
        member("summary", operation.summary)
    }
}
