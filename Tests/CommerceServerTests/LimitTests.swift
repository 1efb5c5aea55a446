import CommerceServer
import EventLoops
import TestSupport
import Testing

@Suite("callers are limited by token buckets")
struct RateLimiterTests {
    private static let second: Int64 = 1_000_000_000

    @Test("a burst goes through at once, then one each interval")
    func burstThenRate() {
        var limiter = RateLimiter<String>(Rate(10, perSeconds: 60, burst: 3))
        for _ in 0..<3 { #expect(limiter.take("a", atNanoseconds: 0) == .allowed) }
        #expect(limiter.take("a", atNanoseconds: 0) == .retryAfter(seconds: 6))
        #expect(limiter.take("a", atNanoseconds: 6 * Self.second - 1) == .retryAfter(seconds: 1))
        #expect(limiter.take("a", atNanoseconds: 6 * Self.second) == .allowed)
        #expect(limiter.take("a", atNanoseconds: 6 * Self.second) == .retryAfter(seconds: 6))
        for _ in 0..<3 { #expect(limiter.take("a", atNanoseconds: 60 * Self.second) == .allowed) }
        #expect(limiter.take("a", atNanoseconds: 60 * Self.second) == .retryAfter(seconds: 6))
    }

    @Test("keys do not share a bucket")
    func separateKeys() {
        var limiter = RateLimiter<Int>(Rate(1, perSeconds: 10))
        for key in 0..<100 { #expect(limiter.take(key, atNanoseconds: 0) == .allowed) }
        for key in 0..<100 { #expect(limiter.take(key, atNanoseconds: 1) == .retryAfter(seconds: 10)) }
    }

    @Test("who waits as long as told is let through, and no window sees more than its share")
    func fairness() {
        var generator = SeededGenerator(seed: 7)
        var limiter = RateLimiter<Int>(Rate(5, perSeconds: 2, burst: 4))
        let interval = limiter.rate.intervalNanoseconds
        var now: Int64 = 0
        var allowed: [Int64] = []
        for _ in 0..<20_000 {
            switch limiter.take(0, atNanoseconds: now) {
            case .allowed: allowed.append(now)
            case .retryAfter(let seconds):
                #expect(seconds >= 1)
                if Bool.random(using: &generator) {
                    now += seconds * Self.second
                    #expect(limiter.take(0, atNanoseconds: now) == .allowed)
                    allowed.append(now)
                }
            }
            now += Int64.random(in: 0...interval, using: &generator)
        }
        for (index, start) in allowed.enumerated() where index + 5 < allowed.count {
            #expect(allowed[index + 4] - start >= interval, "five within less than one interval")
        }
    }

    @Test("the table is bounded; the key seen longest ago is forgotten first")
    func bounded() {
        var limiter = RateLimiter<Int>(Rate(1, perSeconds: 3_600), keysMax: 100)
        for key in 0..<100 { _ = limiter.take(key, atNanoseconds: 0) }
        _ = limiter.take(100, atNanoseconds: 1)
        #expect(limiter.count == 100)
        #expect(limiter.take(1, atNanoseconds: 2) == .retryAfter(seconds: 3_600))
        #expect(limiter.take(0, atNanoseconds: 2) == .allowed)
        limiter.checkInvariants()
    }

    @Test("the table keeps its order over many random uses")
    func randomUses() {
        var generator = SeededGenerator(seed: 3)
        var limiter = RateLimiter<Int>(Rate(2, perSeconds: 1), keysMax: 50)
        for step in 0..<5_000 {
            let key = Int.random(in: 0..<80, using: &generator)
            _ = limiter.take(key, atNanoseconds: Int64(step) * 10_000_000)
            if step % 50 == 0 { limiter.checkInvariants() }
        }
        #expect(limiter.count == 50)
    }

    @Test("a clock that is set back locks nobody out for longer than a whole bucket takes")
    func clockSetBack() {
        var limiter = RateLimiter<Int>(Rate(1, perSeconds: 10))
        #expect(limiter.take(0, atNanoseconds: 1_000 * Self.second) == .allowed)
        #expect(limiter.take(0, atNanoseconds: 0) == .retryAfter(seconds: 10))
    }

    @Test("of IPv6 a network counts, of IPv4 an address, written either way")
    func networks() throws {
        let network = { (host: String) in SourceNetwork(try SocketAddress(host: host, port: 1)) }
        #expect(try network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9"))
        #expect(try network("2001:db8:1:2::1") != network("2001:db8:1:3::1"))
        #expect(try network("192.0.2.1") != network("192.0.2.2"))
        #expect(try network("192.0.2.1") == network("::ffff:192.0.2.1"))
        #expect(try network("::1") != network("::ffff:0.0.0.1"))
    }
}

@Suite("guessing passwords becomes slow")
struct LoginLockoutTests {
    private var lockout = LoginLockout()

    private static func network(_ number: Int) throws -> SourceNetwork {
        SourceNetwork(try SocketAddress(host: "10.0.\(number / 256).\(number % 256)", port: 1))
    }

    /// Fails once; answers how many seconds are to wait, 0 if the attempt was let through.
    private mutating func fail(_ account: String, _ network: Int = 0, at seconds: Int64) throws -> Int64 {
        switch lockout.begin(
            account: account, from: try Self.network(network), atMilliseconds: seconds * 1_000)
        {
        case .allowed: 0
        case .locked(let retryAfterSeconds): retryAfterSeconds
        }
    }

    @Test("the fifth failure locks the account, each further one for twice as long, up to 15 minutes")
    mutating func doubling() throws {
        for second in 0..<5 { #expect(try fail("ada", at: Int64(second)) == 0) }
        var now: Int64 = 4
        for lock: Int64 in [30, 60, 120, 240, 480, 900, 900] {
            #expect(try fail("ada", Int(now % 100) + 1, at: now) == lock)
            #expect(try fail("ada", Int(now % 100) + 1, at: now + lock - 1) == 1)
            now += lock
            #expect(try fail("ada", Int(now % 100) + 1, at: now) == 0, "after \(lock) s")
        }
    }

    @Test("all is forgotten 15 minutes after the lock, and not before")
    mutating func forgetting() throws {
        for _ in 0..<4 { #expect(try fail("ada", at: 0) == 0) }
        #expect(try fail("ada", at: 899) == 0)
        #expect(try fail("ada", at: 899) == 30)
        #expect(try fail("ada", at: 899 + 30 + 900) == 0)
        for _ in 0..<4 { #expect(try fail("ada", at: 1_900) == 0) }
        #expect(try fail("ada", at: 1_900) == 30)
    }

    @Test("attempts sent at once are counted before the first is checked")
    mutating func atOnce() throws {
        let outcomes = try (0..<100).map { try fail("ada", $0, at: 0) }
        #expect(outcomes.filter { $0 == 0 }.count == LoginLockout.accountFailuresAllowed)
    }

    @Test("accounts that do not exist are locked just so; case makes no new account")
    mutating func unknownAccounts() throws {
        for name in ["nobody@example.com", "Nobody@Example.com", "NOBODY@example.com"] {
            _ = try fail(name, at: 0)
        }
        for _ in 0..<2 { #expect(try fail("nobody@example.com", at: 0) == 0) }
        #expect(try fail("nobody@example.com", at: 0) == 30)
    }

    @Test("a network is locked after twenty failures over any accounts")
    mutating func networks() throws {
        for account in 0..<20 { #expect(try fail("account\(account)", at: 0) == 0) }
        #expect(try fail("another", at: 0) == 30)
        #expect(try fail("another", 1, at: 0) == 0)
    }

    @Test("success forgets the account's failures but only its own of the network")
    mutating func success() throws {
        for _ in 0..<4 { _ = try fail("ada", at: 0) }
        let network = try Self.network(0)
        for round in 0..<30 {
            guard case .allowed(let attempt) = lockout.begin(account: "ada", from: network, atMilliseconds: 0)
            else { return #expect(Bool(false), "round \(round) is locked") }
            lockout.succeeded(attempt)
        }
        for account in 0..<16 { #expect(try fail("account\(account)", at: 0) == 0) }
        #expect(try fail("ada", at: 0) == 30)
        #expect(try fail("ada", 1, at: 0) == 0)
    }

    @Test("an attempt that was not checked does not count")
    mutating func withdrawn() throws {
        let network = try Self.network(0)
        for _ in 0..<100 {
            guard case .allowed(let attempt) = lockout.begin(account: "ada", from: network, atMilliseconds: 0)
            else { return #expect(Bool(false), "locked") }
            lockout.withdrawn(attempt)
        }
        #expect(lockout.counts == (0, 0))
    }

    @Test("an administrator unlocks an account")
    mutating func unlocking() throws {
        for round in 0..<6 { #expect(try fail("ada", at: 0) == (round < 5 ? 0 : 30)) }
        lockout.forget(account: "ADA")
        #expect(try fail("ada", at: 0) == 0)
    }

    @Test("the tables are bounded")
    mutating func bounded() throws {
        lockout = LoginLockout(accountsMax: 100, networksMax: 50)
        for number in 0..<1_000 { _ = try fail("account\(number)", number, at: 0) }
        #expect(lockout.counts == (100, 50))
    }
}
