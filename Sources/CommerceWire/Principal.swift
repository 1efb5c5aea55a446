package import CommerceCore

/// Who asks, and what they may do. Made by authentication, checked at every request.
package struct Principal: Sendable {
    /// Shown in histories: a user's id, `key:NAME`, `anonymous`.
    package let subject: String
    /// Of a user: those at the last look, see ``WireSession/refresh(in:)``.
    package internal(set) var permissions: PermissionSet
    /// Set if an API key stands behind it, so that a revoked key stops working on open connections.
    package let apiKey: Int?
    /// When the token behind it is over.
    package let expiresAt: Timestamp?
    /// Set if it is a user of this shop who has signed in.
    package let signedIn: SignedInUser?

    package init(
        subject: String, permissions: PermissionSet, apiKey: Int? = nil, expiresAt: Timestamp? = nil,
        signedIn: SignedInUser? = nil
    ) {
        self.subject = subject
        self.permissions = permissions
        self.apiKey = apiKey
        self.expiresAt = expiresAt
        self.signedIn = signedIn
    }

    /// Everything, for a server that was told to ask nobody.
    package static let anonymous = Principal(subject: "anonymous", permissions: .all)
}

/// A user of this shop, and the session that the user has signed in with.
package struct SignedInUser: Hashable, Sendable {
    package let user: UserOrdinal
    package let session: SessionOrdinal

    package init(user: UserOrdinal, session: SessionOrdinal) {
        self.user = user
        self.session = session
    }
}
