import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops
import Glibc

/// One TCP connection of the line protocol: cuts bytes into lines, runs them in order, sends the replies.
///
/// Every complete line gets one reply, in order. Replies leave when the turn's commit is durable, which the
/// loop sees to; one that comes later still holds the connection's input, and with it everything behind its
/// request. A client that does not read is not read from (the loop's output watermark), one that floods gets its
/// share of each turn.
final class Session: ConnectionHandler {
    private let server: LineServer
    private let wire: WireSession
    /// Whether it also gets events as lines.
    private var isListener = false

    init(server: LineServer, principal: Principal?, peer: SocketAddress) {
        self.server = server
        wire = WireSession(principal: principal)
        wire.desk = SignInDesk(office: server.office, peer: peer)
        server.frontDesk.receive(wire, from: peer)
    }

    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
        server.run(Arrival(bytes: bytes, connection: connection, session: self))
    }

    func closed(_ connection: Connection) {
        server.sessionEnded()
        if isListener { server.events.remove(self) }
    }

    /// Runs the complete lines of `arrival`. Answers how many bytes are done with.
    fileprivate func run(
        _ arrival: Arrival, _ executor: LineExecutor, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) -> Int {
        let bytes = arrival.bytes
        guard let base = bytes.baseAddress else { return 0 }
        shop.advanceClock()
        executor.meter?.begin()
        let connection = arrival.connection
        var consumed = 0
        while consumed < bytes.count && !connection.isInputHeld && !connection.isClosing {
            guard let newline = memchr(base + consumed, 0x0A, bytes.count - consumed) else { break }
            let end = UnsafeRawPointer(newline) - base
            run(bytes[consumed..<end], arrival, executor, shop, &reply)
            consumed = end + 1
            guard reply.count >= Session.sendBytes else { continue }
            send(&reply, connection)
            if connection.isOutputHigh { return consumed }
        }
        // A line of the greatest length may just lack its newline behind the carriage return.
        let limit = LineExecutor.lineBytesMaximum + (bytes.last == 0x0D ? 1 : 0)
        if bytes.count - consumed > limit && !connection.isInputHeld && !connection.isClosing {
            executor.refuse(.tooLarge(limit: LineExecutor.lineBytesMaximum), shop: shop, into: &reply)
            connection.closeAfterFlush()
            consumed = bytes.count
        }
        send(&reply, connection)
        return consumed
    }

    private static let sendBytes = 65_536

    private func run(
        _ slice: Slice<UnsafeRawBufferPointer>, _ arrival: Arrival, _ executor: LineExecutor,
        _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        var line = UnsafeRawBufferPointer(rebasing: slice)
        if line.last == 0x0D { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        if line.isEmpty { return }
        guard line.count <= LineExecutor.lineBytesMaximum else {
            executor.refuse(.tooLarge(limit: LineExecutor.lineBytesMaximum), shop: shop, into: &reply)
            return arrival.connection.closeAfterFlush()
        }
        switch executor.execute(line, session: wire, shop: shop, into: &reply) {
        case .replied: break
        case .closes: arrival.connection.closeAfterFlush()
        case .awaitsSnapshot(let id):
            arrival.connection.holdInput()
            server.requestSnapshot(id: id, on: arrival.connection)
        case .subscribes(let lastHeard):
            isListener = true
            server.events.add(
                EventListener(arrival.connection, wire, .notifications, .lines, lastHeard: lastHeard),
                of: self)
        case .awaitsPassword(let task):
            arrival.connection.holdInput()
            server.requestPassword(task, of: [UInt8](line), wire, on: arrival.connection)
        }
    }

    private func send(_ reply: inout JSONWriter, _ connection: Connection) {
        guard reply.count > 0 else { return }
        connection.send(reply.bytes)
        reply.removeAll()
    }
}

/// Bytes that came in on one connection.
struct Arrival {
    let bytes: UnsafeRawBufferPointer
    let connection: Connection
    let session: Session
}

/// What all sessions of one loop share: the shop, the executor of lines, one buffer for replies.
final class LineServer {
    let shop: Shop
    private let snapshots: SnapshotDesk
    let office: SignInOffice
    let frontDesk: FrontDesk
    let events: EventHub
    let executor: LineExecutor
    private let call: IsolatedCall<Shop, (LineServer, Arrival), Int>
    private var reply = JSONWriter(capacityBytes: 131_072)
    private(set) var sessionCount = 0

    init(
        shop: Shop, snapshots: SnapshotDesk, authenticator: any Authenticator, office: SignInOffice,
        frontDesk: FrontDesk, events: EventHub, loop: EventLoop
    ) {
        self.shop = shop
        self.office = office
        self.frontDesk = frontDesk
        self.events = events
        self.snapshots = snapshots
        executor = LineExecutor(table: OperationTable(), authenticator: authenticator)
        call = IsolatedCall(on: loop) { (shop: isolated Shop, work: (LineServer, Arrival)) in
            let (server, arrival) = work
            return arrival.session.run(arrival, server.executor, shop, &server.reply)
        }
    }

    func run(_ arrival: Arrival) -> Int { call(shop, (self, arrival)) }

    /// What a connection is told that finds too many others.
    var refusal: [UInt8] {
        // Safety: made and used on the loop that all of this lives on.
        nonisolated(unsafe) let executor = executor
        return shop.assumeIsolated { shop -> [UInt8] in
            var writer = JSONWriter()
            executor.refuse(.busy(reason: "Too many connections"), shop: shop, into: &writer)
            return [UInt8](writer.bytes)
        }
    }

    func sessionBegan() { sessionCount += 1 }
    func sessionEnded() { sessionCount -= 1 }

    /// Takes a snapshot, and replies when it is safe. What came behind the request then goes on.
    func requestSnapshot(id: [UInt8], on connection: Connection) {
        snapshots.request { [shop] outcome in
            let line = shop.assumeIsolated { shop -> [UInt8] in
                var writer = JSONWriter()
                LineExecutor.writeSnapshotReply(id: id, outcome, shop: shop, into: &writer)
                return [UInt8](writer.bytes)
            }
            line.withUnsafeBytes { connection.send($0) }
            connection.resumeLater()
        }
    }

    /// Runs `line` again when the work with its password is done. What came behind it then goes on.
    func requestPassword(
        _ task: PasswordTask, of line: [UInt8], _ wire: WireSession, on connection: Connection
    ) {
        office.run(task) { [self] result in
            // Safety: asked for and answered on the loop that all of this lives on.
            nonisolated(unsafe) let (executor, wire) = (executor, wire)
            let reply = shop.assumeIsolated { shop -> [UInt8] in
                shop.advanceClock()
                var writer = JSONWriter()
                _ = line.withUnsafeBytes {
                    executor.resume($0, after: result, session: wire, shop: shop, into: &writer)
                }
                return [UInt8](writer.bytes)
            }
            reply.withUnsafeBytes { connection.send($0) }
            connection.resumeLater()
        }
    }
}
