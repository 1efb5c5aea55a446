import CommerceCore
import CommerceEngine
import CommerceWire
import Testing

@Suite("Users, roles, keys, settings and the audit trail")
struct AdministrationTests {
    private func world() throws -> WireWorld {
        let world = try WireWorld(isEmpty: true)
        for role in try world.must("roles.list")["items"].items {
            world.name(role["name"].text, role["id"].text)
        }
        return world
    }

    @Test("a role is made, changed against its version and deleted; the built-in ones stay")
    func roles() throws {
        let world = try world()
        let made = try world.must("roles.create", #""name":"Packers","permissions":["orders:*"]"#)
        #expect(made["permissions"] == ["orders:*"] && made["version"] == 1)
        world.name("PACK", made["id"].text)
        let stale = #""roleId":"$PACK","permissions":["orders:read"],"expectedVersion":7"#
        #expect(try world.ask("roles.update", stale).code == "version_conflict")
        let changed = try world.must("roles.update", #""roleId":"$PACK","permissions":["orders:read"]"#)
        #expect(changed["permissions"] == ["orders:read"] && changed["version"] == 2)
        #expect(
            try world.ask("roles.create", #""name":"Packers","permissions":[]"#).code == "already_exists")
        #expect(
            try world.ask("roles.create", #""name":"X","permissions":["orders:fly"]"#).code == "invalid_value"
        )
        #expect(try world.ask("roles.delete", #""roleId":"$ADMIN""#).code == "invalid_value")
        #expect(try world.rest(.delete, "/roles/$PACK").status == 204)
        #expect(try world.ask("roles.get", #""roleId":"$PACK""#).code == "role_not_found")
    }

    @Test("nobody grants what they do not have, by role, by changed role, by user or by key")
    func escalation() throws {
        let world = try world()
        world.signIn(without: "orders:delete")
        let members = #""name":"Own","permissions":["*"]"#
        for operation in ["roles.create", "apiKeys.create"] {
            let refused = try world.ask(operation, members)
            #expect(refused.code == "forbidden" || refused.code == "busy", "\(operation)")
        }
        let refused = try world.ask("roles.create", members)
        #expect(refused.details == ["requiredPermission": "orders:delete"])
        #expect(
            try world.ask("roles.update", #""roleId":"$ADMIN","permissions":["orders:read"]"#).code
                == "forbidden")
        world.name(
            "LOW", try world.must("roles.create", #""name":"Low","permissions":["orders:read"]"#)["id"].text)
        #expect(
            try world.ask("roles.update", #""roleId":"$LOW","permissions":["orders:*"]"#).code == "forbidden")
    }

    @Test("every audited change leaves one entry with the names of its members and never a value")
    func audit() throws {
        let world = try world()
        world.signIn(Principal(subject: "key:till", permissions: .all))
        let made = try world.must("roles.create", #""name":"Secret name","permissions":["orders:read"]"#)
        world.name("MADE", made["id"].text)
        try world.must("roles.update", #""roleId":"$MADE","description":"Very secret""#)
        #expect(try world.ask("roles.update", #""roleId":"$MADE","name":7"#).code == "invalid_value")
        let entries = try world.must("audit.list")["items"]
        #expect(entries.items.count == 2)
        #expect(entries[0]["operation"] == "roles.update" && entries[0]["fields"] == ["description"])
        #expect(entries[1]["operation"] == "roles.create" && entries[1]["fields"] == ["name", "permissions"])
        for entry in entries.items {
            #expect(entry["subject"] == "key:till" && entry["target"] == made["id"])
        }
        #expect(!(try world.ask("audit.list").line.contains("ecret")))
        try world.reopen()
        #expect(try world.must("audit.list", #""operation":"roles.update""#)["total"] == 1)
        #expect(try world.must("audit.list", #""subject":"nobody""#)["total"] == 0)
        #expect(try world.must("audit.list", #""target":"$MADE","limit":1"#)["total"] == 2)
        #expect(try world.must("audit.list", #""to":"2020-01-01T00:00:00Z""#)["total"] == 0)
        #expect(try world.must("audit.list", #""from":"2020-01-01T00:00:00.000Z""#)["total"] == 2)
        #expect(try world.ask("audit.list", #""from":"yesterday""#).code == "invalid_value")
    }

    @Test("an answer that is repeated for its key is audited once")
    func auditOfKeys() throws {
        let world = try world()
        let members = #""name":"Once","permissions":[],"idempotencyKey":"k1""#
        try world.must("roles.create", members)
        #expect(try world.must("roles.create", members)["replayed"] == true)
        #expect(try world.must("audit.list")["total"] == 1)
    }

    @Test("settings are changed member by member against their version, and survive a restart")
    func settings() throws {
        let world = try world()
        let first = try world.must("settings.get")
        #expect(first["currency"] == "EUR" && first["version"] == 1)
        let changed = try world.must("settings.update", #""name":"Tea","currency":"GBP","contactEmail":null"#)
        #expect(changed["name"] == "Tea" && changed["version"] == 2)
        for wrong in [#""currency":"eur""#, #""currency":"EURO""#, #""locale":"de_AT""#, #""name":"""#] {
            #expect(try world.ask("settings.update", wrong).code == "invalid_value", "\(wrong)")
        }
        #expect(try world.ask("settings.update", #""expectedVersion":1"#).code == "version_conflict")
        try world.reopen()
        #expect(try world.must("settings.get") == changed)
        #expect(try world.rest(.patch, "/settings", #"{"name":"Tea 2"}"#, version: 1).status == 409)
    }

    @Test("what answers a secret takes no idempotency key, because its answer would be kept")
    func secretsAreNotKept() throws {
        let world = try world()
        for (operation, members) in [
            ("apiKeys.create", #""name":"k","permissions":[]"#), ("sessions.refresh", #""refreshToken":"x""#),
            ("users.create", #""email":"a@b","name":"A","password":"long and winding""#),
        ] {
            let refused = try world.ask(operation, members + #","idempotencyKey":"k""#)
            #expect(refused.code == "unknown_field", "\(operation): \(refused.line)")
        }
    }
}
