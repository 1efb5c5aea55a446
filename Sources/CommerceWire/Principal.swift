package import CommerceCore

/// Who asks, and what they may do. Made by authentication, checked at every request.
package struct Principal: Sendable {
    /// Shown in histories: a user's id, `key:NAME`, `anonymous`.
    package let subject: String
    package let permissions: PermissionSet
    /// Set if an API key stands behind it, so that a revoked key stops working on open connections.
    package let apiKey: Int?
    /// When the token behind it is over.
    package let expiresAt: Timestamp?

    package init(subject: String, permissions: PermissionSet, apiKey: Int? = nil, expiresAt: Timestamp? = nil)
    {
        self.subject = subject
        self.permissions = permissions
        self.apiKey = apiKey
        self.expiresAt = expiresAt
    }

    /// Everything, for a server that was told to ask nobody.
    package static let anonymous = Principal(subject: "anonymous", permissions: .all)
}
