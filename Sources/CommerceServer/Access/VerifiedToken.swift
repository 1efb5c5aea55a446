package import CommerceCore

/// What a JSON Web Token says, its signature and its times judged.
package struct VerifiedToken: Hashable, Sendable {
    /// Who made the token, which decides what is believed of it.
    package enum Bearer: Hashable, Sendable {
        /// This server did: the user and the session must still be there, and the permissions are theirs of now.
        case user(id: String, sessionID: String)
        /// Another holder of the shared secret did: it names the permissions itself.
        case foreign(PermissionSet)
    }

    /// Shown in histories.
    package let subject: String
    package let bearer: Bearer
    package let issuedAt: Timestamp?
    package let expiresAt: Timestamp

    package var userID: String? {
        if case .user(let id, _) = bearer { id } else { nil }
    }

    package var sessionID: String? {
        if case .user(_, let id) = bearer { id } else { nil }
    }
}
