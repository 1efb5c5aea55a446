/// What this server alone knows, and from which it derives a key for each purpose.
///
/// It is configuration and never data: no journal, snapshot, backup or export holds it or anything it could be
/// computed from. The text is used as it is, byte for byte, so the content of a secret's file and the value of an
/// environment variable mean the same.
package struct ServerSecret: Sendable, CustomStringConvertible, CustomReflectable {
    package static let bytesMinimum = 32

    /// What a key is for. The names are part of how keys are made: changing one ends every token of that kind.
    package enum Purpose: String, CaseIterable, Sendable {
        case portalMAC = "portal mac 1"
        case portalMask = "portal mask 1"
        case sessionTokens = "session tokens 1"
    }

    private let bytes: [UInt8]

    /// - Returns: `nil` if there are fewer than ``bytesMinimum`` bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= ServerSecret.bytesMinimum else { return nil }
        self.bytes = bytes
    }

    /// 32 bytes, different and unrelated for each purpose: HKDF-SHA-256 with the purpose as its information.
    package func key(for purpose: Purpose) -> [UInt8] {
        Cryptography.hkdfSHA256(
            secret: bytes, salt: Array("holdfast".utf8), information: Array(purpose.rawValue.utf8), count: 32)
    }

    package var description: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
