import CLinux
import EventLoops
import Glibc
import Testing

@Suite("nobody starves, and nobody fills the memory")
struct BackPressureTests {
    @Test("a reader that does not read is not served beyond the watermark, while others are")
    func slowReader() throws {
        var limits = ConnectionLimits()
        limits.outputHighWatermark = 262_144
        limits.outputLowWatermark = 65_536
        let replyBytes = 65_536
        let pendingMax = Box<Int>()
        pendingMax.set(0)
        let fixture = try LoopFixture(limits: limits) { _, handlers in
            ReplyHandler(handlers) { line, connection in
                let size = line == "ping" ? 5 : replyBytes
                connection.send(String(repeating: "r", count: size - 1) + "\n")
                pendingMax.update { $0 = max($0 ?? 0, connection.pendingOutputBytes) }
            }
        }
        let slow = try fixture.client(receiveBufferBytes: 4_096)
        let requests = 200
        slow.send(String(repeating: "more\n", count: requests))
        let other = try fixture.client()
        for _ in 0..<200 {
            other.send("ping\n")
            #expect(other.receiveLine() == "rrrr")
        }
        #expect(try #require(pendingMax.value) < limits.outputHighWatermark + replyBytes)
        // It reads at last, and nothing was lost.
        #expect(slow.receive(requests * replyBytes)?.count == requests * replyBytes)
        #expect(try #require(pendingMax.value) < limits.outputHighWatermark + replyBytes)
    }

    @Test("a peer that only sends and never reads is stopped by the kernel's buffers")
    func neverReads() throws {
        var limits = ConnectionLimits()
        limits.outputHighWatermark = 65_536
        limits.outputLowWatermark = 16_384
        let fixture = try LoopFixture(limits: limits) { EchoHandler($1) }
        let client = try fixture.client(receiveBufferBytes: 4_096)
        let chunk = Array(String(repeating: "0123456789\n", count: 5_000).utf8)
        var sent = 0
        var refusals = 0
        while refusals < 3 && sent < 1 << 30 {
            let count = client.sendWithoutWaiting(chunk)
            sent += count
            // The loop gets a turn before it counts as refused.
            guard count == 0 else { continue }
            try fixture.passTurn()
            refusals += 1
        }
        #expect(sent < 1 << 30)
        #expect(try fixture.onLoop { $1.connectionCount } == 1)
    }

    @Test("a flood on one connection does not keep another waiting")
    func flood() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let flooding = try fixture.client()
        let chunk = Array(String(repeating: "0123456789012345678901234567890123456789\n", count: 1_500).utf8)
        let isDone = Box<Bool>()
        let flood = WorkerThread(name: "flood")
        let descriptor = flooding.descriptor
        flood.submit {
            var sink = [UInt8](repeating: 0, count: 1 << 20)
            while isDone.value != true {
                _ = chunk.withUnsafeBytes {
                    send(descriptor, $0.baseAddress!, $0.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
                }
                _ = recv(descriptor, &sink, sink.count, CInt(MSG_DONTWAIT))
            }
        }
        let other = try fixture.client()
        for number in 0..<300 {
            other.send("ping \(number)\n")
            #expect(other.receiveLine() == "ping \(number)")
        }
        isDone.set(true)
        flood.stopAndJoin()
    }

    @Test("a turn shows a connection no more than it may read in one, and its rest")
    func shareOfATurn() throws {
        let largest = Box<Int>()
        let fixture = try LoopFixture { _, handlers in ShareHandler(handlers, largest) }
        let client = try fixture.client()
        client.send([UInt8](repeating: 120, count: 999) + [10])
        for _ in 0..<20 { client.send([UInt8](repeating: 120, count: 99_999) + [10]) }
        client.finishSending()
        #expect(client.receiveToEnd() == [])
        // A rest is shorter than a line.
        #expect(try #require(largest.value) <= 65_536 + 100_000)
    }

    @Test("a handler that used up its budget is called again without new input, after others")
    func resumeLater() throws {
        let order = Box<[String]>()
        order.set([])
        let fixture = try LoopFixture { _, handlers in BudgetHandler(handlers, order) }
        let (first, second) = (try fixture.client(), try fixture.client())
        // Both wait in the kernel before either is served.
        let gate = Bell()
        fixture.loop.execute { _ = gate.wait() }
        first.send((0..<50).map { "a\($0)\n" }.joined())
        second.send((0..<50).map { "b\($0)\n" }.joined())
        gate.ring()
        for number in 0..<50 { #expect(first.receiveLine() == "a\(number)") }
        for number in 0..<50 { #expect(second.receiveLine() == "b\(number)") }
        let seen = try #require(order.value)
        let afterFirst = seen.drop { !$0.hasPrefix("b") }.prefix(40)
        let switches = zip(afterFirst, afterFirst.dropFirst()).filter { $0.first != $1.first }
        #expect(switches.count == 39, "\(seen)")
    }

    @Test("input that is held is neither read nor shown, and its end is not told; afterwards all of it comes")
    func heldInput() throws {
        var limits = ConnectionLimits()
        limits.inputBytesMax = 100_000
        let shownCount = Box<Int>()
        let fixture = try LoopFixture(limits: limits) { _, handlers in HoldingHandler(handlers, shownCount) }
        let client = try fixture.client()
        client.send("hold\n")
        let chunk = Array(String(repeating: "0123456789\n", count: 5_000).utf8)
        var sent: [UInt8] = []
        var refusals = 0
        while refusals < 3 && sent.count < 1 << 28 {
            let count = client.sendWithoutWaiting(chunk)
            sent += chunk[..<count]
            // The loop gets a turn before it counts as refused.
            guard count == 0 else { continue }
            try fixture.passTurn()
            refusals += 1
        }
        #expect(sent.count > limits.inputBytesMax && sent.count < 1 << 28)
        client.finishSending()
        try fixture.passTurn()
        #expect(shownCount.value == 1)
        #expect(fixture.handlers.closeReasons.isEmpty)
        fixture.loop.execute { [loop = fixture.loop] in loop.forEachConnection { $0.resumeLater() } }
        let end = try #require(sent.lastIndex(of: 10))
        let isSame = client.receiveToEnd() == Array(sent[...end])
        #expect(isSame)
        #expect(fixture.handlers.closed.wait())
        #expect(fixture.handlers.closeReasons == [.closed])
    }

    @Test("a handler that consumes nothing of a full buffer is closed")
    func inputOverflow() throws {
        var limits = ConnectionLimits()
        limits.inputBytesMax = 100_000
        let fixture = try LoopFixture(limits: limits) { EchoHandler($1) }
        let client = try fixture.client()
        client.send([UInt8](repeating: 120, count: 100_001))
        #expect(fixture.handlers.closed.wait())
        #expect(fixture.handlers.closeReasons == [.inputOverflow])
    }

    @Test("output beyond the hard limit closes the connection")
    func outputOverflow() throws {
        var limits = ConnectionLimits()
        limits.outputBytesMax = 2_000_000
        let fixture = try LoopFixture(limits: limits) { _, handlers in
            ReplyHandler(handlers) { _, connection in
                for _ in 0..<3 { connection.send(String(repeating: "r", count: 1_000_000)) }
            }
        }
        let client = try fixture.client()
        client.send("go\n")
        #expect(fixture.handlers.closed.wait())
        #expect(fixture.handlers.closeReasons == [.outputOverflow])
    }
}

/// Notes the most bytes it was ever shown.
private final class ShareHandler: LineHandler {
    private let largest: Box<Int>

    init(_ handlers: LoopFixture.Handlers, _ largest: Box<Int>) {
        self.largest = largest
        super.init(handlers)
    }

    override func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
        largest.update { $0 = max($0 ?? 0, bytes.count) }
        return super.received(bytes, on: connection)
    }
}

/// Echoes lines, holds its input after `hold`, and counts how often it is shown some.
private final class HoldingHandler: LineHandler {
    private let shownCount: Box<Int>

    init(_ handlers: LoopFixture.Handlers, _ shownCount: Box<Int>) {
        self.shownCount = shownCount
        super.init(handlers)
    }

    override func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
        shownCount.update { $0 = ($0 ?? 0) + 1 }
        return super.received(bytes, on: connection)
    }

    override func line(_ line: UnsafeRawBufferPointer, on connection: Connection) {
        guard line.count != 4 else { return connection.holdInput() }
        connection.send(line)
        connection.send("\n")
    }

    override func shouldStop(on connection: Connection) -> Bool { connection.isInputHeld }
}

/// Echoes one line a turn and notes it.
private final class BudgetHandler: LineHandler {
    private let order: Box<[String]>

    init(_ handlers: LoopFixture.Handlers, _ order: Box<[String]>) {
        self.order = order
        super.init(handlers)
    }

    override func line(_ line: UnsafeRawBufferPointer, on connection: Connection) {
        order.update { $0?.append(String(decoding: line, as: UTF8.self)) }
        connection.send(line)
        connection.send("\n")
    }

    override func shouldStop(on connection: Connection) -> Bool {
        connection.resumeLater()
        return true
    }
}
