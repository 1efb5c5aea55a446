import EventLoops
import Glibc
import Testing

@Suite("a loop runs what it is given")
struct LoopTests {
    @Test("bodies from several threads all run on the loop, each thread's in its order")
    func executeFromThreads() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let bell = Bell()
        let loop = fixture.loop
        let seen = Box<[[Int]]>()
        seen.set(Array(repeating: [], count: 4))
        let workers = (0..<4).map { WorkerThread(name: "worker \($0)") }
        for (index, worker) in workers.enumerated() {
            worker.submit {
                for number in 0..<5_000 {
                    loop.execute {
                        seen.update { if loop.isCurrent { $0?[index].append(number) } }
                        bell.ring()
                    }
                }
            }
        }
        #expect(bell.wait(rings: 20_000))
        for worker in workers { worker.stopAndJoin() }
        #expect(seen.value == Array(repeating: Array(0..<5_000), count: 4))
    }

    @Test("only the loop's own thread is current")
    func isCurrent() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        #expect(!fixture.loop.isCurrent)
        #expect(try fixture.onLoop { loop, _ in loop.isCurrent })
    }

    @Test("what a turn sends leaves after endOfTurn, which runs once for all of it")
    func endOfTurn() throws {
        let log = Box<[String]>()
        log.set([])
        let fixture = try LoopFixture { _, handlers in
            ReplyHandler(handlers) { line, connection in
                log.update { $0?.append("\(line) \(connection.pendingOutputBytes)") }
                connection.send("ok\n")
            }
        }
        try fixture.onLoop { loop, _ in
            loop.endOfTurn = { log.update { $0?.append("commit") } }
        }
        let client = try fixture.client()
        try fixture.onLoop { _, _ in log.set([]) }
        client.send("a\nb\nc\n")
        for _ in 0..<3 { #expect(client.receiveLine() == "ok") }
        let entries = try #require(log.value).drop { $0 == "commit" }
        #expect(entries.prefix(4) == ["a 0", "b 3", "c 6", "commit"])
    }

    @Test("an idle loop does not turn")
    func idle() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let first = try fixture.onLoop { loop, _ in loop.turnCount }
        let second = try fixture.onLoop { loop, _ in loop.turnCount }
        #expect(second - first <= 2)
    }

    @Test("stopping closes connections, tells their handlers, and ends the thread")
    func stop() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let client = try fixture.client()
        client.send("hello\n")
        #expect(client.receiveLine() == "hello")
        fixture.stop()
        #expect(fixture.handlers.closeReasons == [.loopStopped])
        #expect(client.receiveToEnd() == [])
        #expect(RawClient(port: fixture.port) == nil)
    }

    @Test("a reply that was sent before the stop still leaves")
    func stopFlushes() throws {
        let fixture = try LoopFixture { loop, handlers in
            ReplyHandler(handlers) { _, connection in
                connection.send("last\n")
                loop.stop()
            }
        }
        let client = try fixture.client()
        client.send("go\n")
        #expect(client.receiveLine() == "last")
    }

    @Test("a loop that was told to stop before it runs ends at once")
    func stopBeforeRun() throws {
        let loop = try EventLoop()
        loop.stop()
        loop.run()
        #expect(!loop.isCurrent)
    }

    @Test("signals arrive on the loop, and SIGPIPE is ignored")
    func signals() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let loop = try EventLoop()
            try loop.onSignals([SIGTERM, SIGHUP]) { signal in
                if signal == SIGTERM { exit(loop.isCurrent ? 7 : 1) }
            }
            loop.execute {
                kill(getpid(), SIGPIPE)
                // To this thread: the test process has others, made before, that do not block them.
                pthread_kill(pthread_self(), SIGHUP)
                pthread_kill(pthread_self(), SIGTERM)
            }
            loop.run()
        }
    }

    @Test("a worker runs everything submitted, in order, before it ends")
    func worker() {
        let worker = WorkerThread(name: "worker")
        let seen = Box<[Int]>()
        seen.set([])
        for number in 0..<1_000 { #expect(worker.submit { seen.update { $0?.append(number) } }) }
        worker.stopAndJoin()
        #expect(seen.value == Array(0..<1_000))
        #expect(!worker.submit {})
    }

    @Test("a worker refuses what does not fit into its queue")
    func workerQueueFull() {
        let worker = WorkerThread(name: "worker", queueCountMax: 2)
        let (started, gate) = (Bell(), Bell())
        worker.submit {
            started.ring()
            _ = gate.wait()
        }
        #expect(started.wait())
        #expect(worker.submit {})
        #expect(worker.submit {})
        #expect(!worker.submit {})
        gate.ring()
    }
}
