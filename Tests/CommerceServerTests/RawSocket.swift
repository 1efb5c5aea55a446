import Glibc

/// A plain blocking socket, for bytes that no proper client sends. Each wait gives up after ten seconds.
final class RawSocket {
    private let descriptor: CInt
    private var received: [UInt8] = []

    struct Failure: Error { let errno: CInt }

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(errno: errno) }
    }

    /// Sends all of it, waiting for room; stops early if the server has closed.
    func send(_ bytes: some Sequence<UInt8>) {
        var remaining = Array(bytes)[...]
        while !remaining.isEmpty {
            let sent = remaining.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            remaining = remaining.dropFirst(sent)
        }
    }

    func send(_ text: String) { send(text.utf8) }

    /// Ends the own direction of the stream.
    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// One line without its end; `nil` at the end of the stream, after an error, or too late.
    func receiveLine() -> String? {
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                defer { received.removeFirst(end + 1) }
                return String(decoding: received[..<end], as: UTF8.self)
            }
            guard receiveMore() > 0 else { return nil }
        }
    }

    /// So many bytes; `nil` at the end of the stream, after an error, or too late.
    func receive(count: Int) -> [UInt8]? {
        while received.count < count {
            guard receiveMore() > 0 else { return nil }
        }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    /// The bytes up to and with `end`, and `count` more; `nil` at the end of the stream, after an error, or too late.
    func receive(through end: String, andBytes count: (String) -> Int) -> String? {
        while true {
            let text = String(decoding: received, as: UTF8.self)
            if let range = text.firstRange(of: end) {
                let head = String(text[..<range.upperBound])
                let total = head.utf8.count + count(head)
                if received.count >= total {
                    defer { received.removeFirst(total) }
                    return String(decoding: received[..<total], as: UTF8.self)
                }
            }
            guard receiveMore() > 0 else { return nil }
        }
    }

    /// Whether the stream ends, without another byte.
    func ends() -> Bool { received.isEmpty && receiveMore() == 0 }

    /// The lines up to the end of the stream; `nil` if it ended with an error, too late, or within a line.
    func receiveLinesToEnd() -> [String]? {
        var count = 1
        while count > 0 { count = receiveMore() }
        guard count == 0, received.last ?? 0x0A == 0x0A else { return nil }
        return received.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// - Returns: How many bytes came, 0 at the end, -1 after an error or too late.
    private func receiveMore() -> Int {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 10_000) == 1 else { return -1 }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        return count
    }

    deinit { close(descriptor) }
}
