import EventLoops
import Glibc

/// Calls `line` with each complete line, without its end; stops at high output.
class LineHandler: ConnectionHandler {
    let handlers: LoopFixture.Handlers

    init(_ handlers: LoopFixture.Handlers) {
        self.handlers = handlers
    }

    func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
        var consumed = 0
        while let end = bytes.lineEnd(from: consumed) {
            line(UnsafeRawBufferPointer(rebasing: bytes[consumed..<end]), on: connection)
            consumed = end + 1
            if connection.isOutputHigh || shouldStop(on: connection) { break }
        }
        return consumed
    }

    func line(_ line: UnsafeRawBufferPointer, on connection: Connection) {}
    func shouldStop(on connection: Connection) -> Bool { false }
    func closed(_ connection: Connection) { handlers.noteClosed(connection) }
}

/// Sends each line back.
final class EchoHandler: LineHandler {
    override func line(_ line: UnsafeRawBufferPointer, on connection: Connection) {
        connection.send(line)
        connection.send("\n")
    }
}

/// Answers a line with what a closure makes of it.
final class ReplyHandler: LineHandler {
    private let reply: (String, Connection) -> Void

    init(_ handlers: LoopFixture.Handlers, _ reply: @escaping (String, Connection) -> Void) {
        self.reply = reply
        super.init(handlers)
    }

    override func line(_ line: UnsafeRawBufferPointer, on connection: Connection) {
        reply(String(decoding: line, as: UTF8.self), connection)
    }
}

extension Connection {
    func send(_ text: String) {
        var text = text
        text.withUTF8 { send(UnsafeRawBufferPointer($0)) }
    }
}

extension UnsafeRawBufferPointer {
    /// Where the next line ends; quick in debug builds too.
    func lineEnd(from start: Int) -> Int? {
        guard let base = baseAddress, start < count, let end = memchr(base + start, 10, count - start) else {
            return nil
        }
        return UnsafeRawPointer(end) - base
    }
}
