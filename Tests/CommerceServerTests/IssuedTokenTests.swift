import CommerceCore
import CommerceServer
import CommerceWire
import Testing

@Suite("tokens that the server makes itself")
struct IssuedTokenTests {
    private static let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    private static let now = Timestamp(milliseconds: 1_800_000_000_500)
    private static let claims = JSONWebToken.Claims(
        subject: "ada@example.com", userID: "u-1", sessionID: "s-1", role: "MANAGER", issuedAt: now,
        expiresAt: now.adding(milliseconds: 3_600_000))

    private static func verify(_ token: String, at now: Timestamp = now) -> Result<VerifiedToken, Rejection> {
        Array(token.utf8).withUnsafeBytes { bytes in
            Result { () throws(Rejection) in
                try JSONWebToken.verify(token: bytes, secret: secret, at: now)
            }
        }
    }

    private static func isRefused(_ claims: String) -> Bool {
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8)) + "."
            + Base64URL.encode(Array(claims.utf8))
        let code = Array(signed.utf8).withUnsafeBytes { Cryptography.hmacSHA256(key: secret, $0) }
        guard case .failure(let rejection) = verify("\(signed).\(Base64URL.encode(code))") else {
            return false
        }
        return rejection.code == .unauthenticated
    }

    @Test("a token is what another program makes of the same claims")
    func golden() {
        #expect(JSONWebToken.issue(Self.claims, secret: Self.secret) == Self.expected)
    }

    /// Made by another program.
    private static let expected =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJob2xkZmFzdCIsInN1YiI6ImFkYUBleGFtcGxlLmNvbSIsInVpZCI"
        + "6InUtMSIsInNpZCI6InMtMSIsInJvbGUiOiJNQU5BR0VSIiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwMDM2MDB9.nrk9gO"
        + "qUuvY838F8I6GsNoqEM08S6ZcCNjKpNvHqiiQ"

    @Test("it comes back with user, session and times, but not with what the role would allow")
    func roundTrip() throws {
        let token = try Self.verify(JSONWebToken.issue(Self.claims, secret: Self.secret)).get()
        #expect(token.bearer == .user(id: "u-1", sessionID: "s-1"))
        #expect(token.userID == "u-1" && token.sessionID == "s-1")
        #expect(token.subject == "ada@example.com")
        #expect(token.issuedAt == Timestamp(milliseconds: 1_800_000_000_000))
        #expect(token.expiresAt == Timestamp(milliseconds: 1_800_003_600_000))
    }

    @Test("permissions in it are for others; here they are not believed")
    func permissions() throws {
        var claims = Self.claims
        claims.permissions = .all
        let token = try Self.verify(JSONWebToken.issue(claims, secret: Self.secret)).get()
        #expect(token.bearer == .user(id: "u-1", sessionID: "s-1"))
    }

    @Test("texts that need escaping survive")
    func escaping() throws {
        var claims = Self.claims
        claims.subject = "a\"b\\c\u{2028}ü"
        #expect(
            try Self.verify(JSONWebToken.issue(claims, secret: Self.secret)).get().subject == claims.subject)
    }

    @Test("it is over with the second of its end")
    func expiry() {
        let token = JSONWebToken.issue(Self.claims, secret: Self.secret)
        #expect(throws: Never.self) {
            try Self.verify(token, at: Timestamp(milliseconds: 1_800_003_599_999)).get()
        }
        #expect(throws: Rejection.self) {
            try Self.verify(token, at: Timestamp(milliseconds: 1_800_003_600_000)).get()
        }
    }

    @Test("a token of ours gives no principal where permissions are read from the token")
    func noPrincipal() {
        let token = Array(JSONWebToken.issue(Self.claims, secret: Self.secret).utf8)
        let principal = token.withUnsafeBytes { bytes in
            Result { () throws(Rejection) in
                try JSONWebToken.principal(token: bytes, secret: Self.secret, at: Self.now)
            }
        }
        guard case .failure(let rejection) = principal else { return #expect(Bool(false), "let in") }
        #expect(rejection.code == .unauthenticated)
    }

    @Test(
        "one that says it is ours must name a user and a session, whatever else it says",
        arguments: [
            #"{"iss":"holdfast","sub":"u","role":"ADMIN","exp":1900000000}"#,
            #"{"iss":"holdfast","sub":"u","role":"ADMIN","exp":1900000000,"uid":"u-1"}"#,
            #"{"iss":"holdfast","sub":"u","role":"ADMIN","exp":1900000000,"sid":"s-1"}"#,
            #"{"iss":"holdfast","sub":"u","role":"ADMIN","exp":1900000000,"uid":"","sid":"s-1"}"#,
            #"{"iss":"holdfast","sub":"u","role":"ADMIN","exp":1900000000,"uid":1,"sid":"s-1"}"#,
            #"{"iss":"holdfast","sub":"u","role":"ADMIN","exp":1900000000,"uid":"u-1","sid":null}"#,
        ])
    func incomplete(claims: String) { #expect(Self.isRefused(claims)) }

    @Test(
        "a time of issue that is no time, or more than a minute ahead, is refused",
        arguments: ["1800000061", "-1", "1.5", "\"0\"", "null", "true"])
    func issuedAt(value: String) {
        #expect(Self.isRefused(#"{"sub":"u","role":"ADMIN","exp":1900000000,"iat":\#(value)}"#))
    }

    @Test(
        "other makers' tokens are judged by their own claims, `uid` and `sid` or not",
        arguments: [
            #"{"sub":"u","role":"ADMIN","exp":1900000000,"iat":1800000060}"#,
            #"{"iss":"kit","sub":"u","role":"ADMIN","exp":1900000000,"uid":"u-1","sid":"s-1"}"#,
            #"{"iss":["holdfast"],"sub":"u","role":"ADMIN","exp":1900000000}"#,
        ])
    func foreign(claims: String) { #expect(!Self.isRefused(claims)) }
}
