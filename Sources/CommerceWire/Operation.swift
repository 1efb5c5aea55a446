package import CommerceCore
package import CommerceEngine
package import CompactJSON

/// One request that has been let in: its members and who asks.
package struct Request {
    package let fields: RequestFields
    package let session: WireSession
    /// Whether the whole resource is wanted where a compact reply is usual.
    package let wantsFullView: Bool
    /// Of the request without `id` and key; only set if it carries a key.
    package let fingerprint: UInt64
    package let idempotencyKey: UnsafeRawBufferPointer?

    func may(_ permission: Permission) -> Bool {
        session.principal?.permissions.contains(permission) ?? false
    }

    func subject(in shop: isolated Shop) -> SubjectOrdinal { session.subject(in: shop) }
}

/// One thing that can be asked, declared once: dispatch, permissions and `describe` come from here.
package final class Operation: Sendable {
    /// Runs the operation: writes one JSON value, or throws and has changed nothing.
    package typealias Handler = @Sendable (Request, isolated Shop, inout JSONWriter) throws(Rejection) -> Void

    package enum Access: Hashable, Sendable {
        /// Before sign-in.
        case anyone
        /// Any signed-in caller.
        case signedIn
        case needs(Permission)
    }

    /// Where the operation is run.
    enum Place: Hashable, Sendable {
        /// By its handler.
        case table
        // By the executor of lines, which knows connection and line; no batch may hold them.
        case authentication, batch, snapshot
    }

    package let name: StaticString
    package let access: Access
    /// Whether it may change something: such a request needs room on the disk and may carry a key.
    package let isChange: Bool
    /// Whether it looks after its idempotency key itself.
    package let ownsKey: Bool
    package let summary: StaticString
    let place: Place
    package let run: Handler

    init(
        _ name: StaticString, _ access: Access, isChange: Bool = false, ownsKey: Bool = false,
        place: Place = .table, _ summary: StaticString, _ run: @escaping Handler
    ) {
        self.name = name
        self.access = access
        self.isChange = isChange
        self.ownsKey = ownsKey
        self.summary = summary
        self.place = place
        self.run = run
    }
}
