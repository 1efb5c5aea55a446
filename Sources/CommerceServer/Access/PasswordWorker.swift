package import CommerceCore
package import EventLoops

/// Makes and checks password hashes on a thread of its own, so that the loop never waits for one.
///
/// One job at a time: a hash takes 32 MiB and all of a processor for some tens of milliseconds, and signing in must
/// not slow down the taking of orders more than that. At most ``waitingMax`` jobs are under way, the one that runs
/// included; more are refused as busy, so nobody waits longer than for those.
///
/// Everything is called on the loop, and so are the callbacks, in the order of the calls. It does not know users or
/// attempts: see ``LoginLockout``.
package final class PasswordWorker {
    package static let waitingMax = 32

    private let loop: EventLoop
    private let thread: WorkerThread
    private let waiting = Waiting()
    private let cost: ScryptCost
    private let unmatchable: PasswordHash

    package init(on loop: EventLoop, cost: ScryptCost = .standard) {
        self.loop = loop
        self.cost = cost
        thread = WorkerThread(name: "passwords")
        unmatchable = .unmatchable(cost: cost)
    }

    /// What became of a check.
    package struct Verdict: Hashable, Sendable {
        package let isRight: Bool
        /// The hash to keep from now on, if the password is right and its hash was made in an older way.
        package let replacement: PasswordHash?
    }

    /// How many jobs are under way, for the metrics.
    package var waitingCount: Int { waiting.callbacks.count }

    /// Hashes `password` and calls `then` on the loop, with `nil` if there was no memory for it.
    ///
    /// - Throws: ``Rejection/busy(reason:)``; `then` is not called.
    package func hash(_ password: String, then: @escaping (PasswordHash?) -> Void) throws(Rejection) {
        let work = { @Sendable [cost] () -> Outcome in .made(PasswordHash(of: password, cost: cost)) }
        try run(work) { result in
            if case .made(let hash) = result { then(hash) }
        }
    }

    /// Checks `password` and calls `then` on the loop.
    ///
    /// - Parameter hash: `nil` if nobody has the name that was given: the check takes as long and fails.
    /// - Throws: ``Rejection/busy(reason:)``; `then` is not called.
    package func verify(
        _ password: String, against hash: PasswordHash?, then: @escaping (Verdict) -> Void
    ) throws(Rejection) {
        let known = hash ?? unmatchable
        let work = { @Sendable [cost] () -> Outcome in
            guard known.matches(password) else { return .judged(Verdict(isRight: false, replacement: nil)) }
            let replacement = known.needsRehash(for: cost) ? PasswordHash(of: password, cost: cost) : nil
            return .judged(Verdict(isRight: true, replacement: replacement))
        }
        try run(work) { result in
            if case .judged(let verdict) = result { then(verdict) }
        }
    }

    /// Finishes what is under way and ends the thread. Callbacks still come if the loop runs on.
    package func stop() { thread.stopAndJoin() }

    private func run(
        _ work: @escaping @Sendable () -> Outcome, then: @escaping (Outcome) -> Void
    ) throws(Rejection) {
        guard waiting.callbacks.count < PasswordWorker.waitingMax else { throw PasswordWorker.busy }
        let number = waiting.add(then)
        let isAccepted = thread.submit { [loop, waiting] in
            let outcome = work()
            loop.execute { waiting.finish(number, outcome) }
        }
        guard isAccepted else {
            waiting.callbacks[number] = nil
            throw PasswordWorker.busy
        }
    }

    private static var busy: Rejection { .busy(reason: "Too many people are signing in") }
}

private enum Outcome: Sendable {
    case made(PasswordHash?)
    case judged(PasswordWorker.Verdict)
}

/// What to call when jobs are done. The callbacks stay here, so that the worker's thread never has one to let go of.
///
/// Safety: reached from the worker's thread only as something to hand back; used on the loop.
private final class Waiting: @unchecked Sendable {
    var callbacks: [UInt64: (Outcome) -> Void] = [:]
    private var lastNumber: UInt64 = 0

    func add(_ callback: @escaping (Outcome) -> Void) -> UInt64 {
        lastNumber += 1
        callbacks[lastNumber] = callback
        return lastNumber
    }

    func finish(_ number: UInt64, _ outcome: Outcome) {
        callbacks.removeValue(forKey: number)?(outcome)
    }
}
