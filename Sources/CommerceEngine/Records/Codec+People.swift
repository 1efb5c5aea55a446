import CommerceCore
import Journaling

extension ByteWriter {
    mutating func put(_ customer: Customer) {
        put(string: customer.email)
        put(string: customer.firstName)
        put(string: customer.lastName)
        put(optional: customer.phone)
        put(optional: customer.company)
        put(optional: customer.shippingAddress)
        put(optional: customer.billingAddress)
        put(optional: customer.notes)
        put(count: customer.tags.count)
        for tag in customer.tags { put(string: tag) }
        put(customer.createdAt)
        put(customer.updatedAt)
        put(optional: customer.deletedAt)
        put(varint: UInt64(customer.portalGeneration))
        put(optional: customer.portalIssuedAt)
        put(version: customer.version)
    }

    mutating func put(_ key: APIKey) {
        put(string: key.name)
        key.digest.withUnsafeBytes { put(lengthPrefixed: $0) }
        put(varint: key.permissions.bits)
        put(key.createdAt)
        put(optional: key.expiresAt)
        put(optional: key.revokedAt)
        put(optional: key.createdBy)
    }

    mutating func put(_ contact: Contact) {
        put(string: contact.email)
        put(string: contact.name)
        put(optional: contact.phone)
    }

    mutating func put(_ user: User) {
        put(string: user.email)
        put(string: user.name)
        put(string: user.passwordHash)
        put(count: user.roles.count)
        for role in user.roles { put(role) }
        put(user.isActive)
        put(user.createdAt)
        put(user.updatedAt)
        put(optional: user.deletedAt)
        put(user.passwordChangedAt)
        put(version: user.version)
    }

    mutating func put(_ role: Role) {
        put(string: role.name)
        put(optional: role.description)
        put(strings: role.permissionNames)
        put(role.isBuiltIn)
        put(role.createdAt)
        put(role.updatedAt)
        put(optional: role.deletedAt)
        put(version: role.version)
    }

    mutating func put(_ session: SignInSession) {
        put(session.user)
        session.digest.withUnsafeBytes { put(lengthPrefixed: $0) }
        put(session.createdAt)
        put(session.lastUsedAt)
        put(session.expiresAt)
        put(optional: session.revokedAt)
        put(optional: session.userAgent)
    }
}

extension ByteReader {
    mutating func customer() throws -> Customer {
        var customer = try customerVersion1()
        customer.portalGeneration = try version()
        customer.portalIssuedAt = try optionalTime()
        customer.version = try version()
        return customer
    }

    mutating func contact() throws -> Contact {
        Contact(email: try string(), name: try string(), phone: try optionalString())
    }

    mutating func apiKey() throws -> APIKey {
        var key = try apiKeyVersion1()
        key.createdBy = try optionalOrdinal()
        return key
    }

    mutating func user() throws -> User {
        var user = User(email: try string(), name: try string(), passwordHash: try string(), at: .zero)
        for _ in 0..<(try count()) { user.roles.append(try ordinal()) }
        user.isActive = try flag()
        user.createdAt = try time()
        user.updatedAt = try time()
        user.deletedAt = try optionalTime()
        user.passwordChangedAt = try time()
        user.version = try version()
        return user
    }

    mutating func role() throws -> Role {
        let name = try string()
        let description = try optionalString()
        let permissionNames = try strings()
        var role = Role(
            name: name, permissionNames: permissionNames, isBuiltIn: try flag(), at: try time())
        role.description = description
        role.updatedAt = try time()
        role.deletedAt = try optionalTime()
        role.version = try version()
        return role
    }

    mutating func signInSession() throws -> SignInSession {
        let user = try ordinal(UserKind.self)
        let digest = [UInt8](try lengthPrefixed())
        let createdAt = try time()
        let lastUsedAt = try time()
        let expiresAt = try time()
        let revokedAt = try optionalTime()
        var session = SignInSession(
            user: user, digest: digest, createdAt: createdAt, expiresAt: expiresAt,
            userAgent: try optionalString())
        session.lastUsedAt = lastUsedAt
        session.revokedAt = revokedAt
        return session
    }
}
