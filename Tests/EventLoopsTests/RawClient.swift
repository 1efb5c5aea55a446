import CLinux
import Glibc

/// A plain blocking socket, as a client of another make would use it. Each wait gives up after ten seconds.
final class RawClient {
    let descriptor: CInt
    private var received: [UInt8] = []

    /// - Parameter receiveBufferBytes: A small one makes a slow reader felt early.
    init?(port: UInt16, host: String = "127.0.0.1", receiveBufferBytes: CInt? = nil) {
        let isSix = host.contains(":")
        descriptor = socket(isSix ? AF_INET6 : AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        if var bytes = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<CInt>.size))
        }
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        var four = sockaddr_in()
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &four.sin_addr)
        var six = sockaddr_in6()
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        inet_pton(AF_INET6, host, &six.sin6_addr)
        let result = isSix ? Self.connect(descriptor, &six) : Self.connect(descriptor, &four)
        guard result == 0 else { return nil }
    }

    private static func connect<Address>(_ descriptor: CInt, _ address: inout Address) -> CInt {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Sends all of it, waiting for room.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress! + sent, bytes.count - sent, CInt(MSG_NOSIGNAL))
            }
            guard result > 0 else { return false }
            sent += result
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends what the kernel takes at once.
    /// - Returns: How much, 0 if it takes nothing.
    func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
        max(
            0,
            bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress!, $0.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
            })
    }

    /// One line without its end; nil at the end of the stream, after an error, or too late.
    func receiveLine() -> String? {
        while true {
            if let end = received.firstIndex(of: 10) {
                defer { received.removeFirst(end + 1) }
                return String(decoding: received[..<end], as: UTF8.self)
            }
            guard receiveMore() > 0 else { return nil }
        }
    }

    /// Everything up to the end of the stream; nil if it ended with an error or too late.
    func receiveToEnd() -> [UInt8]? {
        while true {
            let count = receiveMore()
            if count < 0 { return nil }
            if count == 0 { return received }
        }
    }

    /// Exactly so many bytes; nil if they do not come.
    func receive(_ byteCount: Int) -> [UInt8]? {
        while received.count < byteCount {
            guard receiveMore() > 0 else { return nil }
        }
        defer { received.removeFirst(byteCount) }
        return Array(received.prefix(byteCount))
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

    /// Ends the own direction of the stream.
    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Closing will reset the connection instead of ending it.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    deinit { close(descriptor) }
}
