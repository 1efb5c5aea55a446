import CLinux

/// CRC-32C (Castagnoli, RFC 3720), the checksum of everything this module writes.
///
/// It detects every single flipped bit and every burst up to 32 bits; it is no defence against
/// an attacker. The processor's instruction is used where there is one, else ``SoftwareChecksum``.
package struct Checksum: Sendable {
    private var register: UInt32

    package init() { register = ~0 }

    /// A checksum that has already seen `salt` and `offset`: equal bytes in another file or at another
    /// place have another checksum, so stale and misdirected writes do not verify.
    package init(salt: UInt64, offset: UInt64) {
        self.init()
        var seed = (salt.littleEndian, offset.littleEndian)
        withUnsafeBytes(of: &seed) { update($0) }
    }

    package var value: UInt32 { ~register }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        register =
            Self.isInHardware
            ? hardware_crc32c(register, start, bytes.count)
            : SoftwareChecksum.update(register, bytes)
    }

    /// The checksum of `bytes` alone.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var checksum = Checksum()
        checksum.update(bytes)
        return checksum.value
    }

    /// Whether the processor computes it.
    package static let isInHardware = hardware_crc32c_is_available()
}
