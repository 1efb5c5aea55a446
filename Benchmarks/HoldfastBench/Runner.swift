/// Runs what the command line asks for, subject after subject within each round, and collects the report.
struct Runner {
    private let options: Arguments
    private let subjects: [any Subject]
    private let progress = ProgressLine()

    /// - Throws: ``BenchmarkError`` with code `missingProgram` if the holdfast server is not built.
    ///   A rival that is not installed is only named, and left out.
    init(options: Arguments) throws(BenchmarkError) {
        self.options = options
        var subjects: [any Subject] = []
        if options.measuresHoldfast {
            guard Program.isExecutable(options.serverProgram) else {
                throw BenchmarkError(
                    code: .missingProgram,
                    message:
                        "no server at \(options.serverProgram); build it (swift build -c release) or say --server PATH"
                )
            }
            subjects.append(HoldfastSubject(options: options))
        }
        if options.peers.contains("redis") {
            if Program.find("redis-server") != nil {
                subjects.append(RedisSubject(isLean: false, options: options))
                subjects.append(RedisSubject(isLean: true, options: options))
            } else {
                try Self.note(
                    "redis-server is not installed (apt-get install redis-server); going on without it")
            }
        }
        if options.peers.contains("postgres") {
            if let programs = PostgresPrograms() {
                subjects.append(PostgresSubject(programs: programs, options: options))
            } else {
                try Self.note("PostgreSQL is not installed (apt-get install postgresql); going on without it")
            }
        }
        if options.peers.contains("responder") { subjects.append(ResponderSubject(options: options)) }
        guard !subjects.isEmpty else {
            throw BenchmarkError(code: .usage, message: "nothing to measure; --help lists the subjects")
        }
        self.subjects = subjects
    }

    func run() throws(BenchmarkError) -> Report {
        var report = Report(machine: try Machine(options: options))
        for row in Row.all(for: options) {
            if let result = try measure(row) { report.rows.append(result) }
        }
        for durability in options.durabilities {
            if options.workloads.contains(.recovery) {
                report.scenarios += try RecoveryScenario(
                    durability: durability, options: options, progress: progress
                ).run()
            }
            if options.workloads.contains(.size) {
                report.scenarios += try SizeScenario(
                    durability: durability, options: options, progress: progress
                ).run()
            }
        }
        progress.clear()
        return report
    }

    /// All rounds of one row; `nil` if no subject supports it.
    private func measure(_ row: Row) throws(BenchmarkError) -> RowResult? {
        let able = subjects.filter { $0.supports(row) }
        guard !able.isEmpty else { return nil }
        defer { for subject in able { subject.finishRow() } }
        var result = RowResult(row: row, entries: able.map { RowResult.Entry(subject: $0.name) })
        for round in 1...options.rounds {
            for (index, subject) in able.enumerated() {
                progress.show("\(row.title): round \(round) of \(options.rounds), \(subject.name)")
                result.entries[index].rounds.append(try subject.measure(row))
            }
        }
        return result
    }

    private static func note(_ text: String) throws(BenchmarkError) {
        try TextFile.write("holdfast-bench: \(text)\n", toDescriptor: 2)
    }
}
