/// A named set of permissions for users. Two are built in, ``administratorName`` and ``managerName``: they can be
/// changed like others and not be deleted.
package struct Role: Hashable, Sendable {
    package var name: String
    package var description: String?
    /// As granted, wildcards among them: `orders:*` grants what later versions add to orders, too.
    package var permissionNames: [String] {
        didSet { permissions = PermissionSet(knownAmong: permissionNames) }
    }
    package let isBuiltIn: Bool
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var deletedAt: Timestamp?
    /// 1 when it was made; one more with each change.
    package var version: UInt32 = 1
    /// What the names come to in this version. Names that it does not know grant nothing.
    package private(set) var permissions: PermissionSet

    package init(name: String, permissionNames: [String], isBuiltIn: Bool = false, at now: Timestamp) {
        self.name = name
        self.permissionNames = permissionNames
        self.isBuiltIn = isBuiltIn
        createdAt = now
        updatedAt = now
        permissions = PermissionSet(knownAmong: permissionNames)
    }

    package var isDeleted: Bool { deletedAt != nil }

    package static let administratorName = "ADMIN"
    package static let managerName = "MANAGER"

    /// The roles of the seed, literally, which every shop begins with.
    package static func builtIn(at now: Timestamp) -> [Role] {
        var administrator = Role(name: administratorName, permissionNames: ["*"], isBuiltIn: true, at: now)
        administrator.description = "Everything"
        var manager = Role(
            name: managerName, permissionNames: PermissionSet(role: managerName)?.names ?? [],
            isBuiltIn: true, at: now)
        manager.description = "Products and orders"
        return [administrator, manager]
    }
}

extension PermissionSet {
    /// The permissions that `names`, wildcards among them, grant; names that this version does not know grant none.
    package init(knownAmong names: [String]) {
        self = .none
        for name in names { formUnion(PermissionSet(names: [name]) ?? .none) }
    }

    package mutating func formUnion(_ other: PermissionSet) {
        self = PermissionSet(bits: bits | other.bits)
    }

    package func isSuperset(of other: PermissionSet) -> Bool { bits & other.bits == other.bits }
}
