import CLinux
import Glibc

/// A server that does nothing: it answers each line with a fixed one that repeats the line's id.
///
/// With a journal it appends what it read to a file and syncs it before it answers, once per turn of its loop. It marks
/// the ceiling of the machine, of this protocol, and of the generator. It checks nothing.
struct Responder {
    /// `{"id":1` and eight digits, as the generator writes them.
    private static let headBytes = 15
    private static let tail = Array(
        (#","ok":{"reservationId":"r-100000001","variantId":"01jd8zq4t6h1m","quantity":1,"available":1999999999,"#
            + #""expiresAt":"2026-11-22T13:00:00.000Z"}}"# + "\n").utf8)
    private static let inputCapacity = 1 << 18

    private let epoll: CInt
    private let listener: CInt
    private let journal: CInt?
    private let input = UnsafeMutableRawPointer.allocate(byteCount: inputCapacity, alignment: 16)
    /// The unfinished line of each socket, by descriptor; nearly always empty.
    private var unfinished = [[UInt8]](repeating: [], count: 16_384)
    /// Replies composed in this turn of the loop, and whose they are.
    private var output: [UInt8] = []
    private var answers: [(socket: CInt, end: Int)] = []

    /// Listens, says so on standard output, and serves until it is killed.
    ///
    /// - Parameter journalPath: `nil` for no journal.
    static func run(journalPath: String?) throws(BenchmarkError) {
        var responder = try Responder(journalPath: journalPath)
        try responder.serve()
    }

    private init(journalPath: String?) throws(BenchmarkError) {
        let (listener, port) = try Socket.listen()
        self.listener = listener
        epoll = epoll_create1(CInt(EPOLL_CLOEXEC))
        journal = journalPath.map { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) }
        output.reserveCapacity(1 << 20)
        watch(listener)
        try TextFile.write("ready tcp=127.0.0.1:\(port)\n", toDescriptor: 1)
    }

    private mutating func serve() throws(BenchmarkError) {
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while true {
            let count = epoll_wait(epoll, &events, CInt(events.count), -1)
            try Interruption.check()
            for index in 0..<Int(max(0, count)) {
                let socket = events[index].data.fd
                if socket == listener { accept() } else { receive(socket) }
            }
            if let journal, !answers.isEmpty, fdatasync(journal) != 0 {
                throw BenchmarkError(code: .system(errno: errno), message: "cannot sync (errno \(errno))")
            }
            sendAnswers()
        }
    }

    private mutating func receive(_ socket: CInt) {
        let partial = unfinished[Int(socket)]
        partial.withUnsafeBytes { if $0.count > 0 { memcpy(input, $0.baseAddress!, $0.count) } }
        let received = recv(socket, input + partial.count, Self.inputCapacity - partial.count, 0)
        guard received > 0 else {
            unfinished[Int(socket)] = []
            close(socket)
            return
        }
        if let journal { _ = write(journal, input + partial.count, received) }
        let available = partial.count + received
        var position = 0
        while let newline = memchr(input + position, 0x0A, available - position) {
            let head = UnsafeRawBufferPointer(start: input + position, count: Self.headBytes)
            output.append(contentsOf: head)
            output.append(contentsOf: Self.tail)
            position = UnsafeRawPointer(newline) - UnsafeRawPointer(input) + 1
            if position == available { break }
        }
        answers.append((socket, output.count))
        if position < available || !partial.isEmpty {
            unfinished[Int(socket)] = Array(
                UnsafeRawBufferPointer(start: input + position, count: available - position))
        }
        // Without a journal there is nothing to wait for.
        if journal == nil { sendAnswers() }
    }

    private mutating func sendAnswers() {
        var start = 0
        for (socket, end) in answers {
            while start < end {
                let sent = output.withUnsafeBytes {
                    send(socket, $0.baseAddress! + start, end - start, CInt(MSG_NOSIGNAL))
                }
                if sent <= 0 && errno != EINTR { start = end } else { start += max(0, sent) }
            }
        }
        output.removeAll(keepingCapacity: true)
        answers.removeAll(keepingCapacity: true)
    }

    private func accept() {
        let socket = Glibc.accept(listener, nil, nil)
        guard socket >= 0, Int(socket) < unfinished.count else { return }
        var one: CInt = 1
        setsockopt(socket, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        watch(socket)
    }

    private func watch(_ socket: CInt) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = socket
        epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event)
    }
}
