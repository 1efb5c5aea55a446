package import CommerceCore

/// What signing in needs of cryptography and of where the caller comes from; the server brings it, one for each
/// connection.
package protocol AccessDesk: AnyObject {
    /// A new API key and its digest.
    func makeAPIKey() -> (text: String, digest: [UInt8])
    /// A new token with which the session can be continued, and its digest.
    func makeRefreshToken(sessionID: String) -> (text: String, digest: [UInt8])
    /// The session that a token was made for, and its digest; `nil` for a token that was never made.
    func readRefreshToken(_ text: UnsafeRawBufferPointer) -> (sessionID: String, digest: [UInt8])?
    /// A signed token for a short time.
    func makeAccessToken(_ grant: AccessGrant) -> String
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a password that may not be chosen.
    func judge(newPassword: String, account: String) throws(Rejection)

    /// Begins an attempt to sign in, which counts as failed until it ended otherwise.
    ///
    /// - Throws: ``Rejection/tooManyRequests(retryAfterSeconds:)``.
    func beginAttempt(account: String, at now: Timestamp) throws(Rejection)
    func endAttempt(_ outcome: AttemptOutcome)
    /// Forgets the failures of an account, because its password was set anew.
    func forgetAttempts(account: String)
}

package enum AttemptOutcome: Sendable {
    case succeeded, failed
    /// Nothing was checked.
    case withdrawn
}

/// What an access token says.
package struct AccessGrant: Sendable {
    package let userID: String
    package let sessionID: String
    /// For other readers; this server looks the permissions up.
    package let role: String
    package let permissions: PermissionSet
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
}
