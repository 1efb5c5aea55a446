package import EventLoops

/// Slows down the guessing of passwords: who fails too often waits, ever longer.
///
/// Failures are counted for the account as it was typed, whether there is one or not, and for the network
/// they come from. From the fifth failure on (the twentieth of a network, behind which a whole office may be) each one
/// locks for twice as long as the one before: 30 s, 1 min, 2 min … at most 15 min. More would let anybody lock
/// out the owner. All is forgotten 15 minutes after the last lock ended.
///
///     lock(n) = min(15 min, 30 s · 2^(n − allowed))   for the n-th failure, n ≥ allowed
///
/// An attempt counts as failed from its beginning until it is told that it succeeded, so sending many at once while
/// the first is still checked gains nothing. While locked, attempts are refused without a look at the password, with
/// the same answer for accounts that exist and those that do not, and count no further.
///
/// The tables are bounded and forget what was used longest ago; to make it forget an account an attacker would
/// need as many networks as the table has room for, four times over. A plain value: time is an argument, of a clock
/// that does not run backwards. Nothing of it is kept over a restart.
package struct LoginLockout {
    /// When locking begins.
    package static let accountFailuresAllowed = 5
    package static let networkFailuresAllowed = 20

    private static let firstLockMilliseconds: Int64 = 30_000
    private static let lockMillisecondsMax: Int64 = 900_000
    private static let memoryMilliseconds: Int64 = 900_000

    private struct Failures {
        var count: Int
        var lastMilliseconds: Int64
    }

    /// Digests, so that a long name takes no more room than a short one.
    private var accounts: RecentTable<[UInt8], Failures>
    private var networks: RecentTable<SourceNetwork, Failures>

    package init(accountsMax: Int = 16_384, networksMax: Int = 16_384) {
        accounts = RecentTable(countMax: accountsMax)
        networks = RecentTable(countMax: networksMax)
    }

    /// An attempt to sign in that was let through.
    package struct Attempt: Hashable, Sendable {
        fileprivate let account: [UInt8]
        fileprivate let network: SourceNetwork
    }

    /// What is said of an attempt.
    package enum Verdict: Hashable, Sendable {
        /// Check the password, then say what came of it.
        case allowed(Attempt)
        case locked(retryAfterSeconds: Int64)
    }

    /// Judges an attempt and counts it as failed, for now.
    ///
    /// - Parameter account: The name as typed; case is ignored.
    package mutating func begin(
        account: String, from network: SourceNetwork, atMilliseconds now: Int64
    ) -> Verdict {
        let digest = Array(account.lowercased().utf8).withUnsafeBytes { Cryptography.sha256($0) }
        let ofAccount = current(accounts[digest], Self.accountFailuresAllowed, now)
        let ofNetwork = current(networks[network], Self.networkFailuresAllowed, now)
        let freeAt = max(
            Self.lockEnd(ofAccount, Self.accountFailuresAllowed),
            Self.lockEnd(ofNetwork, Self.networkFailuresAllowed))
        guard freeAt <= now else { return .locked(retryAfterSeconds: (freeAt - now + 999) / 1_000) }
        accounts[digest] = Failures(count: ofAccount.count + 1, lastMilliseconds: now)
        networks[network] = Failures(count: ofNetwork.count + 1, lastMilliseconds: now)
        return .allowed(Attempt(account: digest, network: network))
    }

    /// The password was right: the account's failures are forgotten. Those of the network are not, or an attacker
    /// with an account of his own could wipe them out.
    package mutating func succeeded(_ attempt: Attempt) {
        accounts[attempt.account] = nil
        networks[attempt.network] = Self.oneLess(networks[attempt.network])
    }

    /// The attempt was not checked, because the server was busy.
    package mutating func withdrawn(_ attempt: Attempt) {
        accounts[attempt.account] = Self.oneLess(accounts[attempt.account])
        networks[attempt.network] = Self.oneLess(networks[attempt.network])
    }

    /// An administrator unlocks an account, or its password was set anew.
    package mutating func forget(account: String) {
        accounts[Array(account.lowercased().utf8).withUnsafeBytes { Cryptography.sha256($0) }] = nil
    }

    /// How many accounts and networks have failures, for the metrics.
    package var counts: (accounts: Int, networks: Int) { (accounts.count, networks.count) }

    private func current(_ failures: Failures?, _ allowed: Int, _ now: Int64) -> Failures {
        guard let failures, now < Self.lockEnd(failures, allowed) + Self.memoryMilliseconds else {
            return Failures(count: 0, lastMilliseconds: now)
        }
        return failures
    }

    private static func lockEnd(_ failures: Failures, _ allowed: Int) -> Int64 {
        let doublings = failures.count - allowed
        guard doublings >= 0 else { return failures.lastMilliseconds }
        return failures.lastMilliseconds
            + min(lockMillisecondsMax, firstLockMilliseconds << Int64(min(doublings, 10)))
    }

    private static func oneLess(_ failures: Failures?) -> Failures? {
        guard var failures, failures.count > 1 else { return nil }
        failures.count -= 1
        return failures
    }
}
