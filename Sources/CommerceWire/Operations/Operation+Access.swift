import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// What concerns the connection and the server itself. `auth`, `batch` and `system.snapshot` are run by the
    /// ``LineExecutor``, which knows connection and batch; here they are only declared.
    static let access: [Operation] = [
        Operation(
            "auth", .anyone, place: .authentication, "Sign this connection in with a JWT or an API key",
            runElsewhere),
        Operation("ping", .anyone, "Whether the server answers", ping),
        Operation("describe", .anyone, "This table", describe),
        Operation(
            "batch", .anyone, place: .batch, "Up to 1000 independent requests, one reply, a verdict each",
            runElsewhere),
        Operation(
            "system.snapshot", .needs(.systemWrite), place: .snapshot,
            "Take a snapshot; answers when it is safe on disk", runElsewhere),
    ]

    private static let runElsewhere: Handler = { (_, _, _) throws(Rejection) in throw .unknownOperation }

    private static let ping: Handler = { (request, shop, reply) throws(Rejection) in
        try request.fields.requireKnown([])
        reply.beginObject()
        reply.member("time", shop.now)
        reply.endObject()
    }

    private static let describe: Handler = { (request, _, reply) throws(Rejection) in
        try request.fields.requireKnown([])
        reply.append("{\"operations\":")
        reply.beginArray()
        for operation in OperationTable().operations {
            reply.beginObject()
            reply.member("name", operation.name)
            switch operation.access {
            case .anyone, .signedIn: reply.member("permission", nil as String?)
            case .needs(let permission): reply.member("permission", permission.name)
            }
            reply.member("signIn", operation.access != .anyone)
            reply.member("changes", operation.isChange)
            reply.member("summary", operation.summary)
            reply.endObject()
        }
        reply.endArray()
        reply.endObject()
    }
}
