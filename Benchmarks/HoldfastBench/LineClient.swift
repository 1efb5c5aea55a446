import CLinux
import Glibc

/// A blocking connection that sends lines and awaits as many lines; for setting up, checking and control, never for load.
final class LineClient {
    let descriptor: CInt
    private var unread: [UInt8] = []

    /// No more than this is in flight; the protocol promises room for 1,024.
    private static let linesInFlightMax = 500

    init(port: UInt16) throws(BenchmarkError) { descriptor = try Socket.connect(port: port) }

    /// Takes over a connection.
    init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { if !isGivenAway { close(descriptor) } }

    private var isGivenAway = false

    /// The connection, to be closed by the caller from now on.
    func giveAway() -> CInt {
        isGivenAway = true
        return descriptor
    }

    /// Sends all lines (without their newlines), pipelined, and gives the replies in order.
    func exchange(_ lines: [String]) throws(BenchmarkError) -> [String] {
        var replies: [String] = []
        replies.reserveCapacity(lines.count)
        var start = 0
        while start < lines.count {
            let chunk = lines[start..<min(start + Self.linesInFlightMax, lines.count)]
            try send(chunk.joined(separator: "\n") + "\n")
            for _ in chunk { replies.append(try readLine()) }
            start += chunk.count
        }
        return replies
    }

    /// Sends one line and gives its reply.
    func ask(_ line: String) throws(BenchmarkError) -> String {
        try send(line + "\n")
        return try readLine()
    }

    func send(_ text: String) throws(BenchmarkError) { try TextFile.write(text, toDescriptor: descriptor) }

    func readLine() throws(BenchmarkError) -> String {
        while true {
            if let newline = unread.firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<newline], as: UTF8.self)
                unread.removeFirst(newline + 1)
                return line
            }
            try readMore()
        }
    }

    /// Reads exactly `count` bytes; Redis's bulk strings need it.
    func read(count: Int) throws(BenchmarkError) -> String {
        while unread.count < count { try readMore() }
        let text = String(decoding: unread[..<count], as: UTF8.self)
        unread.removeFirst(count)
        return text
    }

    private func readMore() throws(BenchmarkError) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0 && errno == EINTR {
            try Interruption.check()
            return
        }
        guard count > 0 else {
            throw BenchmarkError(code: .badServer, message: "the server closed the control connection")
        }
        unread.append(contentsOf: chunk[..<count])
    }
}
