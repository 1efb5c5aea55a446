import CommerceCore
import CommerceServer
import Testing

@Suite("passwords are kept as hashes")
struct PasswordHashTests {
    /// Quick, for what is not about the cost.
    private let cheap = ScryptCost(exponent: 4, blockSize: 1, parallelism: 1)

    private func hash(_ password: String) throws -> PasswordHash {
        let cost = try #require(cheap)
        return try #require(PasswordHash(of: password, cost: cost))
    }

    @Test("scrypt gives the figures of RFC 7914")
    func vectors() throws {
        let small = try #require(ScryptCost(exponent: 4, blockSize: 1, parallelism: 1))
        let empty = Cryptography.scrypt(password: [], salt: [], cost: small, count: 16)
        #expect(hex(empty) == "77d6576238657b203b19ca42c18a0497")
        let wide = try #require(ScryptCost(exponent: 10, blockSize: 8, parallelism: 16))
        let key = Cryptography.scrypt(
            password: Array("password".utf8), salt: Array("NaCl".utf8), cost: wide, count: 64)
        #expect(
            hex(key)
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
    }

    @Test("the text form names algorithm and cost, and is read back")
    func textForm() throws {
        let hash = try #require(PasswordHash(of: "correct horse battery"))
        #expect(hash.text.hasPrefix("scrypt$15$8$1$"))
        #expect(hash.text.utf8.count == 14 + 22 + 1 + 43)
        let read = try #require(PasswordHash(parsing: hash.text))
        #expect(read == hash && read.text == hash.text)
        #expect(read.matches("correct horse battery"))
        #expect(!read.matches("correct horse batterz"))
    }

    @Test("the same password hashes to something else each time")
    func salted() throws {
        let cost = try #require(cheap)
        let hashes = (0..<20).compactMap { _ in PasswordHash(of: "password", cost: cost)?.text }
        #expect(Set(hashes).count == 20)
    }

    @Test("only the very same bytes match", arguments: ["", "a", "pässwörd", "p\0q", "long"])
    func matching(password: String) throws {
        let hash = try hash(password)
        #expect(hash.matches(password))
        for other in [password + " ", " " + password, password.uppercased() + "x", "\0x" + password] {
            #expect(!hash.matches(other))
        }
    }

    @Test(
        "a text that is no hash of ours is not read",
        arguments: [
            "", "scrypt", "scrypt$15$8$1$$", "bcrypt$15$8$1$SALT$HASH", "scrypt$15$8$1$SALT",
            "scrypt$15$8$1$SALT$HASH$",
            "scrypt$015$8$1$SALT$HASH", "scrypt$+15$8$1$SALT$HASH", "scrypt$0$8$1$SALT$HASH",
            "scrypt$25$8$1$SALT$HASH",
            "scrypt$15$0$1$SALT$HASH", "scrypt$15$8$17$SALT$HASH", "scrypt$24$64$1$SALT$HASH",
            "scrypt$15$8$1$SALTAAA$HASH", "scrypt$15$8$1$AAAA$HASH",
            "scrypt$15$8$1$SALT$HASHA", "scrypt$15$8$1$HASH$SALT", "scrypt$15$8$1$SALT=$HASH",
            " scrypt$15$8$1$SALT$HASH",
            "scrypt$99999999999999999999$8$1$SALT$HASH",
        ])
    func refusals(form: String) {
        let text = form.replacing("SALT", with: String(repeating: "A", count: 22))
            .replacing("HASH", with: String(repeating: "A", count: 43))
        #expect(PasswordHash(parsing: text) == nil)
    }

    @Test("a hash made at another cost still fits, and asks to be made anew")
    func rehash() throws {
        let cost = try #require(cheap)
        let hash = try #require(PasswordHash(of: "password", cost: cost))
        #expect(hash.needsRehash() && !hash.needsRehash(for: cost))
        #expect(hash.matches("password"))
    }

    @Test("nothing matches the hash of nobody")
    func unmatchable() throws {
        let cost = try #require(cheap)
        let hash = PasswordHash.unmatchable(cost: cost)
        #expect(!hash.matches("") && !hash.matches("password"))
    }

    @Test("neither hash nor secret is seen in what is printed")
    func hidden() throws {
        let hash = try hash("password")
        let secret = Secret("correct horse")
        var dumped = ""
        dump([secret], to: &dumped)
        dump([hash], to: &dumped)
        #expect("\(hash)" == "***" && "\(secret)" == "***" && "\([secret])" == "[***]")
        #expect(!dumped.contains("correct") && !dumped.contains("salt"))
        #expect(
            "\(String(describing: Optional(secret)))\(String(reflecting: secret))".contains("correct")
                == false)
    }

    private func hex(_ bytes: [UInt8]?) -> String {
        let digits = Array("0123456789abcdef")
        return (bytes ?? []).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }
}

@Suite("which passwords may be chosen")
struct PasswordPolicyTests {
    private func reason(_ password: String, account: String = "ada@example.com") -> String? {
        do throws(Rejection) {
            try PasswordPolicy.judge(password, account: account)
            return nil
        } catch {
            guard case .invalidValue("password", let reason) = error else { return "another error" }
            return reason
        }
    }

    @Test("eight characters of any kind are enough, and a phrase may be long")
    func accepted() {
        for password in [
            "k3#mPw9!", "öäüßéèêë", "correct horse battery staple", "🐴🔋📎✅🐴🔋📎🍰", "        a b c d",
            String(repeating: "abcd", count: 64),
        ] { #expect(reason(password) == nil, "\(password)") }
    }

    @Test("fewer than eight characters are too short, more than 256 bytes too long")
    func lengths() {
        #expect(reason("k3#mPw9") == "must have at least 8 characters")
        #expect(reason("öäüßéèê") == "must have at least 8 characters")
        #expect(reason("") == "must have at least 8 characters")
        #expect(reason(String(repeating: "abcd", count: 64) + "e") == "must have at most 256 bytes")
    }

    @Test(
        "what attackers try first is refused, in any case",
        arguments: [
            "password", "Password", "PASSWORD1", "12345678", "QWERTYUIOP", "iloveyou", "aaaaaaaa", "abababab",
            "abcabcabc", "11111111111111111111", "Passw0rd", "P@ssw0rd", "letmein123", "administrator",
        ])
    func common(password: String) { #expect(reason(password) == "is among the first that are tried") }

    @Test(
        "the name of the account or of the program is no password",
        arguments: ["ada@example.com", "ADA@example.com1", "1ada@example.com", "holdfast", "holdfast2026"])
    func ownName(password: String) {
        #expect(reason(password) == "is too much like the name of the account")
    }

    @Test("a short name inside a long password does no harm")
    func shortName() { #expect(reason("ada went to the market") == nil) }
}
