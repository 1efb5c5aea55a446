import CommerceCore
import CommerceEngine
import Testing

@Suite("users, roles and sessions")
struct PeopleTests {
    private func makeUser(_ world: ShopWorld, _ name: String, role: String) throws -> UserOrdinal {
        try world.run { shop in
            var user = User(email: "\(name)@example.com", name: name, passwordHash: "h", at: shop.now)
            user.roles = [try shop.findRole(name: role)]
            return try shop.create(user)
        }
    }

    @Test("every shop begins with the seed's two roles, once")
    func builtIn() throws {
        let world = try ShopWorld()
        for _ in 0..<2 {
            let roles = try world.run { shop in
                try ["ADMIN", "MANAGER"].map { shop.role(try shop.findRole(name: $0)) }
            }
            #expect(world.run { $0.roleCount } == 2)
            #expect(roles[0].permissions == .all && roles[0].isBuiltIn)
            #expect(roles[1].permissions == PermissionSet(role: "MANAGER") && roles[1].isBuiltIn)
            try world.restart()
        }
        #expect(world.refusal { try $0.delete(RoleOrdinal(0)) }?.code == .invalidValue)
        #expect(world.refusal { try $0.update(RoleOrdinal(0)) { $0.name = "X" } }?.code == .invalidValue)
    }

    @Test("an e-mail, whatever its case, belongs to one user that is there")
    func emails() throws {
        let world = try ShopWorld()
        let ada = try makeUser(world, "ada", role: "MANAGER")
        #expect(throws: Rejection.alreadyExists(field: "email")) {
            try makeUser(world, "ADA", role: "MANAGER")
        }
        let bob = try makeUser(world, "bob", role: "MANAGER")
        #expect(
            world.refusal { try $0.update(bob) { $0.email = "Ada@example.com" } }
                == .alreadyExists(field: "email"))
        try world.run { try $0.delete(ada) }
        try world.run { try $0.update(bob) { $0.email = "Ada@example.com" } }
        #expect(try world.run { try $0.findUser(email: "ada@EXAMPLE.com") } == bob)
    }

    @Test(
        "the last active administrator is neither removed, made inactive nor demoted, nor is the role emptied"
    )
    func lastAdministrator() throws {
        let world = try ShopWorld()
        let first = try makeUser(world, "ada", role: "ADMIN")
        let second = try makeUser(world, "bob", role: "ADMIN")
        try world.run { try $0.update(second) { $0.isActive = false } }
        let administrator = RoleOrdinal(0)
        #expect(world.refusal { try $0.delete(first) } == .lastAdministrator)
        #expect(world.refusal { try $0.update(first) { $0.isActive = false } } == .lastAdministrator)
        #expect(world.refusal { try $0.update(first) { $0.roles = [] } } == .lastAdministrator)
        #expect(
            world.refusal { try $0.update(administrator) { $0.permissionNames = ["orders:*"] } }
                == .lastAdministrator)
        try world.run { try $0.update(first) { $0.name = "Ada" } }
        try world.run { try $0.update(second) { $0.isActive = true } }
        try world.run { try $0.delete(first) }
        #expect(world.refusal { try $0.delete(second) } == .lastAdministrator)
    }

    @Test("two roles that together have all permissions make an administrator")
    func joinedRoles() throws {
        let world = try ShopWorld()
        let names = Permission.allCases.map(\.name)
        let user = try world.run { shop in
            let left = try shop.create(
                Role(name: "L", permissionNames: Array(names.prefix(9)), at: shop.now))
            let right = try shop.create(
                Role(name: "R", permissionNames: Array(names.dropFirst(9)), at: shop.now))
            var user = User(email: "a@example.com", name: "a", passwordHash: "h", at: shop.now)
            user.roles = [left, right]
            return try shop.create(user)
        }
        #expect(world.run { $0.permissions(of: user) } == .all)
        #expect(world.refusal { try $0.delete(RoleOrdinal(2)) } == .lastAdministrator)
        _ = try makeUser(world, "root", role: "ADMIN")
        try world.run { try $0.delete(RoleOrdinal(2)) }
        #expect(world.run { $0.roles(of: user) } == [RoleOrdinal(3)])
        #expect(
            world.refusal { _ = try $0.create(Role(name: "X", permissionNames: ["x:y"], at: $0.now)) }?.code
                == .invalidValue)
    }

    @Test("a session is found by its token's digest until it is renewed, revoked or over")
    func sessions() throws {
        let world = try ShopWorld()
        let user = try makeUser(world, "ada", role: "ADMIN")
        let old = Array(repeating: UInt8(1), count: 32)
        let new = Array(repeating: UInt8(2), count: 32)
        let session = world.run { $0.create(Everything.session(of: user, 1, agent: nil, $0)) }
        #expect(world.run { $0.findSession(digest: old) } == session)
        try world.run { try $0.renew(session, digest: new, expiresAt: $0.now.adding(milliseconds: 500)) }
        #expect(world.run { $0.findSession(digest: old) } == nil)
        try world.restart()
        #expect(world.run { $0.findSession(digest: new) } == session)
        world.advance(500)
        #expect(world.run { $0.findSession(digest: new) } == nil)
        #expect(
            world.refusal { try $0.renew(session, digest: old, expiresAt: $0.now) }
                == .notFound(.sessionNotFound))
        world.run { $0.tidy() }
        #expect(world.run { $0.sessionCount } == 0)
        try world.takeSnapshot()
        try world.restart()
        #expect(world.run { $0.create(Everything.session(of: user, 3, agent: nil, $0)) } != session)
    }

    @Test("another password ends all sessions but the one it was changed in; an inactive user has none")
    func endedSessions() throws {
        let world = try ShopWorld()
        let (user, _) = (
            try makeUser(world, "ada", role: "MANAGER"), try makeUser(world, "bob", role: "ADMIN")
        )
        let own = world.run { shop in
            (1...3).map { shop.create(Everything.session(of: user, $0, agent: nil, shop)) }
        }
        try world.run { try $0.update(user, keeping: own[1]) { $0.passwordHash = "new" } }
        #expect(world.run { $0.liveSessions(of: user) } == [own[1]])
        try world.run { try $0.update(user) { $0.isActive = false } }
        #expect(world.run { $0.liveSessions(of: user) } == [])
    }

    @Test("who signs in ever again loses the session that was not used for the longest time")
    func manySessions() throws {
        let world = try ShopWorld()
        let user = try makeUser(world, "ada", role: "ADMIN")
        var made: [SessionOrdinal] = []
        for index in 0..<50 {
            world.advance(10)
            made.append(
                world.run { $0.create(Everything.session(of: user, UInt8(index), agent: nil, $0)) })
        }
        world.advance(10)
        try world.run { shop in
            try shop.renew(
                made[0], digest: Array(repeating: 99, count: 32),
                expiresAt: shop.now.adding(milliseconds: 1_000))
        }
        let last = world.run { $0.create(Everything.session(of: user, 200, agent: nil, $0)) }
        let live = world.run { $0.liveSessions(of: user) }
        #expect(live.count == 50 && live.contains(made[0]) && !live.contains(made[1]) && live.last == last)
    }
}
