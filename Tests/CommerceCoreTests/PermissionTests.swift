import CommerceCore
import Testing

@Suite("Permissions")
struct PermissionTests {
    fileprivate static let names = [
        "products:read", "products:write", "products:delete", "customers:read", "customers:write",
        "customers:delete", "orders:read", "orders:write", "orders:delete", "inventory:read",
        "inventory:write", "settings:read", "settings:write", "users:read", "users:write", "roles:read",
        "roles:write", "apiKeys:read", "apiKeys:write", "audit:read", "notifications:read", "system:write",
    ]

    @Test("names and stored bits of permissions never change")
    func names() {
        #expect(Permission.allCases.map(\.name) == PermissionTests.names)
        #expect(Permission.allCases.map(\.rawValue) == Array(0..<22))
    }

    @Test("a set holds what it was made of and nothing else", arguments: Permission.allCases)
    func single(permission: Permission) throws {
        let set = try #require(PermissionSet(names: [permission.name]))
        #expect(set.names == [permission.name])
        #expect(Permission.allCases.filter(set.contains) == [permission])
        #expect(set.bits == 1 << UInt64(permission.rawValue))
    }

    @Test(
        "a wildcard stands for every action of its resource",
        arguments: [
            (["orders:*"], ["orders:read", "orders:write", "orders:delete"]),
            (["inventory:*"], ["inventory:read", "inventory:write"]),
            (
                ["orders:*", "orders:read", "audit:read"],
                ["orders:read", "orders:write", "orders:delete", "audit:read"]
            ),
            ([], []),
        ] as [([String], [String])])
    func wildcards(given: [String], expected: [String]) {
        #expect(PermissionSet(names: given)?.names == expected)
    }

    @Test("a star stands for everything", arguments: ["*", "*:*"])
    func everything(name: String) {
        #expect(PermissionSet(names: [name]) == .all)
    }

    @Test(
        "one name that is none refuses them all",
        arguments: [
            "", "orders", "orders:", "orders:fly", "Orders:read", "order:*", "*:read", ":*", "orders:**",
            "orders:read ", "ord*", "o*:*",
        ])
    func unknown(name: String) {
        #expect(PermissionSet(names: [name]) == nil)
        #expect(PermissionSet(names: ["orders:read", name]) == nil)
    }

    @Test("an administrator may do everything")
    func administrator() {
        #expect(PermissionSet(role: "ADMIN") == .all)
        #expect(PermissionSet.all.names == PermissionTests.names)
        #expect(PermissionSet.none.names == [])
    }

    @Test("a manager may do what the seed lists, and read notifications")
    func manager() {
        #expect(
            PermissionSet(role: "MANAGER")?.names == [
                "products:read", "products:write", "customers:read", "orders:read", "orders:write",
                "inventory:read", "notifications:read",
            ])
    }

    @Test("no other role is known", arguments: ["", "admin", "USER", "ADMIN "])
    func otherRoles(role: String) {
        #expect(PermissionSet(role: role) == nil)
    }
}
