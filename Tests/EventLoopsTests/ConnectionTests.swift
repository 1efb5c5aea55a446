import EventLoops
import Glibc
import Testing

@Suite("connections carry bytes both ways")
struct ConnectionTests {
    @Test("pipelined lines are all answered, in their order")
    func pipelining() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let client = try fixture.client()
        client.send((0..<10_000).map { "line \($0)\n" }.joined())
        for number in 0..<10_000 {
            #expect(client.receiveLine() == "line \(number)")
        }
    }

    @Test("a line that arrives byte by byte is shown whole")
    func singleBytes() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let client = try fixture.client()
        for byte in "first\nsecond\n".utf8 {
            client.send([byte])
            // A round trip through the loop, so that the bytes arrive one at a time.
            try fixture.passTurn()
        }
        #expect(client.receiveLine() == "first")
        #expect(client.receiveLine() == "second")
    }

    @Test("a line longer than many reads is shown whole", arguments: [20_000, 65_536, 200_000, 1_000_000])
    func longLines(byteCount: Int) throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let client = try fixture.client()
        let line = [UInt8](repeating: 120, count: byteCount)
        client.send(line + [10] + Array("short\n".utf8))
        let isSame = client.receive(byteCount) == line
        #expect(isSame)
        #expect(client.receiveLine() == "")
        #expect(client.receiveLine() == "short")
    }

    @Test("a peer that ends its direction gets its replies, and then the end")
    func halfClose() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let client = try fixture.client()
        client.send("one\ntwo\nno line")
        client.finishSending()
        #expect(client.receiveToEnd() == Array("one\ntwo\n".utf8))
        #expect(fixture.handlers.closed.wait())
        #expect(fixture.handlers.closeReasons == [.closed])
    }

    @Test("a large reply reaches a peer that ended its direction")
    func halfCloseLargeReply() throws {
        let fixture = try LoopFixture { _, handlers in
            ReplyHandler(handlers) { line, connection in
                connection.send(String(repeating: "r", count: (Int(line) ?? 0) - 1) + "\n")
            }
        }
        let client = try fixture.client(receiveBufferBytes: 4_096)
        client.send("9000000\n300000\n")
        client.finishSending()
        #expect(client.receiveToEnd()?.count == 9_300_000)
    }

    @Test("closeAfterFlush sends what is pending, even to a peer that is still sending")
    func closeAfterFlush() throws {
        let fixture = try LoopFixture { _, handlers in
            ReplyHandler(handlers) { _, connection in
                connection.closeAfterFlush()
                connection.send("bye\n")
            }
        }
        let client = try fixture.client()
        client.send("go\n")
        #expect(client.receiveLine() == "bye")
        // Unread when the connection closes: without lingering the peer would be reset.
        client.send([UInt8](repeating: 10, count: 100_000))
        #expect(client.receiveToEnd() == [])
        client.finishSending()
        #expect(fixture.handlers.closed.wait())
    }

    @Test("a peer that does not close is closed after the linger time")
    func lingerEnds() throws {
        var limits = ConnectionLimits()
        limits.lingerMilliseconds = 1
        let fixture = try LoopFixture(limits: limits) { _, handlers in
            ReplyHandler(handlers) { _, connection in connection.closeAfterFlush() }
        }
        let client = try fixture.client()
        client.send("go\n")
        #expect(fixture.handlers.closed.wait())
        #expect(client.receiveToEnd() == [])
    }

    @Test("close loses pending output and tells the handler once, after it has returned")
    func closeNow() throws {
        let returned = Box<Bool>()
        let fixture = try LoopFixture { _, handlers in
            ReplyHandler(handlers) { _, connection in
                connection.send("lost\n")
                connection.close()
                connection.close()
                connection.closeAfterFlush()
                connection.send("nothing\n")
                returned.set(handlers.closeReasons.isEmpty)
            }
        }
        let client = try fixture.client()
        client.send("go\ngo\n")
        #expect(fixture.handlers.closed.wait())
        #expect(returned.value == true)
        #expect(fixture.handlers.closeReasons == [.closed])
        #expect(client.receiveToEnd() != Array("lost\n".utf8))
    }

    @Test("a reset closes the connection with the error")
    func reset() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        do {
            let client = try fixture.client()
            client.send("hello\n")
            #expect(client.receiveLine() == "hello")
            client.resetOnClose()
        }
        #expect(fixture.handlers.closed.wait())
        #expect(fixture.handlers.closeReasons == [.failed(errno: ECONNRESET)])
    }

    @Test("IPv6 connections know their peer")
    func peer() throws {
        for (host, expected) in [("::1", "[::1]:"), ("127.0.0.1", "127.0.0.1:")] {
            let fixture = try LoopFixture(host: host) { _, handlers in
                ReplyHandler(handlers) { _, connection in
                    connection.send("\(connection.peerDescription) \(connection.peerIsLoopback)\n")
                }
            }
            guard let client = RawClient(port: fixture.port, host: host) else { continue }
            client.send("who\n")
            let reply = try #require(client.receiveLine())
            #expect(reply.hasPrefix(expected))
            #expect(reply.hasSuffix(" true"))
        }
    }
}
