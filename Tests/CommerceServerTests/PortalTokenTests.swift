import CommerceServer
import TestSupport
import Testing

@Suite("links of the portal are computed and kept nowhere")
struct PortalTokenTests {
    private static let secret = Array("0123456789abcdef0123456789abcdef".utf8)

    private func tokens(_ secret: [UInt8] = secret) throws -> PortalTokens {
        PortalTokens(try #require(ServerSecret(secret)))
    }

    @Test("a token is what another program computes, and always the same")
    func golden() throws {
        let tokens = try tokens()
        let customer = PortalTokens.Reference(kind: .customer, ordinal: 12, generation: 3)
        #expect(tokens.make(customer) == "jjSJAOtsBxbaSj2Fl5HM8puOg9J_5pl6gqq0c5BFJxw")
        let order = PortalTokens.Reference(kind: .order, ordinal: .max, generation: (1 << 24) - 1)
        #expect(tokens.make(order) == "ewq1JAN9eWonwszMKqoxiAFXXJFGmgTbPnYwlMnqOYg")
        #expect(tokens.open("jjSJAOtsBxbaSj2Fl5HM8puOg9J_5pl6gqq0c5BFJxw".utf8) == customer)
        #expect(tokens.open("ewq1JAN9eWonwszMKqoxiAFXXJFGmgTbPnYwlMnqOYg".utf8) == order)
    }

    @Test("every reference comes back")
    func roundTrip() throws {
        let tokens = try tokens()
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let reference = PortalTokens.Reference(
                kind: Bool.random(using: &generator) ? .customer : .order,
                ordinal: .random(in: .min ... .max, using: &generator),
                generation: .random(in: 0..<PortalTokens.Reference.generationsMax, using: &generator))
            let text = tokens.make(reference)
            #expect(text.utf8.count == PortalTokens.characters)
            #expect(tokens.open(text.utf8) == reference)
        }
    }

    @Test("each bit of the 32 bytes counts")
    func flippedBits() throws {
        let tokens = try tokens()
        let text = tokens.make(PortalTokens.Reference(kind: .customer, ordinal: 7, generation: 0))
        let bytes = try #require(Base64URL.decode(text.utf8))
        #expect(bytes.count == 32)
        for bit in 0..<256 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(tokens.open(Base64URL.encode(damaged).utf8) == nil, "bit \(bit)")
        }
    }

    @Test("other lengths, other characters, other forms of the same bytes are refused")
    func otherTexts() throws {
        let tokens = try tokens()
        let text = tokens.make(PortalTokens.Reference(kind: .customer, ordinal: 7, generation: 0))
        for count in 0..<43 { #expect(tokens.open(text.utf8.prefix(count)) == nil) }
        for more in ["A", "=", "\n"] { #expect(tokens.open((text + more).utf8) == nil) }
        for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
            let changed = text.dropLast() + String(last)
            #expect((tokens.open(changed.utf8) != nil) == (changed == text))
        }
        #expect(tokens.open(String(repeating: "é", count: 21).utf8) == nil)
    }

    @Test("another secret opens nothing, and makes other tokens")
    func otherSecret() throws {
        let reference = PortalTokens.Reference(kind: .order, ordinal: 1, generation: 1)
        let (ours, theirs) = (try tokens(), try tokens(Self.secret.reversed()))
        #expect(theirs.open(ours.make(reference).utf8) == nil)
        #expect(theirs.make(reference) != ours.make(reference))
    }

    @Test("tokens of neighbours have nothing in common that tells them apart from others")
    func neighbours() throws {
        let tokens = try tokens()
        let all = try (0..<256).map { (ordinal: UInt32) in
            let reference = PortalTokens.Reference(kind: .customer, ordinal: ordinal, generation: 0)
            return try #require(Base64URL.decode(tokens.make(reference).utf8))
        }
        #expect(Set(all).count == 256)
        // Were the reference in the clear, its first byte would be the same in all of them.
        for position in 0..<32 { #expect(Set(all.map { $0[position] }).count > 100, "byte \(position)") }
    }

    @Test("a generation beyond three bytes is a mistake of ours")
    func generations() async {
        await #expect(processExitsWith: .failure) {
            _ = PortalTokens.Reference(kind: .order, ordinal: 0, generation: 1 << 24)
        }
    }
}
