package import CommerceCore
package import CommerceWire
import CompactJSON

/// JSON Web Tokens as the dashboard kit makes them: HS256 with one shared secret, nothing else (RFC 8725).
///
/// The header is believed only so far as it says what this server does anyway: `alg` must be `HS256`, keys are
/// never looked up by what a token names. `exp` is required; `nbf` and `iat` are honoured.
package struct JSONWebToken {
    package static let secretBytesMinimum = 32
    private static let tokenBytesMaximum = 8_192
    /// How far the makers' clocks may be ahead, for `nbf` and `iat`.
    private static let leewaySeconds: Int64 = 60

    /// Reads a token of another maker and tells who it belongs to.
    ///
    /// - Throws: ``Rejection/unauthenticated(reason:)`` with a reason that says nothing about the secret; also for a
    ///   token of our own, whose permissions are not in it.
    package static func principal(
        token: UnsafeRawBufferPointer, secret: [UInt8], at now: Timestamp
    ) throws(Rejection) -> Principal {
        let verified = try verify(token: token, secret: secret, at: now)
        guard case .foreign(let permissions) = verified.bearer else { throw invalid }
        return Principal(
            subject: verified.subject, permissions: permissions, expiresAt: verified.expiresAt)
    }

    /// Judges the signature, then the header, then the times, then who it names.
    ///
    /// - Throws: ``Rejection/unauthenticated(reason:)`` with a reason that says nothing about the secret.
    package static func verify(
        token: UnsafeRawBufferPointer, secret: [UInt8], at now: Timestamp
    ) throws(Rejection) -> VerifiedToken {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard token.count <= tokenBytesMaximum, parts.count == 3, let signature = Base64URL.decode(parts[2]),
            let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1])
        else { throw invalid }
        let signed = UnsafeRawBufferPointer(rebasing: token[..<(parts[2].startIndex - 1)])
        guard Cryptography.areEqual(signature, Cryptography.hmacSHA256(key: secret, signed)) else {
            throw invalid
        }
        try judge(header)
        return try claims(payload, at: now)
    }

    private static var invalid: Rejection { .unauthenticated(reason: "The token is not valid") }

    private static func judge(_ header: [UInt8]) throws(Rejection) {
        try parsed(header) { (node) throws(Rejection) in
            guard let algorithm = node["alg"], algorithm.bytesEqual("HS256"), node["crit"] == nil else {
                throw invalid
            }
            if let type = node["typ"], !type.bytesEqual("JWT") { throw invalid }
        }
    }

    private static func claims(_ payload: [UInt8], at now: Timestamp) throws(Rejection) -> VerifiedToken {
        try parsed(payload) { (node) throws(Rejection) in
            guard let subject = text(node["sub"]), let expiry = node["exp"]?.int64, expiry > 0,
                expiry <= Timestamp.latest.milliseconds / 1_000
            else { throw invalid }
            let expiresAt = Timestamp(milliseconds: expiry * 1_000)
            guard now < expiresAt else { throw .unauthenticated(reason: "The token is over") }
            _ = try reached(node["nbf"], now)
            return VerifiedToken(
                subject: subject, bearer: try bearer(node), issuedAt: try reached(node["iat"], now),
                expiresAt: expiresAt)
        }
    }

    /// A moment that must have come, but for what clocks differ; `nil` if the token does not name one.
    private static func reached(_ claim: JSONNode?, _ now: Timestamp) throws(Rejection) -> Timestamp? {
        guard let claim else { return nil }
        guard let seconds = claim.int64, seconds >= 0, seconds <= now.milliseconds / 1_000 + leewaySeconds
        else { throw invalid }
        return Timestamp(milliseconds: seconds * 1_000)
    }

    /// A token that says it is ours is ours in everything: it must name user and session, and nothing else of it counts.
    private static func bearer(_ claims: JSONNode) throws(Rejection) -> VerifiedToken.Bearer {
        guard let issuer = claims["iss"], issuer.bytesEqual(JSONWebToken.issuer) else {
            return .foreign(try permissions(claims))
        }
        guard let user = text(claims["uid"]), let session = text(claims["sid"]) else { throw invalid }
        return .user(id: user, sessionID: session)
    }

    private static func text(_ claim: JSONNode?) -> String? {
        guard let text = claim?.string, !text.isEmpty, text.utf8.count <= 255 else { return nil }
        return text
    }

    /// `permissions`, a list of names, or else `role`, one of the seed's.
    private static func permissions(_ claims: JSONNode) throws(Rejection) -> PermissionSet {
        if let list = claims["permissions"], !list.isNull {
            guard list.kind == .array else { throw invalid }
            var names: [String] = []
            for element in list.elements {
                guard let name = element.string else { throw invalid }
                names.append(name)
            }
            guard let permissions = PermissionSet(names: names) else { throw invalid }
            return permissions
        }
        guard let role = claims["role"]?.string, let permissions = PermissionSet(role: role) else {
            throw invalid
        }
        return permissions
    }

    private static func parsed<Result>(
        _ bytes: [UInt8], _ body: (JSONNode) throws(Rejection) -> Result
    ) throws(Rejection) -> Result {
        let document = JSONDocument()
        defer { withExtendedLifetime(document) {} }
        let result = bytes.withUnsafeBytes { bytes -> Swift.Result<Result, Rejection> in
            guard let node = try? document.parse(bytes), node.kind == .object else {
                return .failure(invalid)
            }
            return Swift.Result { () throws(Rejection) in try body(node) }
        }
        return try result.get()
    }
}
