import CommerceClient
import CommerceServer
import Dispatch
import EventLoops
import Journaling
import Synchronization
import TestSupport
import Testing

/// A real server on a loop of its own; the end of the test stops it.
///
/// Journal files are small and not synced, so that a test is about the server and not about the disk.
final class RunningServer {
    let port: UInt16
    let httpPort: UInt16?
    private let loop: EventLoop
    private let thread: LoopThread
    private let holder: Holder

    /// Safety: used on the loop's thread, and when that has ended.
    private final class Holder: @unchecked Sendable {
        var server: Server?
    }

    /// Starts with the demo catalog, and lets everybody do everything, unless configured otherwise.
    init(
        _ directory: TemporaryDirectory, _ configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        var chosen = ServerConfiguration()
        chosen.dataDirectory = directory.path
        chosen.port = 0
        chosen.httpPort = 0
        chosen.durability = .none
        chosen.journalSegmentBytes = 1 << 20
        chosen.wantsDemo = true
        chosen.asksNobody = true
        chosen.snapshotIntervalSeconds = 0
        configure(&chosen)
        let (loop, holder, configuration) = (try EventLoop(), Holder(), chosen)
        thread = loop.startThread(name: "server")
        self.loop = loop
        self.holder = holder
        let started = try Self.onLoop(loop) {
            Result<Ports, ServerError> { () throws(ServerError) in
                let server = try Server.checked { try Server(configuration, on: loop) { _ in } }
                holder.server = server
                return Ports(lines: server.port, http: server.httpPort)
            }
        }
        do {
            let ports = try started.get()
            (port, httpPort) = (ports.lines, ports.http)
        } catch {
            thread.stopAndJoin()
            throw error
        }
    }

    private struct Ports: Sendable {
        let lines: UInt16
        let http: UInt16?
    }

    struct TookTooLong: Error {}

    func connect() throws -> WireConnection { try WireConnection(host: "127.0.0.1", port: port) }

    func connectRaw() throws -> RawSocket { try RawSocket(port: port) }

    func connectHTTP() throws -> RawSocket { try RawSocket(port: try #require(httpPort)) }

    /// Runs `body` on the loop and waits for its result.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable (EventLoop) -> Value) throws -> Value {
        try Self.onLoop(loop) { [loop] in body(loop) }
    }

    private static func onLoop<Value: Sendable>(
        _ loop: EventLoop, _ body: @escaping @Sendable () -> Value
    ) throws -> Value {
        let (result, isDone) = (Handed<Value>(), DispatchSemaphore(value: 0))
        loop.execute {
            let value = body()
            result.value.withLock { $0 = value }
            isDone.signal()
        }
        guard isDone.wait(timeout: .now() + 10) == .success, let value = result.value.withLock({ $0 }) else {
            throw TookTooLong()
        }
        return value
    }

    private final class Handed<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// Ends as SIGTERM does, and waits for it.
    func drain() {
        beginDrain()
        join()
    }

    func beginDrain() { loop.execute { [holder] in holder.server?.drain() } }

    func join() {
        thread.join()
        holder.server = nil
    }

    deinit {
        thread.stopAndJoin()
        holder.server = nil
    }
}

extension WireConnection {
    /// One request and its reply.
    func ask(_ request: String) throws -> String {
        String(decoding: try call(line: Array(request.utf8)), as: UTF8.self)
    }

    func receive() throws -> String { String(decoding: try receiveLine(), as: UTF8.self) }

    /// Sends several lines at once.
    func send(_ lines: String...) throws {
        for line in lines { send(line: Array(line.utf8)) }
        try flush()
    }
}

extension String {
    /// Whether this is an error reply with the code.
    func isError(_ code: String) -> Bool {
        contains(#""error":{"statusCode""#) && contains(#""code":"\#(code)""#)
    }

    var isOK: Bool { contains(#""ok":{"#) }
}
