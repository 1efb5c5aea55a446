/// Links that let somebody without an account see one thing, made and opened without being kept.
///
/// A token is 32 bytes, 43 characters of base 64 for URLs:
///
///     mac    = HMAC-SHA-256(macKey, reference)[0..<24]      reference: kind 1, ordinal 4, generation 3 bytes
///     token  = (reference ⊕ HMAC-SHA-256(maskKey, mac)[0..<8]) ‖ mac
///
/// This is the synthetic-IV construction: the same reference always gives the same token, and without the secret a
/// token says nothing about the reference. Whether a link is over or its generation was replaced is the shop's to
/// know. See <doc:PortalTokens>.
package struct PortalTokens: Sendable {
    /// What a token leads to.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case customer = 1
        case order = 2
    }

    /// The thing that a token names, and the how many-th token it is.
    package struct Reference: Hashable, Sendable {
        /// Generations are below this.
        package static let generationsMax: UInt32 = 1 << 24

        package let kind: Kind
        package let ordinal: UInt32
        package let generation: UInt32

        package init(kind: Kind, ordinal: UInt32, generation: UInt32) {
            precondition(generation < Reference.generationsMax, "generation \(generation)")
            self.kind = kind
            self.ordinal = ordinal
            self.generation = generation
        }
    }

    /// The length of every token's text.
    package static let characters = 43
    private static let referenceBytes = 8
    private static let macBytes = 24

    private let macKey: [UInt8]
    private let maskKey: [UInt8]

    package init(_ secret: ServerSecret) {
        macKey = secret.key(for: .portalMAC)
        maskKey = secret.key(for: .portalMask)
    }

    package func make(_ reference: Reference) -> String {
        let plain = PortalTokens.bytes(reference)
        let mac = mac(plain)
        return Base64URL.encode(masked(plain, mac) + mac)
    }

    /// - Returns: `nil` for anything that ``make(_:)`` with this secret does not give. The time depends on the length
    ///   of the text, but not on how much of a token is right.
    package func open(_ text: some Collection<UInt8>) -> Reference? {
        guard text.count == PortalTokens.characters, let token = Base64URL.decode(text) else { return nil }
        let mac = Array(token[PortalTokens.referenceBytes...])
        let plain = masked(Array(token[..<PortalTokens.referenceBytes]), mac)
        guard Cryptography.areEqual(self.mac(plain), mac), let kind = Kind(rawValue: plain[0]) else {
            return nil
        }
        let number = { (range: Range<Int>) in plain[range].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
        return Reference(kind: kind, ordinal: number(1..<5), generation: number(5..<8))
    }

    private static func bytes(_ reference: Reference) -> [UInt8] {
        let number =
            UInt64(reference.kind.rawValue) << 56 | UInt64(reference.ordinal) << 24
            | UInt64(reference.generation)
        return withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private func mac(_ reference: [UInt8]) -> [UInt8] {
        let code = reference.withUnsafeBytes { Cryptography.hmacSHA256(key: macKey, $0) }
        return Array(code.prefix(PortalTokens.macBytes))
    }

    /// Masks, and unmasks.
    private func masked(_ reference: [UInt8], _ mac: [UInt8]) -> [UInt8] {
        let pad = mac.withUnsafeBytes { Cryptography.hmacSHA256(key: maskKey, $0) }
        return zip(reference, pad).map { $0 ^ $1 }
    }
}
