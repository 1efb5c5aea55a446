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
    /// When the refusal that was written says to try again.
    package var retryAfterSeconds: Int?

    package init(principal: Principal?) { self.principal = principal }

    /// From now on it is `principal` who asks. The name enters the journal here, if there is room, so that a
    /// refused change records nothing.
    package func signIn(_ principal: Principal, in shop: isolated Shop) {
        self.principal = principal
        subject = nil
        if shop.hasRoom(requestBytes: 64) { _ = subject(in: shop) }
    }

    /// Nobody has signed in.
    package func signOut() {
        principal = nil
        subject = nil
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
