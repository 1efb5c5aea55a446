package import CommerceCore
package import CommerceEngine
package import CompactJSON
import Synchronization

/// One request that has been let in: its members and who asks.
package struct Request {
    package let fields: RequestFields
    package let session: WireSession
    /// Whether the whole resource is wanted where a compact reply is usual.
    package let wantsFullView: Bool
    /// Of the request without `id` and key; only set if it carries a key.
    package let fingerprint: UInt64
    package let idempotencyKey: UnsafeRawBufferPointer?

    var permissions: PermissionSet { session.principal?.permissions ?? .none }

    func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    func subject(in shop: isolated Shop) -> SubjectOrdinal { session.subject(in: shop) }
}

/// One thing that can be asked, declared once: TCP dispatch, REST routes, permissions, caches, `describe` and
/// `/openapi.json` all come from here.
package final class Operation: Sendable {
    /// Runs the operation: writes one JSON value, or throws and has changed nothing.
    package typealias Handler = @Sendable (Request, isolated Shop, inout JSONWriter) throws(Rejection) -> Void

    /// Writes the answer to a repetition anew, from what was kept in place of the first answer.
    package typealias Restorer =
        @Sendable (Request, _ kept: [UInt8], isolated Shop, inout JSONWriter) throws(Rejection) -> Void

    package enum Access: Hashable, Sendable {
        /// Before sign-in.
        case anyone
        /// Any signed-in caller.
        case signedIn
        case needs(Permission)
    }

    /// Whether it may change something: then it needs room on the disk and may carry a key.
    package enum Effect: Hashable, Sendable {
        case read
        case change
        /// A change that looks after its idempotency key itself, and reads its members in one pass.
        case hotChange
        /// As ``change``, with nothing for the audit trail: it is kept elsewhere with who did it, or concerns nobody.
        case unauditedChange
        /// As ``unauditedChange``, but it looks after its idempotency key itself: its answer is too long to be kept.
        case keyedChange
    }

    /// Whose replies are kept encoded, and for how long (`decisions` 19).
    package enum CacheClass: Hashable, Sendable {
        case none, catalog, portal, inventory
    }

    /// How often one address may ask.
    package enum RateClass: Hashable, Sendable {
        case ordinary, signIn, portal
    }

    /// What REST answers.
    package enum Media: Sendable {
        case json
        /// A table, to be kept under this name.
        case csv(fileName: StaticString)
    }

    /// Where the operation is run.
    package enum Place: Hashable, Sendable {
        /// By its handler.
        case table
        /// By its handler, which orders work with a password and is run again when that is done.
        case password
        /// By the server, which has the bytes; in REST alone.
        case upload
        // By the executor of lines, which knows connection and line; no batch may hold them.
        case authentication, batch, snapshot
        /// By its handler; the connection is told more from then on. Lines only, and not in a batch.
        case subscription
    }

    package let name: StaticString
    /// A number that no other operation of this process has, counted from 0.
    package let ordinal = Operation.ordinals.add(1, ordering: .relaxed).oldValue
    package let access: Access
    package let effect: Effect
    package let route: Route?
    package let parameters: [Parameter]
    package let parameterNames: [StaticString]
    package let reply: Schema
    package let cache: CacheClass
    package let rate: RateClass
    package let media: Media
    package let summary: StaticString
    package let place: Place
    package let run: Handler
    /// Set where an answer holds what must not be stored: then ``WireSession/keptReply`` is kept for a key instead.
    package let restore: Restorer?

    private static let ordinals = Atomic(0)

    package var isChange: Bool { effect != .read }
    /// Whether REST gives its answer a tag. What tells the time has none; nor has a page of the portal, whose address is
    /// its key: no copy of what it shows stays behind.
    package var hasEntityTag: Bool { route?.method == .get && !tellsTime && cache != .portal }
    package var ownsKey: Bool { effect == .hotChange || effect == .keyedChange }
    /// Whether it may carry an idempotency key. What answers a secret may not: its answer would be kept.
    /// Nor need an upload: the same bytes are the same upload.
    package let takesKey: Bool
    /// Whether its members are checked by name before it runs; the hottest do it in their own pass.
    package let checksNames: Bool
    /// Whether its answer changes by itself, as the time does: then REST gives it no tag and nobody keeps it.
    package let tellsTime: Bool

    init(
        _ name: StaticString, _ access: Access, _ effect: Effect = .read, _ route: Route? = nil,
        takes parameters: [Parameter] = [], answers reply: Schema, cache: CacheClass = .none,
        rate: RateClass = .ordinary, media: Media = .json, place: Place = .table, checksNames: Bool = true,
        answersSecret: Bool = false, tellsTime: Bool = false, restore: Restorer? = nil,
        _ summary: StaticString, _ run: @escaping Handler
    ) {
        self.name = name
        self.access = access
        self.effect = effect
        self.route = route
        self.parameters = parameters
        parameterNames = parameters.map(\.name)
        self.reply = reply
        self.cache = cache
        self.rate = rate
        self.media = media
        self.place = place
        self.tellsTime = tellsTime
        self.checksNames = checksNames && effect != .hotChange
        self.summary = summary
        takesKey = effect != .read && !answersSecret && place != .upload
        self.run = run
        self.restore = restore
        let known = Set(parameterNames.map(\.description))
        precondition(known.count == parameters.count, "\(name) names a parameter twice")
        precondition(route?.parameterNames.allSatisfy(known.contains) ?? true, "route of \(name)")
    }
}
