import CommerceCore
import CommerceEngine
import CommerceWire

/// Tells API keys and JWTs apart and who stands behind them.
///
/// An API key is `hf_` and 43 characters for 32 random bytes; only its SHA-256 is kept, and it is found by that.
final class TokenAuthenticator: Authenticator {
    private static let keyPrefix = "hf_"
    private let jwtSecret: [UInt8]?

    init(jwtSecret: [UInt8]?) { self.jwtSecret = jwtSecret }

    func principal(token: UnsafeRawBufferPointer, in shop: isolated Shop) throws(Rejection) -> Principal {
        if token.starts(with: TokenAuthenticator.keyPrefix.utf8) {
            guard let number = shop.findAPIKey(digest: Cryptography.sha256(token)) else {
                throw .unauthenticated(reason: "The API key is not valid")
            }
            let key = shop.apiKey(number)
            return Principal(subject: "key:\(key.name)", permissions: key.permissions, apiKey: number)
        }
        guard let jwtSecret else { throw .unauthenticated(reason: "The token is not valid") }
        return try JSONWebToken.principal(token: token, secret: jwtSecret, at: shop.now)
    }

    /// Makes a key with all permissions and answers its secret, the only time that it is known.
    static func makeAdministratorKey(named name: String, in shop: isolated Shop) -> String {
        let secret = keyPrefix + Base64URL.encode(Cryptography.randomBytes(32))
        let digest = Array(secret.utf8).withUnsafeBytes { Cryptography.sha256($0) }
        shop.revokeAPIKeys(named: name)
        _ = shop.create(APIKey(name: name, digest: digest, permissions: .all, createdAt: shop.now))
        shop.endRequest()
        return secret
    }
}
