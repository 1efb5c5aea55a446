import Glibc

/// What one round of one candidate took for each request.
struct Sample: Sendable {
    let wallNanoseconds: Double
    /// Of all threads of the process; says more than the wall clock while other programs run.
    let processorNanoseconds: Double

    static func of(_ traffic: Traffic, _ body: () -> Void) -> Sample {
        let start = Instant()
        body()
        return Sample(since: start, requestCount: traffic.orders.count)
    }

    static func ofAwaiting(_ traffic: Traffic, _ body: () async -> Void) async -> Sample {
        let start = Instant()
        await body()
        return Sample(since: start, requestCount: traffic.orders.count)
    }

    private init(since start: Instant, requestCount: Int) {
        let end = Instant()
        wallNanoseconds = Double(end.wall - start.wall) / Double(requestCount)
        processorNanoseconds = Double(end.processor - start.processor) / Double(requestCount)
    }
}

/// A moment on both clocks, in nanoseconds.
private struct Instant {
    let wall: Int64
    let processor: Int64

    init() {
        wall = Self.read(CLOCK_MONOTONIC)
        processor = Self.read(CLOCK_PROCESS_CPUTIME_ID)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// All rounds of one candidate under one workload.
struct Row: Sendable {
    let workload: Workload
    let candidate: Candidate
    var samples: [Sample] = []

    var wallNanoseconds: Double { Row.median(samples.map(\.wallNanoseconds)) }
    var processorNanoseconds: Double { Row.median(samples.map(\.processorNanoseconds)) }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
