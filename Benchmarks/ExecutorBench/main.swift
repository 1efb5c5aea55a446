import Glibc

/// Measures where the engine's actors should run and how they should be called; see Decisions/Executors of
/// the engine's documentation for what was decided.
func runBench() async throws -> CInt {
    guard let options = Options(CommandLine.arguments.dropFirst()) else {
        complain("executor-bench [--rounds N] [--requests N] [--json]")
        return 64
    }
    let affinity = Affinity()
    // First of all, for the threads that come later.
    let isPinned = affinity.pin(toPosition: 0)
    let stage = try Stage(affinity)
    defer { stage.stop() }
    var rows = Workload.allCases.flatMap { workload in
        Candidate.allCases
            .filter { $0.processorCount <= max(1, affinity.processors.count) }
            .map { Row(workload: workload, candidate: $0) }
    }
    // The first round warms up and is not counted.
    for round in 0...options.rounds {
        for index in rows.indices {
            let traffic = Traffic(orderCount: options.requests / rows[index].candidate.share)
            let sample = try await stage.run(rows[index].candidate, rows[index].workload, traffic)
            if round > 0 { rows[index].samples.append(sample) }
        }
    }
    let report = Report(
        rows: rows, roundCount: options.rounds, requestCount: options.requests, isPinned: isPinned)
    print(options.wantsJSON ? report.json : report.text, terminator: "")
    return 0
}

func complain(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(2, line, line.count)
}

do {
    exit(try await runBench())
} catch {
    complain("executor-bench: \(error)")
    exit(1)
}
