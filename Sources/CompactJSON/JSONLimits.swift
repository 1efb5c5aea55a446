/// The named maxima of one ``JSONDocument``. They bound memory and work before any of it is spent.
package struct JSONLimits: Hashable, Sendable {
    /// Containers that may be open at once: `[[1]]` has depth 2. At most 512, because
    /// ``JSONNode/fingerprint(excluding:)`` recurses once a level.
    package let depthMax: Int
    /// Bytes of one text, white space included. At most 2^28 - 1, so that positions fit the token.
    package let bytesMax: Int
    /// Values and keys of one text. A token takes 16 bytes.
    package let tokensMax: Int

    package init(depthMax: Int = 32, bytesMax: Int = 1_048_576, tokensMax: Int = 262_144) {
        precondition((1...512).contains(depthMax), "depthMax \(depthMax) is outside 1...512")
        precondition((1..<1 << 28).contains(bytesMax), "bytesMax \(bytesMax) is outside 1..<2^28")
        precondition((1..<1 << 28).contains(tokensMax), "tokensMax \(tokensMax) is outside 1..<2^28")
        self.depthMax = depthMax
        self.bytesMax = bytesMax
        self.tokensMax = tokensMax
    }
}
