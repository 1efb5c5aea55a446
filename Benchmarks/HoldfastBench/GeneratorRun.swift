/// The course of one run: warm-up, measured window, drain; and its counts.
///
///     answered ≤ sent;  maySend until the window ends, then only replies are awaited
struct GeneratorRun {
    private enum Phase { case warmUp, measuring, draining }

    /// After the last progress; a server that is silent for longer is called stuck.
    private static let patienceNanoseconds: UInt64 = 20_000_000_000

    var now: UInt64
    var sent = 0
    private(set) var answered = 0

    private let limit: RunLimit
    private let serverUsage: () -> ProcessUsage
    private var phase: Phase
    private var requestsLeft = Int.max
    private var phaseEnd: UInt64
    private var windowStart: UInt64
    private var windowEnd: UInt64 = 0
    private var measuredRequests: UInt64 = 0
    private var lastProgress: (answered: Int, at: UInt64)
    private var serverAtStart = ProcessUsage()
    private var clientAtStart = ProcessorTime()
    private var allAtStart = ProcessorTime()
    private var measurement = Measurement()

    init(limit: RunLimit, startNanoseconds: UInt64, serverUsage: @escaping () -> ProcessUsage) {
        self.limit = limit
        self.serverUsage = serverUsage
        now = startNanoseconds
        windowStart = startNanoseconds
        lastProgress = (0, startNanoseconds)
        switch limit {
        case .time(let warmUpSeconds, _):
            phase = .warmUp
            phaseEnd = startNanoseconds + UInt64(warmUpSeconds * 1_000_000_000)
        case .requests(let count):
            phase = .measuring
            phaseEnd = .max
            requestsLeft = count
        case .until:
            phase = .measuring
            phaseEnd = startNanoseconds
        }
        if phase == .measuring { openWindow() }
    }

    var isMeasuring: Bool { phase == .measuring }

    /// Whether another request may go out.
    @inline(__always)
    var maySend: Bool { phase != .draining && sent < requestsLeft }

    @inline(__always)
    mutating func count(_ verdict: Verdict, reply: UnsafeRawBufferPointer) {
        answered &+= 1
        if phase == .measuring {
            measuredRequests &+= UInt64(verdict.accepted &+ verdict.refused &+ verdict.failed)
        }
        measurement.accepted &+= UInt64(verdict.accepted)
        measurement.refused &+= UInt64(verdict.refused)
        if verdict.failed > 0 { countFailure(verdict, reply: reply) }
    }

    /// Moves from phase to phase as time goes by.
    ///
    /// - Throws: ``BenchmarkError`` when replies have stopped coming.
    mutating func advance() throws(BenchmarkError) {
        if answered != lastProgress.answered {
            lastProgress = (answered, now)
        } else if now > lastProgress.at + Self.patienceNanoseconds {
            throw BenchmarkError(
                code: .badServer, message: "no reply for 20 s; \(sent - answered) requests are open")
        }
        guard phase != .draining, now >= phaseEnd else { return }
        switch (limit, phase) {
        case (.time(_, let measuredSeconds), .warmUp):
            phase = .measuring
            openWindow()
            phaseEnd = windowStart + UInt64(measuredSeconds * 1_000_000_000)
        case (.until(let isOver), _):
            phaseEnd = now + 1_000_000
            if isOver() { closeWindow() }
        default:
            closeWindow()
        }
    }

    mutating func finish(histogram: Histogram) -> Measurement {
        if phase != .draining { closeWindow() }
        measurement.seconds = Double(windowEnd - windowStart) / 1_000_000_000
        measurement.measuredRequests = measuredRequests
        measurement.latency = histogram.summary
        return measurement
    }

    private mutating func openWindow() {
        serverAtStart = serverUsage()
        clientAtStart = .ofThisProgram()
        allAtStart = .ofAllPrograms()
        windowStart = Clock.nanoseconds()
        now = windowStart
    }

    private mutating func closeWindow() {
        phase = .draining
        windowEnd = Clock.nanoseconds()
        measurement.client = .ofThisProgram() - clientAtStart
        let all = ProcessorTime.ofAllPrograms() - allAtStart
        let server = serverUsage()
        measurement.serverProcessorSeconds = server.processorSeconds - serverAtStart.processorSeconds
        measurement.serverPeakBytes = server.peakResidentBytes
        measurement.otherProcessorSeconds = max(
            0, all.total - measurement.client.total - measurement.serverProcessorSeconds)
    }

    private mutating func countFailure(_ verdict: Verdict, reply: UnsafeRawBufferPointer) {
        measurement.failed &+= UInt64(verdict.failed)
        if measurement.failureSample == nil {
            let text = String(decoding: reply.prefix(300), as: UTF8.self)
            measurement.failureSample = text.filter { $0 != "\n" && $0 != "\r\n" }
        }
    }
}
