import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import Journaling
import Testing

@Suite("hashes of passwords that are made anew, and tokens that come twice")
struct RehashTests {
    /// A world with a user whose password is kept in an older way.
    private func world() throws -> (world: WireWorld, user: UserOrdinal) {
        let world = try WireWorld()
        let user = try world.inShop { shop in
            let all = try shop.create(Role(name: "CLERK", permissionNames: ["orders:read"], at: shop.now))
            var user = User(email: "ada@example.com", name: "Ada", passwordHash: "old", at: shop.now)
            user.roles = [all]
            return try shop.create(user)
        }
        world.disconnect()
        world.session.desk = PlainDesk()
        return (world, user)
    }

    private let line = #"{"op":"sessions.create","email":"ada@example.com","password":"p"}"#

    @Test("a hash in a newer way is kept when its password signs in, unseen: version, sessions and time stay")
    func rehash() throws {
        let (world, user) = try world()
        let before = world.inShop { $0.user(user) }
        let first = world.signIn(line, .done(isRight: true, hash: nil, checked: "old"))
        #expect(first.contains("accessToken"))
        #expect(world.inShop { $0.user(user).passwordHash } == "old")
        let second = world.signIn(line, .done(isRight: true, hash: "new", checked: "old"))
        #expect(second.contains("accessToken"))
        for _ in 0..<2 {
            let after = world.inShop { $0.user(user) }
            #expect(after.passwordHash == "new" && after.version == before.version)
            #expect(after.passwordChangedAt == before.passwordChangedAt)
            #expect(world.inShop { $0.liveSessions(of: user).count } == 2)
            try world.reopen()
        }
    }

    @Test("who was checked against a hash that is not kept any more must ask again, and replaces nothing")
    func race() throws {
        let (world, user) = try world()
        try world.inShop { shop in try shop.update(user) { $0.passwordHash = "other" } }
        for isRight in [true, false] {
            let reply = world.signIn(line, .done(isRight: isRight, hash: "new", checked: "old"))
            #expect(reply.contains(#""code":"busy""#), "\(reply)")
        }
        #expect(world.inShop { $0.user(user).passwordHash } == "other")
        #expect(world.inShop { $0.liveSessions(of: user) } == [])
    }

    @Test("a refresh token that comes twice ends the session, and the audit trail says so")
    func reuse() throws {
        let (world, user) = try world()
        _ = world.signIn(line, .done(isRight: true, hash: nil, checked: "old"))
        let session = try #require(
            world.inShop { shop in
                shop.liveSessions(of: user).first.flatMap { shop.id(of: $0)?.description }
            })
        func refresh(_ number: Int) throws -> Reply {
            try world.ask("sessions.refresh", #""refreshToken":"\#(session).\#(number)""#)
        }
        #expect(try refresh(1).code == nil)
        let before = world.inShop { $0.auditNumbers.upperBound }
        #expect(try refresh(1).code == "unauthenticated")
        #expect(world.inShop { $0.liveSessions(of: user) } == [])
        #expect(try refresh(2).code == "unauthenticated")
        world.signIn(.anonymous)
        let trail = try world.must("audit.list")["items"].items
        #expect(world.inShop { $0.auditNumbers.upperBound } == before + 1)
        #expect(trail[0]["operation"] == "sessions.refresh")
        #expect(trail[0]["target"] == .text(session) && trail[0]["fields"] == ["reusedToken"])
    }
}

extension WireWorld {
    /// The reply to a line whose work with a password is done outside.
    func signIn(_ line: String, _ result: PasswordResult) -> String {
        let (executor, session) = (executor, session)
        let bytes = Array(line.utf8)
        return inShop { shop in
            var reply = JSONWriter()
            let outcome = bytes.withUnsafeBytes {
                executor.execute($0, session: session, shop: shop, into: &reply)
            }
            guard case .awaitsPassword = outcome else {
                Issue.record("\(String(decoding: reply.bytes, as: UTF8.self))")
                return ""
            }
            reply.removeAll()
            _ = bytes.withUnsafeBytes {
                executor.resume($0, after: result, session: session, shop: shop, into: &reply)
            }
            do throws(JournalError) { try shop.commit() } catch { Issue.record("commit: \(error)") }
            return String(decoding: reply.bytes, as: UTF8.self)
        }
    }
}

/// A desk without cryptography: refresh tokens are the session's id and a number.
private final class PlainDesk: AccessDesk {
    private var tokenCount = 0

    func makeAPIKey() -> (text: String, digest: [UInt8]) { ("key", [1]) }

    func makeRefreshToken(sessionID: String) -> (text: String, digest: [UInt8]) {
        tokenCount += 1
        let text = "\(sessionID).\(tokenCount)"
        return (text, digest(of: text))
    }

    func readRefreshToken(_ text: UnsafeRawBufferPointer) -> (sessionID: String, digest: [UInt8])? {
        let text = String(decoding: text, as: UTF8.self)
        return (String(text.prefix { $0 != "." }), digest(of: text))
    }

    private func digest(of text: String) -> [UInt8] {
        Array((text + String(repeating: " ", count: 32)).utf8.prefix(32))
    }

    func makeAccessToken(_ grant: AccessGrant) -> String { grant.sessionID }
    func judge(newPassword: String, account: String) throws(Rejection) {}
    func beginAttempt(account: String, at now: Timestamp) throws(Rejection) {}
    func endAttempt(_ outcome: AttemptOutcome) {}
    func forgetAttempts(account: String) {}
}
