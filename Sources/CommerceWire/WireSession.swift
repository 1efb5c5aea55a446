package import CommerceCore
package import CommerceEngine

/// What is known of one connection: who stands behind it.
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
