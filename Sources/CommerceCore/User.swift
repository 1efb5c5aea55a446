/// Somebody who works here and signs in with a password.
///
/// The e-mail, whatever its case, belongs to one user that is not deleted. What a user may do is the union of the
/// roles' permissions; the shop knows the roles.
package struct User: Hashable, Sendable {
    package var email: String
    package var name: String
    /// The hash in its text form, with its parameters and salt; never the password.
    package var passwordHash: String
    package var roles: [RoleOrdinal] = []
    /// Whether the user may sign in.
    package var isActive = true
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var deletedAt: Timestamp?
    package var passwordChangedAt: Timestamp
    /// 1 when it was made; one more with each change.
    package var version: UInt32 = 1

    package init(email: String, name: String, passwordHash: String, at now: Timestamp) {
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        createdAt = now
        updatedAt = now
        passwordChangedAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }
    /// Whether the user is there and may sign in.
    package var isAllowedIn: Bool { isActive && !isDeleted }
}
