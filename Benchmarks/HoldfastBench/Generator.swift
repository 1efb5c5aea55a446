import CLinux
import Glibc

/// How long a generator runs.
enum RunLimit {
    /// First unmeasured, then measured.
    case time(warmUpSeconds: Double, measuredSeconds: Double)
    /// So many requests, all measured.
    case requests(Int)
    /// Measured until the question, asked every millisecond, is answered with yes.
    case until(() -> Bool)
}

/// A closed-loop load generator: `connections × depth` requests are in flight at any time; each reply makes room for the next.
///
/// One thread, one epoll. What it costs per request is composing and judging by the ``Traffic`` and a share of two system calls;
/// nothing is allocated. A request's latency runs from the moment its predecessor's reply was read to the moment its
/// own was, so the generator's own delay counts against the server, never for it.
///
/// It does not know any protocol, start servers, or choose rates (there is no open loop here).
struct Generator<Load: Traffic>: ~Copyable {
    private(set) var traffic: Load
    private let depth: Int
    private let count: Int
    private let connections: UnsafeMutablePointer<GeneratorConnection<Load.Note>>
    private let epoll: CInt
    private var histogram = Histogram()

    /// - Parameter sockets: Connected and signed in; taken over.
    init(traffic: Load, sockets: [CInt], depth: Int) throws(BenchmarkError) {
        self.traffic = traffic
        self.depth = depth
        count = sockets.count
        connections = .allocate(capacity: sockets.count)
        epoll = epoll_create1(CInt(EPOLL_CLOEXEC))
        for (index, socket) in sockets.enumerated() {
            Socket.makeNonblocking(socket)
            (connections + index).initialize(
                to: GeneratorConnection(
                    socket: socket, depth: depth, requestBytesMax: traffic.requestBytesMax))
            watch(index, operation: EPOLL_CTL_ADD, events: EPOLLIN.rawValue)
        }
        guard epoll >= 0 else {
            throw BenchmarkError(code: .system(errno: errno), message: "no epoll (errno \(errno))")
        }
    }

    deinit {
        for index in 0..<count { connections[index].deallocate() }
        connections.deallocate()
        close(epoll)
    }

    /// Runs once; may be called again on the same connections when it has returned.
    ///
    /// - Parameter serverUsage: Reads the server's usage, at the ends of the window.
    /// - Throws: ``BenchmarkError`` if a connection broke, a reply is not there after ten seconds, or a signal came.
    mutating func run(
        _ limit: RunLimit, serverUsage: @escaping () -> ProcessUsage
    ) throws(BenchmarkError) -> Measurement {
        var run = GeneratorRun(limit: limit, startNanoseconds: Clock.nanoseconds(), serverUsage: serverUsage)
        histogram.removeAll()
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        for index in 0..<count {
            for _ in 0..<depth where run.maySend { compose(on: index, after: nil, run: &run) }
            try flush(index)
        }
        while run.answered < run.sent {
            let ready = epoll_wait(epoll, &events, CInt(events.count), 100)
            run.now = Clock.nanoseconds()
            for index in 0..<Int(max(0, ready)) {
                let connection = Int(events[index].data.u32)
                if events[index].events & EPOLLOUT.rawValue != 0 { try flush(connection) }
                if events[index].events & ~EPOLLOUT.rawValue != 0 { try exchange(connection, run: &run) }
            }
            try Interruption.check()
            try run.advance()
        }
        return run.finish(histogram: histogram)
    }

    /// Reads what is there, judges it, and sends as many requests as there were replies.
    @inline(__always)
    private mutating func exchange(_ index: Int, run: inout GeneratorRun) throws(BenchmarkError) {
        let now = Clock.nanoseconds()
        run.now = now
        let depth = self.depth
        try connections[index].receive { (connection, reply) throws(BenchmarkError) in
            var pending = connection.pop()
            let verdict = traffic.judge(reply, of: &pending.note)
            if run.isMeasuring { histogram.record(nanoseconds: now &- pending.sentNanoseconds) }
            run.count(verdict, reply: reply)
            guard run.maySend && connection.inFlight < depth else { return }
            let note = traffic.compose(after: pending.note, into: &connection.output)
            connection.push(.init(sentNanoseconds: now, note: note))
            run.sent &+= 1
        }
        try flush(index)
    }

    private mutating func compose(on index: Int, after previous: Load.Note?, run: inout GeneratorRun) {
        let note = traffic.compose(after: previous, into: &connections[index].output)
        connections[index].push(.init(sentNanoseconds: run.now, note: note))
        run.sent += 1
    }

    @inline(__always)
    private mutating func flush(_ index: Int) throws(BenchmarkError) {
        let isDone = try connections[index].output.flush(to: connections[index].socket)
        guard isDone == connections[index].waitsToWrite else { return }
        connections[index].waitsToWrite = !isDone
        watch(index, operation: EPOLL_CTL_MOD, events: EPOLLIN.rawValue | (isDone ? 0 : EPOLLOUT.rawValue))
    }

    private func watch(_ index: Int, operation: CInt, events: UInt32) {
        var event = epoll_event()
        event.events = events
        event.data.u32 = UInt32(index)
        epoll_ctl(epoll, operation, connections[index].socket, &event)
    }
}
