import EventLoops
import Synchronization

/// A server on loopback that answers each line with what a closure makes of it.
final class ScriptedServer: Sendable {
    /// What to do with one line.
    enum Answer {
        case reply(String)
        case silence
        /// The text, and then the end.
        case farewell(String)
        case hangUp
    }

    let port: UInt16
    private let thread: LoopThread

    init(_ answer: @escaping @Sendable (_ line: String, _ connection: Int) -> Answer) throws {
        let loop = try EventLoop()
        var accepted = 0
        port = try loop.listen(host: "127.0.0.1", port: 0) { connection in
            connection.handler = Handler(accepted, answer)
            accepted += 1
        }.port
        thread = loop.startThread(name: "scripted")
    }

    /// `127.0.0.1` with the port.
    var text: String { "127.0.0.1:\(port)" }

    deinit { thread.stopAndJoin() }

    private final class Handler: ConnectionHandler {
        private let index: Int
        private let answer: (String, Int) -> Answer

        init(_ index: Int, _ answer: @escaping (String, Int) -> Answer) {
            self.index = index
            self.answer = answer
        }

        func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
            var consumed = 0
            while !connection.isOutputHigh, !connection.isClosing,
                let end = bytes[consumed...].firstIndex(of: 10)
            {
                perform(answer(String(decoding: bytes[consumed..<end], as: UTF8.self), index), on: connection)
                consumed = end + 1
            }
            return consumed
        }

        private func perform(_ answer: Answer, on connection: Connection) {
            switch answer {
            case .silence: break
            case .reply(let text): send(text + "\n", on: connection)
            case .farewell(let text):
                send(text + "\n", on: connection)
                connection.closeAfterFlush()
            case .hangUp: connection.close()
            }
        }

        private func send(_ text: String, on connection: Connection) {
            var text = text
            text.withUTF8 { connection.send(UnsafeRawBufferPointer($0)) }
        }

        func closed(_ connection: Connection) {}
    }
}

/// A number that several threads change.
final class Count: Sendable {
    private let stored = Mutex(0)

    var value: Int { stored.withLock { $0 } }
    @discardableResult
    func increment() -> Int {
        stored.withLock { count in
            count += 1
            return count
        }
    }
}
