/// That a user has signed in somewhere and may stay so: the digest of the refresh token, never the token.
///
/// It is *over* when it is revoked or its time has passed, and is forgotten some time after that.
package struct SignInSession: Hashable, Sendable {
    package let user: UserOrdinal
    /// SHA-256 of the refresh token, 32 bytes. Another one after each refresh.
    package var digest: [UInt8]
    package let createdAt: Timestamp
    package var lastUsedAt: Timestamp
    package var expiresAt: Timestamp
    package var revokedAt: Timestamp?
    /// What the browser says it is; at most ``userAgentBytesMaximum``.
    package let userAgent: String?

    package static let userAgentBytesMaximum = 200

    package init(
        user: UserOrdinal, digest: [UInt8], createdAt: Timestamp, expiresAt: Timestamp, userAgent: String?
    ) {
        self.user = user
        self.digest = digest
        self.createdAt = createdAt
        lastUsedAt = createdAt
        self.expiresAt = expiresAt
        self.userAgent = userAgent.map(SignInSession.shortened)
    }

    package func isOver(at now: Timestamp) -> Bool { revokedAt != nil || now >= expiresAt }

    /// The longest beginning of whole characters that fits.
    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > userAgentBytesMaximum else { return text }
        var bytes = 0
        return String(
            text.unicodeScalars.prefix { scalar in
                bytes += UTF8.width(scalar)
                return bytes <= userAgentBytesMaximum
            })
    }
}
