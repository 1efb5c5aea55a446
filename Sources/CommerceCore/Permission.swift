/// One right, `resource:action`. The seed's, and those that `decisions` added.
package enum Permission: Int, Sendable, CaseIterable {
    case productsRead, productsWrite, productsDelete
    case customersRead, customersWrite, customersDelete
    case ordersRead, ordersWrite, ordersDelete
    case inventoryRead, inventoryWrite
    case settingsRead, settingsWrite
    case usersRead, usersWrite
    case rolesRead, rolesWrite
    case apiKeysRead, apiKeysWrite
    case auditRead, notificationsRead, systemWrite

    package var name: String {
        switch self {
        case .productsRead: "products:read"
        case .productsWrite: "products:write"
        case .productsDelete: "products:delete"
        case .customersRead: "customers:read"
        case .customersWrite: "customers:write"
        case .customersDelete: "customers:delete"
        case .ordersRead: "orders:read"
        case .ordersWrite: "orders:write"
        case .ordersDelete: "orders:delete"
        case .inventoryRead: "inventory:read"
        case .inventoryWrite: "inventory:write"
        case .settingsRead: "settings:read"
        case .settingsWrite: "settings:write"
        case .usersRead: "users:read"
        case .usersWrite: "users:write"
        case .rolesRead: "roles:read"
        case .rolesWrite: "roles:write"
        case .apiKeysRead: "apiKeys:read"
        case .apiKeysWrite: "apiKeys:write"
        case .auditRead: "audit:read"
        case .notificationsRead: "notifications:read"
        case .systemWrite: "system:write"
        }
    }
}

/// A set of permissions, checked with one bit test per request.
package struct PermissionSet: Hashable, Sendable {
    package private(set) var bits: UInt64

    package static let none = PermissionSet(bits: 0)
    package static let all = PermissionSet(bits: 1 << UInt64(Permission.allCases.count) - 1)

    package init(bits: UInt64) { self.bits = bits }

    /// Reads names, among them the wildcards `orders:*` and `*`.
    ///
    /// - Returns: `nil` if a name is none that this server knows.
    package init?(names: some Sequence<String>) {
        bits = 0
        for name in names {
            let matching = Permission.allCases.filter { PermissionSet.matches(name, $0.name) }
            guard !matching.isEmpty else { return nil }
            for permission in matching { bits |= 1 << UInt64(permission.rawValue) }
        }
    }

    /// The seed's roles, literally. `nil` for a role it does not name.
    package init?(role: String) {
        switch role {
        case "ADMIN": self = .all
        case "MANAGER":
            self.init(names: [
                "customers:read", "products:read", "products:write", "orders:read", "orders:write",
                "inventory:read", "notifications:read",
            ])
        default: return nil
        }
    }

    @inlinable
    package func contains(_ permission: Permission) -> Bool {
        bits & (1 << UInt64(permission.rawValue)) != 0
    }

    package var names: [String] { Permission.allCases.filter(contains).map(\.name) }

    private static func matches(_ pattern: String, _ name: String) -> Bool {
        if pattern == "*" || pattern == "*:*" || pattern == name { return true }
        guard pattern.hasSuffix(":*") else { return false }
        return name.hasPrefix(pattern.dropLast())
    }
}
