import CLinux
import Glibc
import Synchronization

/// One thread that does everything: it waits for sockets, calls their handlers, runs the jobs of the actors
/// pinned to it and its timers, lets the owner commit, and then sends what came of it.
///
/// A turn, in order:
///
///     wait → socket events → connections waiting for their turn → jobs → timers
///          → closed handlers → endOfTurn → output of all connections → closed handlers
///
/// Nothing that a handler sends leaves before ``endOfTurn`` has returned, so one blocking commit there covers
/// every reply of the turn. It is a `SerialExecutor`, so that actors can be pinned to it, and a `TaskExecutor`,
/// so that what is not isolated stays on it too.
///
/// `run()` happens inside one job of the loop. The runtime therefore knows the loop as the current executor while
/// a socket handler runs, and `actor.assumeIsolated` on an actor pinned to the loop passes with one comparison of
/// identities and without a call of `checkIsolated` (a test counts them): 14 ns measured, 140 ns outside of the job.
/// With the allocation that the standard library makes for the closure a call takes 50 to 80 ns;
/// ``IsolatedCall`` takes 9.
///
/// It bounds what a turn does per connection and in sum, but not how long a handler takes: nothing that blocks
/// belongs on it, except the commit.
///
/// Safety: of the stored properties the first group is used by any thread and guards itself, the others are
/// used only by the thread that runs the loop, or before it runs. `preconditionOnLoop` checks that at the doors.
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// Something to run: a job of the runtime, or a closure.
    enum Work {
        case job(UnownedJob)
        case body(@Sendable () -> Void)
    }

    /// How many sockets and how many waiting connections a turn handles at most.
    static let connectionsPerTurn = 256
    /// How much work of other kinds a turn does at most.
    static let jobsPerTurn = 4_096
    static let timersPerTurn = 1_024
    /// The size of the block that all connections read into.
    package static let scratchReadBytes = 262_144
    /// Room before it, so that a connection's small rest stands contiguously before what is read.
    static let scratchRestBytes = 16_384

    // Any thread.
    let remoteWork = Mutex<[Work]>([])
    let hasRemoteWork = Atomic<Bool>(false)
    let isSleeping = Atomic<Bool>(false)
    let isStopping = Atomic<Bool>(false)
    /// `pthread_self()` of the thread inside `run()`, else 0.
    let runningThread = Atomic<UInt>(0)
    let wakeDescriptor: FileDescriptor
    /// How often the runtime had to ask for the isolation, because the loop was not the current executor.
    let isolationQuestions = Atomic<UInt64>(0)

    // The loop's thread.
    /// Called after the events, jobs and timers of a turn, if there were any, before output is sent.
    package var endOfTurn: (() -> Void)?
    /// The monotonic clock as the present turn read it.
    package internal(set) var nowNanoseconds: Int64
    /// The open connections, in no order; each knows its position.
    var connections: [Connection] = []
    /// How many turns did something, for tests and metrics.
    package private(set) var turnCount: UInt64 = 0
    let pollDescriptor: FileDescriptor
    /// Given up for a moment when the process is out of descriptors, to accept and refuse a connection.
    var reserveDescriptor: FileDescriptor
    var listeners: [Listener] = []
    var signals: SignalWatch?
    var timers = TimerHeap()
    var localWork: [Work] = []
    /// Where `localWork` goes on; what is before has run.
    var localWorkNext = 0
    var readyConnections = ConnectionQueue()
    /// Connections with output to send at the end of the turn; kept alive by `connections` or `closing`.
    var dirtyConnections: [Unmanaged<Connection>] = []
    /// Closed connections whose handlers have not been told.
    var closing: [Connection] = []
    /// Closed connections that late events of the turn may still name.
    var retired: [Connection] = []
    var pool = BufferPool()
    let scratch: UnsafeMutableRawPointer
    /// Whether the present turn ran something; left true after it if handlers were told of closing at its end.
    var turnDidWork = false
    var isFinished = false
    private let events: UnsafeMutablePointer<epoll_event>

    package init() throws(LoopError) {
        pollDescriptor = try FileDescriptor(
            SystemCalls.result { epoll_create1(CInt(EPOLL_CLOEXEC)) }, of: "epoll_create1")
        wakeDescriptor = try FileDescriptor(
            SystemCalls.result { eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC)) }, of: "eventfd")
        reserveDescriptor = try FileDescriptor(EventLoop.openReserve(), of: "open", subject: "/dev/null")
        nowNanoseconds = SystemCalls.monotonicNanoseconds()
        scratch = .allocate(byteCount: Self.scratchRestBytes + Self.scratchReadBytes, alignment: 64)
        events = .allocate(capacity: Self.connectionsPerTurn)
        try watch(wakeDescriptor.rawValue, events: EPOLLIN.rawValue | EPOLLET.rawValue, as: .wake)
    }

    static func openReserve() -> CInt {
        SystemCalls.result { open("/dev/null", O_RDONLY | O_CLOEXEC) }
    }

    /// One turn, as the type's documentation orders it.
    func turn() {
        let eventCount = waitForEvents()
        nowNanoseconds = SystemCalls.monotonicNanoseconds()
        for index in 0..<eventCount { dispatch(events[index]) }
        serveReadyConnections()
        runWork()
        runTimers()
        tellClosed()
        if turnDidWork {
            turnDidWork = false
            turnCount += 1
            endOfTurn?()
        }
        sendOutput()
        tellClosed()
        retired.removeAll(keepingCapacity: true)
    }

    /// Waits no longer than the next timer, and not at all if something is left to do.
    private func waitForEvents() -> Int {
        let timeout = timeoutMilliseconds()
        let mayWait = timeout != 0 && prepareToSleep()
        let result = SystemCalls.waitForEvents(
            pollDescriptor.rawValue, events, CInt(Self.connectionsPerTurn),
            timeoutMilliseconds: mayWait ? timeout : 0)
        if mayWait { isSleeping.store(false, ordering: .relaxed) }
        precondition(result >= 0, "epoll_wait: errno \(-result)")
        return Int(result)
    }

    private func timeoutMilliseconds() -> CInt {
        if hasWorkLeft { return 0 }
        guard let deadline = timers.nextDeadlineNanoseconds else { return -1 }
        let wait = deadline - SystemCalls.monotonicNanoseconds()
        // Rounded up: a timer is never early, and the last millisecond is not spun away.
        return CInt(clamping: wait <= 0 ? 0 : (wait + 999_999) / 1_000_000)
    }

    /// Whether the next turn has something to do without anything new.
    var hasWorkLeft: Bool {
        turnDidWork || localWorkNext < localWork.count || !readyConnections.isEmpty || !closing.isEmpty
            || !dirtyConnections.isEmpty
    }

    private func dispatch(_ event: epoll_event) {
        let source = EventSource(rawValue: event.data.u64)
        switch source.kind {
        case .connection:
            source.withConnection { $0.eventsArrived(event.events) }
        case .listener:
            turnDidWork = true
            listeners.first { $0.source == source }?.acceptAll()
        case .signals:
            turnDidWork = true
            signals?.deliver()
        case .wake:
            // Edge-triggered: every write is an event, and the count need not be read.
            break
        }
    }

    /// Serves connections that had to wait, the longest waiting first. What they queue again is for the next turn.
    private func serveReadyConnections() {
        var remaining = min(readyConnections.count, Self.connectionsPerTurn)
        while remaining > 0, let connection = readyConnections.popFirst() {
            remaining -= 1
            connection.isQueued = false
            connection.serve()
        }
    }

    /// Sends the output of every connection that has some; none can be added meanwhile.
    private func sendOutput() {
        for connection in dirtyConnections { connection._withUnsafeGuaranteedRef { $0.flush() } }
        dirtyConnections.removeAll(keepingCapacity: true)
    }

    /// Tells handlers that their connections are closed; they may close others.
    private func tellClosed() {
        while !closing.isEmpty {
            turnDidWork = true
            let connections = closing
            closing = []
            for connection in connections { connection.tellClosed() }
            retired += connections
        }
    }

    deinit {
        scratch.deallocate()
        events.deallocate()
    }
}
