/// What is kept of a password: a scrypt hash with its salt and its cost.
///
/// The text form names everything that is needed to check a password later, in base 64 for URLs:
///
///     scrypt$15$8$1$SALT$HASH
///
/// Making and checking one takes tens of milliseconds on purpose and belongs on a ``PasswordWorker``. Passwords are
/// compared as the UTF-8 bytes that were sent (browsers send composed characters), but for zero bytes at the end,
/// which scrypt's HMAC does not see.
package struct PasswordHash: Hashable, Sendable {
    private static let saltBytes = 16
    private static let digestBytes = 32

    package let cost: ScryptCost
    private let salt: [UInt8]
    private let digest: [UInt8]

    /// Hashes `password` with a new salt.
    ///
    /// - Returns: `nil` if there is no memory for it.
    package init?(of password: String, cost: ScryptCost = .standard) {
        let salt = Cryptography.randomBytes(PasswordHash.saltBytes)
        let digest = Cryptography.scrypt(
            password: Array(password.utf8), salt: salt, cost: cost, count: PasswordHash.digestBytes)
        guard let digest else { return nil }
        self.init(cost: cost, salt: salt, digest: digest)
    }

    /// Reads the text form.
    ///
    /// - Returns: `nil` for anything that ``text`` does not write, and for costs beyond 256 MiB.
    package init?(parsing text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].elementsEqual("scrypt".utf8),
            let exponent = PasswordHash.number(parts[1]), let blockSize = PasswordHash.number(parts[2]),
            let parallelism = PasswordHash.number(parts[3]),
            let cost = ScryptCost(exponent: exponent, blockSize: blockSize, parallelism: parallelism),
            let salt = Base64URL.decode(parts[4]), (PasswordHash.saltBytes...64).contains(salt.count),
            let digest = Base64URL.decode(parts[5]), digest.count == PasswordHash.digestBytes
        else { return nil }
        self.init(cost: cost, salt: salt, digest: digest)
    }

    private init(cost: ScryptCost, salt: [UInt8], digest: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.digest = digest
    }

    /// A hash that no password has and that takes as long to check as any other: checked when nobody has the name
    /// that was given, so that the time of the answer does not tell which names exist.
    package static func unmatchable(cost: ScryptCost = .standard) -> PasswordHash {
        PasswordHash(
            cost: cost, salt: Cryptography.randomBytes(saltBytes),
            digest: Cryptography.randomBytes(digestBytes))
    }

    package var text: String {
        "scrypt$\(cost.exponent)$\(cost.blockSize)$\(cost.parallelism)$\(Base64URL.encode(salt))"
            + "$\(Base64URL.encode(digest))"
    }

    /// Whether `password` is the one. The comparison takes the same time wherever the bytes differ.
    package func matches(_ password: String) -> Bool {
        let candidate = Cryptography.scrypt(
            password: Array(password.utf8), salt: salt, cost: cost, count: digest.count)
        guard let candidate else { return false }
        return Cryptography.areEqual(candidate, digest)
    }

    /// Whether new hashes are made in another way, so that this one should be replaced while the password is known.
    package func needsRehash(for standard: ScryptCost = .standard) -> Bool { cost != standard }

    /// Digits without leading zeros, so that every hash has one text.
    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard let first = digits.first, first != UInt8(ascii: "0"), digits.count <= 3 else { return nil }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit) - 48
        }
        return number
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// Not the text form: that is kept, not shown.
    package var description: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
