import EventLoops
import Glibc
import Testing

/// An actor pinned to a loop, as the owners of commerce are.
private actor Counter {
    nonisolated let unownedExecutor: UnownedSerialExecutor
    private let loop: EventLoop
    private(set) var count = 0

    init(on loop: EventLoop) {
        self.loop = loop
        unownedExecutor = loop.asUnownedSerialExecutor()
    }

    func increment(by amount: Int = 1) -> Int {
        count += amount
        return count
    }

    /// Calls another and comes back; true if it was on the loop all the time.
    func visit(_ other: Counter) async -> Bool {
        let before = loop.isCurrent
        _ = await other.increment()
        count += 1
        return before && loop.isCurrent
    }
}

@Suite("actors live on loops")
struct EventLoopActorTests {
    @Test("an actor pinned to a loop runs on its thread, also after a suspension")
    func pinned() async throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let (first, second) = (Counter(on: fixture.loop), Counter(on: fixture.loop))
        for _ in 0..<1_000 { #expect(await first.visit(second)) }
        #expect(await first.count == 1_000)
        #expect(await second.count == 1_000)
    }

    @Test("a task that prefers the loop runs there even where it is not isolated")
    func taskExecutor() async throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let loop = fixture.loop
        let wasCurrent = await Task(executorPreference: loop) {
            await Task.yield()
            return loop.isCurrent
        }.value
        #expect(wasCurrent)
    }

    @Test("a socket handler calls a pinned actor without asking the executor, and without suspending")
    func assumeIsolatedInHandler() throws {
        let counter = Box<Counter>()
        let fixture = try LoopFixture { _, handlers in
            ReplyHandler(handlers) { _, connection in
                let count = counter.value?.assumeIsolated { $0.increment() }
                connection.send("\(count ?? 0)\n")
            }
        }
        counter.set(Counter(on: fixture.loop))
        let client = try fixture.client()
        for number in 1...100 {
            client.send("go\n")
            #expect(client.receiveLine() == "\(number)")
        }
        #expect(fixture.loop.isolationQuestionCount == 0)
    }

    @Test("bodies and timers are inside the loop's job too")
    func assumeIsolatedElsewhere() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let loop = fixture.loop
        let counter = Counter(on: loop)
        let bell = Bell()
        loop.execute {
            _ = counter.assumeIsolated { $0.increment() }
            loop.schedule(afterMilliseconds: 0) {
                _ = counter.assumeIsolated { $0.increment() }
                bell.ring()
            }
        }
        #expect(bell.wait())
        #expect(try fixture.onLoop { _, _ in counter.assumeIsolated { $0.count } } == 2)
        #expect(loop.isolationQuestionCount == 0)
    }

    @Test("an isolated call reaches the actor's state and takes arguments that are not Sendable")
    func isolatedCall() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let loop = fixture.loop
        let counter = Counter(on: loop)
        let count = try fixture.onLoop { _, _ in
            final class Amount { var amount = 3 }
            let add = IsolatedCall(on: loop) { (counter: isolated Counter, amount: Amount) in
                amount.amount += 1
                return counter.increment(by: amount.amount)
            }
            let amount = Amount()
            return [add(counter, amount), add(counter, amount)]
        }
        #expect(count == [4, 9])
    }

    @Test("an isolated call from outside of the loop traps")
    func isolatedCallOutside() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop()
            let count = IsolatedCall(on: loop) { (counter: isolated Counter, _: Int) in counter.count }
            _ = count(Counter(on: loop), 0)
        }
    }

    @Test("jobs that keep making jobs do not keep sockets waiting")
    func endlessJobs() async throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let loop = fixture.loop
        let task = Task(executorPreference: loop) {
            while !Task.isCancelled { await Task.yield() }
        }
        let client = try fixture.client()
        for number in 0..<20 {
            client.send("\(number)\n")
            #expect(client.receiveLine() == "\(number)")
        }
        task.cancel()
        await task.value
    }
}
