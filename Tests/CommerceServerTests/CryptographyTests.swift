import CommerceServer
import Testing

@Suite("the text form and the primitives of secrets")
struct CryptographyTests {
    @Test("base 64 for URLs goes there and back for every length")
    func roundTrip() throws {
        for count in 0..<67 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ count) }
            let text = Base64URL.encode(bytes)
            #expect(text.utf8.count == (count * 4 + 2) / 3)
            #expect(Base64URL.decode(text.utf8) == bytes)
        }
    }

    @Test(
        "base 64 for URLs is as RFC 4648 has it, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{3F}\u{3E}\u{3F}\u{3E}\u{7F}", "Pz4_Pn8"),
        ])
    func vectors(text: String, encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
        #expect(Base64URL.decode(encoded.utf8) == Array(text.utf8))
    }

    @Test(
        "what no encoder writes is refused: padding, foreign characters, a lone sixth, bits left over",
        arguments: [
            "Zg==", "Zm8=", "Zg=", "=", "Z", "Zm9vY", "Zm9v+", "Zm9v/w", "Zm 9", "Zm9v\n", "Zm9\u{0}", "Zh",
            "Zm9",
            "Zm9vYh", "_x", "Zmé",
        ])
    func refusals(text: String) { #expect(Base64URL.decode(text.utf8) == nil) }

    @Test("of all texts of two and three characters only canonical ones are read")
    func canonical() {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var readCount = 0
        for first in alphabet {
            for second in alphabet {
                guard let bytes = Base64URL.decode([first, second]) else { continue }
                readCount += 1
                #expect(Array(Base64URL.encode(bytes).utf8) == [first, second])
            }
        }
        #expect(readCount == 256)
        let threes = alphabet.filter { Base64URL.decode([UInt8(ascii: "A"), UInt8(ascii: "A"), $0]) != nil }
        #expect(threes.count == 16)
    }

    @Test("SHA-256 and HMAC-SHA-256 give the figures of FIPS 180 and RFC 4231")
    func knownAnswers() {
        let hash = Array("abc".utf8).withUnsafeBytes { Cryptography.sha256($0) }
        #expect(hex(hash) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let empty = [UInt8]().withUnsafeBytes { Cryptography.sha256($0) }
        #expect(hex(empty) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let code = Array("what do ya want for nothing?".utf8).withUnsafeBytes {
            Cryptography.hmacSHA256(key: Array("Jefe".utf8), $0)
        }
        #expect(hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("equality is of all bytes and of the length")
    func equality() {
        #expect(Cryptography.areEqual([], []))
        #expect(Cryptography.areEqual([1, 2], [1, 2]))
        #expect(!Cryptography.areEqual([1, 2], [1, 3]))
        #expect(!Cryptography.areEqual([1, 2], [1, 2, 3]))
    }

    @Test("random bytes are as many as asked for, and others each time")
    func random() {
        #expect(Cryptography.randomBytes(32).count == 32)
        #expect(Cryptography.randomBytes(32) != Cryptography.randomBytes(32))
    }

    private func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
