/// A machine's key: the digest of its secret, never the secret.
package struct APIKey: Hashable, Sendable {
    package let name: String
    /// SHA-256 of the secret, 32 bytes.
    package let digest: [UInt8]
    package let permissions: PermissionSet
    package let createdAt: Timestamp
    package var expiresAt: Timestamp?
    package var revokedAt: Timestamp?
    /// `nil` for keys made before this was written down.
    package var createdBy: SubjectOrdinal?

    package init(
        name: String, digest: [UInt8], permissions: PermissionSet, createdAt: Timestamp,
        createdBy: SubjectOrdinal? = nil
    ) {
        self.name = name
        self.digest = digest
        self.permissions = permissions
        self.createdAt = createdAt
        self.createdBy = createdBy
    }
}
