package import CommerceCore
import CompactJSON

/// Makes the tokens that this server hands out when somebody signs in.
///
/// They are the dashboard kit's (HS256, `sub`, `role`, `exp`), so that what reads those reads these. What makes them
/// ours are `iss` and `uid`: of such a token only who it names is believed, and what that user may do is looked up at each
/// request. Ending a session, changing a role or removing a user therefore takes effect at once.
extension JSONWebToken {
    /// `iss` of the tokens made here.
    package static let issuer: StaticString = "holdfast"

    /// What a token of ours says.
    package struct Claims: Hashable, Sendable {
        /// Shown in histories, as the e-mail address.
        package var subject: String
        package var userID: String
        package var sessionID: String
        /// For other readers; this server does not believe it.
        package var role: String
        /// For other readers too; left out if there is a role that says it all.
        package var permissions: PermissionSet?
        package var issuedAt: Timestamp
        package var expiresAt: Timestamp

        package init(
            subject: String, userID: String, sessionID: String, role: String,
            permissions: PermissionSet? = nil, issuedAt: Timestamp, expiresAt: Timestamp
        ) {
            self.subject = subject
            self.userID = userID
            self.sessionID = sessionID
            self.role = role
            self.permissions = permissions
            self.issuedAt = issuedAt
            self.expiresAt = expiresAt
        }
    }

    /// A signed token. It ends with the second that `expiresAt` is in.
    package static func issue(_ claims: Claims, secret: [UInt8]) -> String {
        precondition(secret.count >= secretBytesMinimum, "a key of \(secret.count) bytes")
        let signed = "\(encodedHeader).\(Base64URL.encode(payload(claims)))"
        let code = Array(signed.utf8).withUnsafeBytes { Cryptography.hmacSHA256(key: secret, $0) }
        return "\(signed).\(Base64URL.encode(code))"
    }

    private static let encodedHeader = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))

    private static func payload(_ claims: Claims) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("iss", issuer.description)
        writer.member("sub", claims.subject)
        writer.member("uid", claims.userID)
        writer.member("sid", claims.sessionID)
        writer.member("role", claims.role)
        if let permissions = claims.permissions {
            writer.key("permissions")
            writer.beginArray()
            for name in permissions.names { writer.value(name) }
            writer.endArray()
        }
        writer.member("iat", claims.issuedAt.milliseconds / 1_000)
        writer.member("exp", claims.expiresAt.milliseconds / 1_000)
        writer.endObject()
        return Array(writer.bytes)
    }
}
