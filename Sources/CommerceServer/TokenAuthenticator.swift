import CommerceCore
import CommerceEngine
import CommerceWire

/// Tells API keys and JWTs apart and who stands behind them.
///
/// An API key is `hf_` and 43 characters for 32 random bytes; only its SHA-256 is kept, and it is found by that.
final class TokenAuthenticator: Authenticator {
    private static let keyPrefix = "hf_"
    /// Of other makers' tokens; `nil` lets none in.
    private let jwtSecret: [UInt8]?
    /// Of the tokens made here.
    private let tokenKey: [UInt8]

    init(jwtSecret: [UInt8]?, tokenKey: [UInt8]) {
        self.jwtSecret = jwtSecret
        self.tokenKey = tokenKey
    }

    func principal(token: UnsafeRawBufferPointer, in shop: isolated Shop) throws(Rejection) -> Principal {
        if token.starts(with: TokenAuthenticator.keyPrefix.utf8) {
            guard let number = shop.findAPIKey(digest: Cryptography.sha256(token)) else {
                throw .unauthenticated(reason: "The API key is not valid")
            }
            let key = shop.apiKey(number)
            return Principal(subject: "key:\(key.name)", permissions: key.permissions, apiKey: number)
        }
        let verified = try JSONWebToken.verify(token: token, secret: tokenKey, at: shop.now)
        switch verified.bearer {
        case .user(let userID, let sessionID):
            return try user(verified, userID: userID, sessionID: sessionID, in: shop)
        case .foreign(let permissions):
            guard jwtSecret != nil else { throw TokenAuthenticator.invalid }
            return Principal(
                subject: verified.subject, permissions: permissions, expiresAt: verified.expiresAt)
        }
    }

    /// Only who it is stands in a token of ours; what the user may do is the shop's to know.
    private func user(
        _ verified: VerifiedToken, userID: String, sessionID: String, in shop: isolated Shop
    ) throws(Rejection) -> Principal {
        guard let userID = EntityID(userID), let sessionID = EntityID(sessionID),
            let user = try? shop.findUser(userID), let session = try? shop.findSession(sessionID),
            shop.session(session)?.user == user, shop.isLive(session)
        else { throw .unauthenticated(reason: "The session is over") }
        return Principal(
            subject: userID.description, permissions: shop.permissions(of: user),
            expiresAt: verified.expiresAt, signedIn: SignedInUser(user: user, session: session))
    }

    private static var invalid: Rejection { .unauthenticated(reason: "The token is not valid") }

    /// A new API key's text, and the digest that is kept of it.
    static func makeSecret() -> (text: String, digest: [UInt8]) {
        let text = keyPrefix + Base64URL.encode(Cryptography.randomBytes(32))
        return (text, Array(text.utf8).withUnsafeBytes { Cryptography.sha256($0) })
    }

    /// Makes a key with all permissions and answers its secret, the only time that it is known.
    static func makeAdministratorKey(named name: String, in shop: isolated Shop) -> String {
        let secret = makeSecret()
        shop.revokeAPIKeys(named: name)
        _ = shop.create(APIKey(name: name, digest: secret.digest, permissions: .all, createdAt: shop.now))
        shop.endRequest()
        return secret.text
    }
}
