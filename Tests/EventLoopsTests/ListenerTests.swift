import CLinux
import EventLoops
import Glibc
import Testing

@Suite("listeners accept, and refuse what is too much")
struct ListenerTests {
    @Test("two thousand connections open, are served, and close")
    func manyConnections() throws {
        let limit = DescriptorLimit.raise()
        let count = min(2_000, (limit - 200) / 2)
        let fixture = try LoopFixture { EchoHandler($1) }
        var clients: [RawClient] = []
        for number in 0..<count {
            let client = try fixture.client()
            client.send("\(number)\n")
            clients.append(client)
        }
        for (number, client) in clients.enumerated() { #expect(client.receiveLine() == "\(number)") }
        #expect(try fixture.onLoop { $1.connectionCount } == count)
        clients.removeAll()
        #expect(fixture.handlers.closed.wait(rings: count))
        #expect(try fixture.onLoop { $1.connectionCount } == 0)
        #expect(fixture.handlers.closeReasons.count == count)
    }

    @Test("connections beyond the limit are told why and closed, and room is made by closing")
    func refusal() throws {
        var limits = ConnectionLimits()
        limits.connectionsMax = 1
        let fixture = try LoopFixture(limits: limits, refusal: Array("busy\n".utf8)) { EchoHandler($1) }
        do {
            let first = try fixture.client()
            first.send("one\n")
            #expect(first.receiveLine() == "one")
            let second = try fixture.client()
            #expect(second.receiveToEnd() == Array("busy\n".utf8))
            #expect(try fixture.onLoop { $1.refusedCount } == 1)
        }
        #expect(fixture.handlers.closed.wait())
        let third = try fixture.client()
        third.send("three\n")
        #expect(third.receiveLine() == "three")
    }

    @Test("without descriptors arrivals are hung up on, the others are served, and the loop rests")
    func noDescriptors() async {
        await #expect(processExitsWith: .success) {
            let fixture = try LoopFixture { EchoHandler($1) }
            let first = try fixture.client()
            first.send("one\n")
            guard first.receiveLine() == "one" else { exit(1) }
            // While the loop is held up a second client connects, and then every descriptor is taken.
            let gate = Bell()
            fixture.loop.execute { _ = gate.wait() }
            let second = try fixture.client()
            let most = rlim_t(second.descriptor) + 8
            var limit = rlimit(rlim_cur: most, rlim_max: most)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            var fillers: [CInt] = []
            while true {
                let filler = dup(0)
                guard filler >= 0 else { break }
                fillers.append(filler)
            }
            gate.ring()
            guard second.receiveToEnd() == [] else { exit(2) }
            first.send("two\n")
            guard first.receiveLine() == "two" else { exit(3) }
            // The question itself needs a descriptor.
            for filler in fillers { close(filler) }
            guard try fixture.onLoop({ $1.refusedCount }) == 1 else { exit(4) }
        }
    }

    @Test("a sweep finds the connections that were idle longest")
    func idleSweep() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let (idle, busy) = (try fixture.client(), try fixture.client())
        let bell = Bell()
        idle.send("hello\n")
        #expect(idle.receiveLine() == "hello")
        fixture.loop.execute { [loop = fixture.loop] in
            loop.schedule(afterMilliseconds: 5) { bell.ring() }
        }
        #expect(bell.wait())
        busy.send("hello\n")
        #expect(busy.receiveLine() == "hello")
        let idleTimes = try fixture.onLoop { loop, _ in
            var times: [Int64] = []
            loop.forEachConnection { times.append($0.idleMilliseconds) }
            let longest = times.max() ?? 0
            loop.forEachConnection { if $0.idleMilliseconds == longest { $0.close() } }
            return times.sorted()
        }
        #expect(idleTimes.count == 2)
        #expect(idleTimes[1] - idleTimes[0] >= 4)
        #expect(idle.receiveToEnd() == [])
        #expect(try fixture.onLoop { loop, _ in loop.connectionCount } == 1)
    }

    @Test("a taken port and a name are refused with the reason")
    func errors() throws {
        let loop = try EventLoop()
        let listener = try loop.listen(host: "127.0.0.1", port: 0) { _ in }
        let taken = #expect(throws: LoopError.self) {
            try loop.listen(host: "127.0.0.1", port: listener.port) { _ in }
        }
        #expect(taken?.code == .system(errno: EADDRINUSE))
        let name = #expect(throws: LoopError.self) {
            try loop.listen(host: "localhost", port: 0) { _ in }
        }
        #expect(name?.description == "address localhost: not an IPv4 or IPv6 address")
        loop.stop()
        loop.run()
    }

    @Test(
        "addresses are written as they were read", arguments: ["127.0.0.1", "10.1.2.3", "::1", "2001:db8::7"])
    func addresses(host: String) throws {
        let address = try SocketAddress(host: host, port: 7_070)
        #expect(address.host == host)
        #expect(address.description == (host.contains(":") ? "[\(host)]:7070" : "\(host):7070"))
    }

    @Test("loopback is recognised in both families and in mapped form")
    func loopback() throws {
        for host in ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"] {
            #expect(try SocketAddress(host: host, port: 1).isLoopback)
        }
        for host in ["128.0.0.1", "10.0.0.1", "::2", "fe80::1", "::ffff:10.0.0.1", "::127.0.0.1"] {
            #expect(try !SocketAddress(host: host, port: 1).isLoopback)
        }
    }
}
