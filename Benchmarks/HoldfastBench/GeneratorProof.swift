/// Shows that the generator is not what is measured: its rate against a server that does nothing.
struct GeneratorProof {
    let options: Arguments

    /// The rates below which a measurement would say more about the generator than about the server.
    private static let expected: [Int: Double] = [1: 200_000, 16: 2_000_000]

    func run() throws(BenchmarkError) -> String {
        let subject = ResponderSubject(options: options)
        var report = Report(machine: try Machine(options: options))
        for workload in [Workload.w1Uniform, .w2Uniform] {
            for durability in [Durability.none, .always] {
                for depth in options.depths {
                    let row = Row(
                        workload: workload, durability: durability, connections: options.connections,
                        depth: depth,
                        customers: 1)
                    var entry = RowResult.Entry(subject: subject.name)
                    for _ in 0..<options.rounds { entry.rounds.append(try subject.measure(row)) }
                    report.rows.append(RowResult(row: row, entries: [entry]))
                }
            }
        }
        return TextReport(report).text + Self.judgement(report)
    }

    /// One line for each shape: the rate, and whose time a request takes.
    private static func judgement(_ report: Report) -> String {
        report.rows.filter { $0.row.workload == .w1Uniform && $0.row.durability == .none }.map { result in
            let (rounds, rate) = (result.reference.rounds, result.reference.medianRequestsPerSecond)
            let requests = rounds.map { Double($0.measuredRequests) }.reduce(0, +)
            let own = rounds.map(\.client.user).reduce(0, +) / requests * 1_000_000_000
            let kernel = rounds.map(\.client.system).reduce(0, +) / requests * 1_000_000_000
            let need = expected[result.row.depth]
            let verdict = need.map {
                "\(rate >= $0 ? "above" : "BELOW") the \(Figures.short($0))/s of an idle machine; "
            }
            return "\(result.row.connections)×\(result.row.depth): \(Figures.short(rate))/s, \(verdict ?? "")"
                + "a request takes the generator \(Figures.fixed(own, decimals: 0)) ns of its own "
                + "and \(Figures.fixed(kernel, decimals: 0)) ns in the kernel\n"
        }.joined()
    }
}
