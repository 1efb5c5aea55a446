import COpenSSL

/// The few primitives that the server needs, all of them OpenSSL's.
package enum Cryptography {
    /// SHA-256 of `bytes`: 32 bytes.
    package static func sha256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let result = SHA256(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &digest)
        precondition(result != nil, "SHA-256 failed")
        return digest
    }

    /// HMAC-SHA-256 (RFC 2104): 32 bytes.
    package static func hmacSHA256(key: [UInt8], _ message: UnsafeRawBufferPointer) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var length: UInt32 = 0
        let result = HMAC(
            EVP_sha256(), key, Int32(key.count), message.bindMemory(to: UInt8.self).baseAddress,
            message.count,
            &code, &length)
        precondition(result != nil && length == 32, "HMAC failed")
        return code
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    /// Bytes from the system's generator.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "the random generator failed")
        return bytes
    }
}
