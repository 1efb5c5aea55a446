import EventLoops
import Synchronization

/// A loop on a thread of its own with one listener on loopback; the end of the test stops it.
final class LoopFixture: Sendable {
    let loop: EventLoop
    let port: UInt16
    let handlers: Handlers
    private let thread: LoopThread
    private let listener: Listening

    /// The listener of a loop, for questions asked on that loop.
    ///
    /// Safety: used by `LoopFixture.onLoop` only.
    final class Listening: @unchecked Sendable {
        let listener: Listener
        init(_ listener: Listener) { self.listener = listener }
    }

    /// What the handlers of a test have seen, counted on the loop.
    final class Handlers: Sendable {
        let closed = Bell()
        private let reasons = Mutex<[CloseReason?]>([])

        var closeReasons: [CloseReason?] { reasons.withLock { $0 } }

        func noteClosed(_ connection: Connection) {
            reasons.withLock { [reason = connection.closeReason] in $0.append(reason) }
            closed.ring()
        }
    }

    init(
        host: String = "127.0.0.1", limits: ConnectionLimits = ConnectionLimits(), refusal: [UInt8] = [],
        handler: @escaping @Sendable (EventLoop, Handlers) -> any ConnectionHandler
    ) throws {
        let loop = try EventLoop()
        let handlers = Handlers()
        let listener = try loop.listen(host: host, port: 0, limits: limits, refusal: refusal) {
            [unowned loop] in
            $0.handler = handler(loop, handlers)
        }
        self.loop = loop
        self.handlers = handlers
        self.listener = Listening(listener)
        port = listener.port
        thread = loop.startThread(name: "fixture")
    }

    func client(receiveBufferBytes: CInt? = nil) throws -> RawClient {
        guard let client = RawClient(port: port, receiveBufferBytes: receiveBufferBytes) else {
            throw Unreachable()
        }
        return client
    }

    struct Unreachable: Error {}

    struct TookTooLong: Error {}

    /// Runs `body` on the loop and waits for its result.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable (EventLoop, Listener) -> Value) throws -> Value {
        let (result, bell) = (Box<Value>(), Bell())
        loop.execute { [loop, listener] in
            result.set(body(loop, listener.listener))
            bell.ring()
        }
        guard bell.wait(), let value = result.value else { throw TookTooLong() }
        return value
    }

    /// Returns when the loop has seen what was sent to it before.
    func passTurn() throws { try onLoop { _, _ in } }

    func stop() { thread.stopAndJoin() }

    deinit { thread.stopAndJoin() }
}

/// A value handed from one thread to another.
final class Box<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    var value: Value? { stored.withLock { $0 } }
    func set(_ value: Value) { stored.withLock { $0 = value } }
    func update(_ body: (inout sending Value?) -> Void) { stored.withLock { body(&$0) } }
}
