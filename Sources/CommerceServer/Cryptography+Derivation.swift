import COpenSSL

/// What turns secrets into other secrets.
extension Cryptography {
    /// HKDF with SHA-256 (RFC 5869), extract and expand.
    ///
    /// - Parameter count: Bytes wanted, at most 8,160.
    package static func hkdfSHA256(
        secret: [UInt8], salt: [UInt8], information: [UInt8], count: Int
    ) -> [UInt8] {
        precondition((1...8_160).contains(count), "HKDF of \(count) bytes")
        var key = [UInt8](repeating: 0, count: count)
        var length = count
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil)
        defer { EVP_PKEY_CTX_free(context) }
        let isDerived =
            EVP_PKEY_derive_init(context) == 1
            && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1
            && EVP_PKEY_CTX_set1_hkdf_salt(context, salt, Int32(salt.count)) == 1
            && EVP_PKEY_CTX_set1_hkdf_key(context, secret, Int32(secret.count)) == 1
            && EVP_PKEY_CTX_add1_hkdf_info(context, information, Int32(information.count)) == 1
            && EVP_PKEY_derive(context, &key, &length) == 1
        precondition(isDerived && length == count, "HKDF failed")
        return key
    }

    /// scrypt (RFC 7914). Takes `cost.memoryBytes` and about as long as the cost says: not for a loop's thread.
    ///
    /// - Returns: `nil` if there is no memory for it.
    package static func scrypt(
        password: [UInt8], salt: [UInt8], cost: ScryptCost, count: Int
    ) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: count)
        let result = password.withUnsafeBytes { password in
            EVP_PBE_scrypt(
                password.bindMemory(to: CChar.self).baseAddress, password.count, salt, salt.count,
                cost.iterations, UInt64(cost.blockSize), UInt64(cost.parallelism),
                // The table, the blocks of each lane, and what is worked in; OpenSSL refuses to take more.
                UInt64(cost.memoryBytes + (1 << 20)), &key, count)
        }
        return result == 1 ? key : nil
    }
}

/// How dear one scrypt is (RFC 7914).
///
/// The memory is `128 · blockSize · 2^exponent` bytes, the time grows with `parallelism` too.
package struct ScryptCost: Hashable, Sendable {
    /// The logarithm of N.
    package let exponent: Int
    /// r.
    package let blockSize: Int
    /// p.
    package let parallelism: Int

    /// N = 2¹⁵, r = 8, p = 1: 32 MiB. The one constant to raise when machines get faster: stored hashes carry their
    /// own cost and are made anew when their owners sign in.
    package static let standard = ScryptCost(uncheckedExponent: 15, blockSize: 8, parallelism: 1)

    /// - Returns: `nil` for costs that a stored hash must not have: nothing at all, or more than 256 MiB.
    package init?(exponent: Int, blockSize: Int, parallelism: Int) {
        guard (1...24).contains(exponent), (1...64).contains(blockSize), (1...16).contains(parallelism)
        else { return nil }
        self.init(uncheckedExponent: exponent, blockSize: blockSize, parallelism: parallelism)
        guard memoryBytes <= 256 << 20 else { return nil }
    }

    private init(uncheckedExponent exponent: Int, blockSize: Int, parallelism: Int) {
        self.exponent = exponent
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// N.
    var iterations: UInt64 { 1 << UInt64(exponent) }
    package var memoryBytes: Int { 128 * blockSize * (Int(iterations) + parallelism) }
}
