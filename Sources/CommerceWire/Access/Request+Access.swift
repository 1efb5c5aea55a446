import CommerceCore
import CommerceEngine
import CompactJSON

// What the operations on users, roles and keys have in common.
extension Request {
    /// - Throws: ``Rejection/busy(reason:)`` where nobody can sign in with a password.
    func desk() throws(Rejection) -> any AccessDesk {
        guard let desk = session.desk else { throw .busy(reason: "There is no signing in here") }
        return desk
    }

    /// Whether the tokens are wanted as cookies. Only pages of this server get them: another's could make a browser
    /// sign in as somebody whom its user does not expect.
    func wantsCookie() throws(Rejection) -> Bool {
        guard try fields.flag("cookie") ?? false else { return false }
        guard session.takesCookies else {
            throw .invalidValue(field: "cookie", reason: "cookies are for the pages of this server only")
        }
        return true
    }

    /// Nobody gives what they do not have, or changes who may do more.
    ///
    /// - Throws: ``Rejection/forbidden(permission:)`` with the first permission that the caller lacks.
    func requireOwn(_ permissions: PermissionSet) throws(Rejection) {
        let own = session.principal?.permissions ?? .none
        guard !own.isSuperset(of: permissions) else { return }
        let missing = permissions.names.first { name in
            !(PermissionSet(names: [name]).map(own.isSuperset) ?? false)
        }
        throw .forbidden(permission: missing ?? "*")
    }
}

extension RequestFields {
    func user(in shop: isolated Shop) throws(Rejection) -> UserOrdinal {
        try shop.findUser(RequestFields.entityID(try required("userId"), "userId", else: .userNotFound))
    }

    func role(in shop: isolated Shop) throws(Rejection) -> RoleOrdinal {
        try shop.findRole(RequestFields.entityID(try required("roleId"), "roleId", else: .roleNotFound))
    }

    func entityVersion() throws(Rejection) -> UInt32? {
        try integer("expectedVersion", in: 0...Int64(UInt32.max)).map { UInt32($0) }
    }

    /// The e-mail address of somebody who signs in.
    func account() throws(Rejection) -> String {
        let email = try string("email", bytesMaximum: 254)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            !email.utf8.contains(where: { $0 <= 0x20 })
        else { throw .invalidValue(field: "email", reason: "must look like name@example.com") }
        return email
    }

    /// A list of texts; `nil` if it is absent.
    func texts(_ name: StaticString, atMost count: Int) throws(Rejection) -> [String]? {
        guard let list = optional(name) else { return nil }
        guard list.kind == .array, list.count <= count else {
            throw .invalidValue(field: name.description, reason: "must be a list of at most \(count) texts")
        }
        var texts: [String] = []
        for element in list.elements {
            texts.append(try RequestFields.string(element, name, bytesMaximum: 64))
        }
        return texts
    }

    /// Names of permissions, wildcards among them, each once; `nil` if the member is absent.
    func permissionNames() throws(Rejection) -> [String]? {
        guard let names = try texts("permissions", atMost: 100) else { return nil }
        var unique: [String] = []
        for name in names where !unique.contains(name) {
            guard PermissionSet(names: [name]) != nil else {
                throw .invalidValue(field: "permissions", reason: "there is no permission \(name)")
            }
            unique.append(name)
        }
        return unique
    }

    /// `nil` if the member is absent.
    func roles(in shop: isolated Shop) throws(Rejection) -> [RoleOrdinal]? {
        guard let texts = try texts("roleIds", atMost: 50) else { return nil }
        var roles: [RoleOrdinal] = []
        for text in texts {
            guard let id = EntityID(text) else { throw .notFound(.roleNotFound) }
            let role = try shop.findRole(id)
            if !roles.contains(role) { roles.append(role) }
        }
        return roles
    }
}

extension Shop {
    /// The user of that name who may come in.
    func allowedUser(email: String) -> UserOrdinal? {
        guard let found = try? findUser(email: email), user(found).isAllowedIn else { return nil }
        return found
    }

    /// What a user could do if active.
    func grantable(to ordinal: UserOrdinal) -> PermissionSet { permissions(of: roles(of: ordinal)) }

    func permissions(of roles: [RoleOrdinal]) -> PermissionSet {
        var permissions = PermissionSet.none
        for ordinal in roles { permissions.formUnion(role(ordinal).permissions) }
        return permissions
    }
}

extension JSONWriter {
    mutating func member(_ name: StaticString, names: [String]) {
        key(name)
        beginArray()
        for name in names { value(name) }
        endArray()
    }

    mutating func members(of ordinal: UserOrdinal, in shop: isolated Shop) {
        let user = shop.user(ordinal)
        member("id", shop.id(of: ordinal))
        member("email", user.email)
        member("name", user.name)
        member("isActive", user.isActive)
        key("roles")
        beginArray()
        for role in shop.roles(of: ordinal) {
            beginObject()
            member("id", shop.id(of: role))
            member("name", shop.role(role).name)
            endObject()
        }
        endArray()
        member("createdAt", user.createdAt)
        member("updatedAt", user.updatedAt)
        member("passwordChangedAt", user.passwordChangedAt)
        member("version", Int64(user.version))
    }

    mutating func members(of ordinal: RoleOrdinal, in shop: isolated Shop) {
        let role = shop.role(ordinal)
        member("id", shop.id(of: ordinal))
        member("name", role.name)
        member("description", role.description)
        member("permissions", names: role.permissionNames)
        member("isBuiltIn", role.isBuiltIn)
        member("createdAt", role.createdAt)
        member("updatedAt", role.updatedAt)
        member("version", Int64(role.version))
    }
}
