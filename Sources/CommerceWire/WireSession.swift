package import CommerceCore
package import CommerceEngine

/// What is known of one connection: who stands behind it, and where from; and what the request that is being run
/// leaves for whoever sends the reply.
package final class WireSession {
    @exclusivity(unchecked) package private(set) var principal: Principal?
    @exclusivity(unchecked) private var subject: SubjectOrdinal?
    /// Of the request that is being run, to find it in the log; shown in the errors of REST.
    package var requestID: String?
    /// Of the entity that was answered whole, for the entity tag of REST.
    package var entityVersion: UInt32?
    /// Whether a table is answered as it is, instead of in an object.
    var takesBareTables = false
    /// Where the table that was answered goes on, for REST.
    package var nextCursor: String?
    /// When the refusal that was written says to try again.
    package var retryAfterSeconds: Int?
    /// What is kept for an idempotency key in place of a reply that must not be stored.
    var keptReply: [UInt8]?
    /// What the reply shows, and until when it can be given out again.
    private(set) var shown = Shown.everything
    private(set) var shownUntil: Timestamp?
    /// Where the reply stands in the cache, if it does.
    var cacheSlot: Int?
    /// Makes and opens links; `nil` without a secret to make them with.
    package var portal: (any PortalKeys)?
    /// `nil` where nothing is limited.
    package var limits: (any RequestLimits)?

    /// Whether a user stands behind it, whose session and roles may change while the connection is open.
    @exclusivity(unchecked) private(set) var isUsers = false
    /// ``Shop/accessVersion`` when the permissions were looked up.
    private var accessVersion: UInt64?
    /// What signing in needs; without it nobody can with a password.
    package var desk: (any AccessDesk)?
    /// Cookies that the response is to set; only looked at by HTTP.
    package var cookies: SessionCookies?
    /// What the request brought as the cookie to go on with.
    package var refreshCookie: [UInt8]?
    /// Whether the request came from a page of this server, so that tokens may go there as cookies.
    package var takesCookies = false
    /// Whether nobody need sign in.
    let asksNobody: Bool
    /// The work that the running request asks for.
    var passwordTask: PasswordTask?
    /// What came of the work that the running request asked for before.
    var passwordResult: PasswordResult?

    /// - Parameter principal: Who asks where nobody need sign in.
    package init(principal: Principal?) {
        self.principal = principal
        asksNobody = principal != nil
    }

    /// Told by the handler of a read whose replies are kept: what this one shows, and when it is over by itself.
    ///
    /// Without it a reply is good until anything changes.
    func shows(_ shown: Shown, until end: Timestamp? = nil) {
        self.shown = shown
        shownUntil = end
    }

    /// What decides which of several callers get the same reply.
    @inline(__always)
    var permissionBits: UInt64 { principal?.permissions.bits ?? 0 }

    /// From now on it is `principal` who asks. The name enters the journal here, if there is room, so that a
    /// refused change records nothing.
    package func signIn(_ principal: Principal, in shop: isolated Shop) {
        self.principal = principal
        isUsers = principal.signedIn != nil
        accessVersion = nil
        subject = nil
        if shop.hasRoom(requestBytes: 64) { _ = subject(in: shop) }
    }

    /// The work that was ordered, once.
    func takePasswordTask() -> PasswordTask? {
        defer { passwordTask = nil }
        return passwordTask
    }

    /// The cookies to be set, once.
    package func takeCookies() -> SessionCookies? {
        defer { cookies = nil }
        return cookies
    }

    /// Nobody has signed in.
    package func signOut() {
        principal = nil
        isUsers = false
        subject = nil
    }

    /// Looks up again what a user may do, if anything about users, roles and sessions has changed.
    ///
    /// - Throws: ``Rejection/unauthenticated(reason:)`` if the session is over.
    func refresh(in shop: isolated Shop) throws(Rejection) {
        guard isUsers, accessVersion != shop.accessVersion, let signedIn = principal?.signedIn else { return }
        guard shop.isLive(signedIn.session) else { throw .unauthenticated(reason: "The session is over") }
        principal?.permissions = shop.permissions(of: signedIn.user)
        accessVersion = shop.accessVersion
    }

    /// Who asks, as far as it is known without writing where there is no room to.
    func reader(in shop: isolated Shop) -> SubjectOrdinal? {
        subject ?? (shop.hasRoom(requestBytes: 64) ? subject(in: shop) : nil)
    }

    /// The name of who asks, as histories keep it.
    func subject(in shop: isolated Shop) -> SubjectOrdinal {
        if let subject { return subject }
        let ordinal = shop.subject(named: principal?.subject ?? "system")
        subject = ordinal
        return ordinal
    }
}

/// Tells who a token belongs to. Needs cryptography, so the server brings it.
package protocol Authenticator: Sendable {
    func principal(token: UnsafeRawBufferPointer, in shop: isolated Shop) throws(Rejection) -> Principal
}
