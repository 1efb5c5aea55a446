package import CommerceCore
package import CommerceWire
import CompactJSON

/// JSON Web Tokens as the dashboard kit makes them: HS256 with one shared secret, nothing else (RFC 8725).
///
/// The header is believed only so far as it says what this server does anyway: `alg` must be `HS256`, keys are
/// never looked up by what a token names. `exp` is required; `nbf` is honoured.
package struct JSONWebToken {
    package static let secretBytesMinimum = 32
    private static let tokenBytesMaximum = 8_192
    /// How far the makers' clocks may be ahead, for `nbf`.
    private static let leewaySeconds: Int64 = 60

    /// Reads a token and tells who it belongs to.
    ///
    /// - Throws: ``Rejection/unauthenticated(reason:)`` with a reason that says nothing about the secret.
    package static func principal(
        token: UnsafeRawBufferPointer, secret: [UInt8], at now: Timestamp
    ) throws(Rejection) -> Principal {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard token.count <= tokenBytesMaximum, parts.count == 3, let signature = Base64URL.decode(parts[2]),
            let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1])
        else { throw invalid }
        let signed = UnsafeRawBufferPointer(rebasing: token[..<(parts[2].startIndex - 1)])
        guard Cryptography.areEqual(signature, Cryptography.hmacSHA256(key: secret, signed)) else {
            throw invalid
        }
        try judge(header)
        return try principal(claims: payload, at: now)
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

    private static func principal(claims: [UInt8], at now: Timestamp) throws(Rejection) -> Principal {
        try parsed(claims) { (node) throws(Rejection) in
            guard let subject = node["sub"]?.string, !subject.isEmpty, subject.utf8.count <= 255,
                let expiry = node["exp"]?.int64, expiry > 0, expiry <= Timestamp.latest.milliseconds / 1_000
            else { throw invalid }
            let expiresAt = Timestamp(milliseconds: expiry * 1_000)
            guard now < expiresAt else { throw .unauthenticated(reason: "The token is over") }
            if let notBefore = node["nbf"] {
                guard let seconds = notBefore.int64, seconds <= now.milliseconds / 1_000 + leewaySeconds
                else { throw invalid }
            }
            return Principal(subject: subject, permissions: try permissions(node), expiresAt: expiresAt)
        }
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
