import CommerceCore
import CommerceServer
import CommerceWire
import Testing

@Suite("JSON Web Tokens are let in only as they must be")
struct JSONWebTokenTests {
    private static let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let header = #"{"alg":"HS256","typ":"JWT"}"#
    private static let claims = #"{"sub":"user-1","role":"MANAGER","exp":1900000000}"#

    /// Made by another program from the header and the claims above.
    private static let golden =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTEiLCJyb2xlIjoiTUFOQUdFUiIsImV4cCI6MTkwMDAwMDAwMH0"
        + ".2tSpngFOKkP36_5OzYuyVTaBD9lQ-6qYdue-qIP9Lnc"

    private static func sign(_ header: String, _ claims: String, secret: [UInt8] = secret) -> String {
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        let code = Array(signed.utf8).withUnsafeBytes { Cryptography.hmacSHA256(key: secret, $0) }
        return signed + "." + Base64URL.encode(code)
    }

    private static func principal(
        _ token: some Sequence<UInt8>, at now: Timestamp = now
    ) -> Result<Principal, Rejection> {
        Array(token).withUnsafeBytes { bytes in
            Result { () throws(Rejection) in
                try JSONWebToken.principal(token: bytes, secret: secret, at: now)
            }
        }
    }

    private static func isRefused(_ token: some Sequence<UInt8>, at now: Timestamp = now) -> Bool {
        guard case .failure(let rejection) = principal(token, at: now) else { return false }
        return rejection.code == .unauthenticated
    }

    @Test("a token of another maker is understood: subject, role, and when it is over")
    func goldenToken() throws {
        let principal = try Self.principal(Self.golden.utf8).get()
        #expect(principal.subject == "user-1")
        #expect(principal.permissions == PermissionSet(role: "MANAGER"))
        #expect(principal.expiresAt == Timestamp(milliseconds: 1_900_000_000_000))
        #expect(principal.apiKey == nil)
        #expect(Self.sign(Self.header, Self.claims) == Self.golden)
    }

    @Test("a token with any one bit flipped is refused, in the signature and before it")
    func flippedBits() {
        let token = Array(Self.golden.utf8)
        for index in token.indices {
            for bit in 0..<8 {
                var damaged = token
                damaged[index] ^= 1 << UInt8(bit)
                #expect(Self.isRefused(damaged), "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test("each bit of the 32 bytes of a signature counts")
    func flippedSignatureBits() throws {
        let parts = Self.golden.split(separator: ".")
        let signature = try #require(Base64URL.decode(parts[2].utf8))
        #expect(signature.count == 32)
        for bit in 0..<256 {
            var damaged = signature
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(Self.isRefused("\(parts[0]).\(parts[1]).\(Base64URL.encode(damaged))".utf8), "bit \(bit)")
        }
    }

    @Test("a token cut short or with more behind it is refused")
    func cut() {
        for count in 0..<Self.golden.utf8.count { #expect(Self.isRefused(Self.golden.utf8.prefix(count))) }
        for more in ["=", "A", "AAAA", ".", " ", "\n", ".e30"] {
            #expect(Self.isRefused((Self.golden + more).utf8))
        }
    }

    @Test(
        "headers that are not exactly HS256 are refused, well signed or not",
        arguments: [
            #"{"alg":"none","typ":"JWT"}"#, #"{"alg":"None"}"#, #"{"alg":"NONE"}"#, #"{"alg":""}"#,
            #"{"alg":null}"#, #"{"alg":["HS256"]}"#, #"{"alg":"hs256"}"#, #"{"alg":"RS256","typ":"JWT"}"#,
            #"{"alg":"HS512","typ":"JWT"}"#, #"{"alg":"HS384"}"#, #"{"alg":"ES256"}"#, #"{"typ":"JWT"}"#,
            "{}",
            #"{"alg":"HS256","alg":"none"}"#, #"{"alg":"none","alg":"HS256"}"#,
            #"{"alg":"HS256","crit":["x"]}"#,
            #"{"alg":"HS256","typ":"JWE"}"#, "[]", "\"HS256\"", "", "{", #"{"alg":"HS256"} "# + "{}",
        ])
    func headers(header: String) {
        #expect(Self.isRefused(Self.sign(header, Self.claims).utf8))
        let unsigned = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(Self.claims.utf8))
        #expect(Self.isRefused((unsigned + ".").utf8))
        #expect(Self.isRefused(unsigned.utf8))
    }

    @Test(
        "`kid` and other hints of a header change nothing",
        arguments: [#""kid":"../../etc""#, #""jku":"x""#, #""x":1"#])
    func hints(member: String) {
        #expect(!Self.isRefused(Self.sign(#"{"alg":"HS256",\#(member)}"#, Self.claims).utf8))
    }

    @Test(
        "claims that lack something or say it in another way are refused",
        arguments: [
            #"{"sub":"u","role":"ADMIN"}"#, #"{"sub":"u","role":"ADMIN","exp":"1900000000"}"#,
            #"{"sub":"u","role":"ADMIN","exp":null}"#, #"{"sub":"u","role":"ADMIN","exp":1900000000.5}"#,
            #"{"sub":"u","role":"ADMIN","exp":0}"#, #"{"sub":"u","role":"ADMIN","exp":-1900000000}"#,
            #"{"sub":"u","role":"ADMIN","exp":9223372036854775807}"#,
            #"{"sub":"u","role":"ADMIN","exp":1e30}"#,
            #"{"sub":"u","role":"ADMIN","exp":1900000000,"exp":1900000001}"#,
            #"{"sub":"u","role":"ADMIN","exp":1900000000,"nbf":1800000061}"#,
            #"{"sub":"u","role":"ADMIN","exp":1900000000,"nbf":"0"}"#,
            #"{"sub":"u","role":"ADMIN","exp":1900000000,"nbf":null}"#,
            #"{"role":"ADMIN","exp":1900000000}"#, #"{"sub":"","role":"ADMIN","exp":1900000000}"#,
            #"{"sub":7,"role":"ADMIN","exp":1900000000}"#, #"{"sub":"u","exp":1900000000}"#,
            #"{"sub":"u","role":"admin","exp":1900000000}"#, #"{"sub":"u","role":"ROOT","exp":1900000000}"#,
            #"{"sub":"u","permissions":["orders:fly"],"exp":1900000000}"#,
            #"{"sub":"u","permissions":["orders:read",7],"exp":1900000000}"#,
            #"{"sub":"u","permissions":"*","exp":1900000000}"#,
            #"{"sub":"u","permissions":{"0":"*"},"role":"ADMIN","exp":1900000000}"#,
            #"{"sub":"u","permissions":[""],"role":"ADMIN","exp":1900000000}"#, "[]", "", "null",
        ])
    func badClaims(claims: String) { #expect(Self.isRefused(Self.sign(Self.header, claims).utf8)) }

    @Test("a subject has at most 255 bytes")
    func longSubject() {
        let claims = { (count: Int) in
            #"{"sub":"\#(String(repeating: "u", count: count))","role":"ADMIN","exp":1900000000}"#
        }
        #expect(!Self.isRefused(Self.sign(Self.header, claims(255)).utf8))
        #expect(Self.isRefused(Self.sign(Self.header, claims(256)).utf8))
    }

    @Test("a token is over at `exp`, to the millisecond")
    func expiry() {
        let end: Int64 = 1_900_000_000_000
        #expect(!Self.isRefused(Self.golden.utf8, at: Timestamp(milliseconds: end - 1)))
        #expect(Self.isRefused(Self.golden.utf8, at: Timestamp(milliseconds: end)))
    }

    @Test("`nbf` may be up to a minute ahead of this clock")
    func notBefore() {
        let claims = #"{"sub":"u","role":"ADMIN","exp":1900000000,"nbf":1800000060}"#
        #expect(!Self.isRefused(Self.sign(Self.header, claims).utf8))
    }

    @Test(
        "permissions are a list of names, wildcards among them; `role` counts without them",
        arguments: [
            (
                #""permissions":["orders:read","inventory:*"]"#,
                PermissionSet(names: ["orders:read", "inventory:*"])
            ),
            (#""permissions":[],"role":"ADMIN""#, PermissionSet.none),
            (#""permissions":["*"]"#, PermissionSet.all),
            (#""permissions":null,"role":"ADMIN""#, PermissionSet.all),
        ])
    func permissions(member: String, expected: PermissionSet?) throws {
        let token = Self.sign(Self.header, #"{"sub":"u","exp":1900000000,\#(member)}"#)
        #expect(try Self.principal(token.utf8).get().permissions == expected)
    }

    @Test("another secret, an empty one, and one with more behind it do not fit")
    func otherSecrets() {
        for other in [[], Array(Self.secret.dropLast()), Self.secret + [65], Array(Self.secret.reversed())] {
            #expect(Self.isRefused(Self.sign(Self.header, Self.claims, secret: other).utf8))
        }
    }

    @Test("a token beyond 8 KiB is refused")
    func longToken() {
        let padded = { (count: Int) in
            #"{"sub":"u","role":"ADMIN","exp":1900000000,"x":"\#(String(repeating: "x", count: count))"}"#
        }
        #expect(!Self.isRefused(Self.sign(Self.header, padded(5_900)).utf8))
        #expect(Self.isRefused(Self.sign(Self.header, padded(6_100)).utf8))
    }
}
