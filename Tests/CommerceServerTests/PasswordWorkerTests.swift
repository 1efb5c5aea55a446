import CommerceCore
import CommerceServer
import Dispatch
import EventLoops
import Synchronization
import Testing

@Suite("passwords are hashed beside the loop")
struct PasswordWorkerTests {
    /// A worker on a loop of its own.
    ///
    /// Safety: the worker is used on the loop's thread.
    private final class World: @unchecked Sendable {
        let loop: EventLoop
        let thread: LoopThread
        let worker: PasswordWorker
        let cost: ScryptCost
        private let results = Mutex<[String]>([])
        private let arrived = DispatchSemaphore(value: 0)

        init(exponent: Int = 4) throws {
            loop = try EventLoop()
            cost = try #require(ScryptCost(exponent: exponent, blockSize: 1, parallelism: 1))
            worker = PasswordWorker(on: loop, cost: cost)
            thread = loop.startThread(name: "passwords-test")
        }

        func note(_ text: String) {
            results.withLock { $0.append(text) }
            arrived.signal()
        }

        func waitFor(_ count: Int) -> [String] {
            for _ in 0..<count where arrived.wait(timeout: .now() + 20) != .success { break }
            return results.withLock { $0 }
        }

        /// To be called by the test: the last to let go of this may be the loop, which cannot wait for itself.
        func stop() {
            worker.stop()
            thread.stopAndJoin()
        }
    }

    @Test("a hash comes back on the loop and matches")
    func hashing() throws {
        let world = try World()
        defer { world.stop() }
        world.loop.execute { [world] in
            do throws(Rejection) {
                try world.worker.hash("open sesame") { hash in
                    world.note("\(world.loop.isCurrent) \(hash?.matches("open sesame") ?? false)")
                }
            } catch { world.note("refused") }
        }
        #expect(world.waitFor(1) == ["true true"])
    }

    @Test("checks are answered in their order: right, wrong, and nobody")
    func checking() throws {
        let world = try World()
        defer { world.stop() }
        let hash = try #require(PasswordHash(of: "open sesame", cost: world.cost))
        world.loop.execute { [world] in
            for (password, known) in [("open sesame", hash), ("open barley", hash), ("open sesame", nil)] {
                do throws(Rejection) {
                    try world.worker.verify(password, against: known) { verdict in
                        world.note("\(verdict.isRight) \(verdict.replacement == nil)")
                    }
                } catch { world.note("refused") }
            }
        }
        #expect(world.waitFor(3) == ["true true", "false true", "false true"])
    }

    @Test("a right password with an older hash brings a new hash along")
    func replacing() throws {
        let world = try World(exponent: 5)
        defer { world.stop() }
        let older = try #require(ScryptCost(exponent: 4, blockSize: 1, parallelism: 1))
        let hash = try #require(PasswordHash(of: "open sesame", cost: older))
        world.loop.execute { [world] in
            do throws(Rejection) {
                try world.worker.verify("open sesame", against: hash) { verdict in
                    let new = verdict.replacement
                    world.note("\(new?.cost == world.cost) \(new?.matches("open sesame") ?? false)")
                }
            } catch { world.note("refused") }
        }
        #expect(world.waitFor(1) == ["true true"])
    }

    @Test("more than the limit at once are refused as busy, and room comes back")
    func bounded() throws {
        let world = try World()
        defer { world.stop() }
        let ask = { @Sendable (count: Int) in
            world.loop.execute { [world] in
                for _ in 0..<count {
                    do throws(Rejection) {
                        try world.worker.hash("open sesame") { _ in world.note("done") }
                    } catch { world.note(error.code.rawValue) }
                }
            }
        }
        ask(PasswordWorker.waitingMax + 3)
        let first = world.waitFor(PasswordWorker.waitingMax + 3)
        #expect(first.prefix(3) == ["busy", "busy", "busy"])
        #expect(first.filter { $0 == "done" }.count == PasswordWorker.waitingMax)
        ask(1)
        #expect(world.waitFor(1).last == "done")
    }
}
