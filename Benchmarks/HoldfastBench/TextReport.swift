/// The report as aligned text.
struct TextReport {
    private static let headings = [
        "workload", "subject", "requests/s", "p50", "p99", "p99.9", "max", "server µs", "load", "peak",
        "ratio",
        "by round",
    ]

    let text: String

    init(_ report: Report) {
        var parts = ["\(report.machine.description)\n"]
        if !report.rows.isEmpty {
            parts.append(Self.table([Self.headings] + report.rows.flatMap(Self.lines)))
            parts.append(Self.legend(reference: report.rows[0].reference.subject))
        }
        for scenario in report.scenarios { parts.append(Self.section(scenario)) }
        if report.disturbance > 0.05 {
            let processors = Figures.fixed(report.disturbance, decimals: 2)
            parts.append(
                "DISTURBED: other programs kept \(processors) processors busy; trust only ratios by round.\n")
        }
        let violations = report.violations.map { "NOT EXACT: \($0)\n" }.joined()
        if !violations.isEmpty { parts.append(violations) }
        text = parts.joined(separator: "\n")
    }

    private static func lines(of result: RowResult) -> [[String]] {
        result.entries.enumerated().map { index, entry in
            let latency = [
                \LatencySummary.p50Microseconds, \.p99Microseconds, \.p999Microseconds, \.maximumMicroseconds,
            ]
            .map { Figures.duration(microseconds: entry.medianLatency($0)) }
            let shape = entry.rounds.last?.shape.map { " \($0)" } ?? ""
            return [
                index == 0 ? result.row.title : "", entry.subject + shape,
                Figures.short(entry.medianRequestsPerSecond) + (entry.isBoundByGenerator ? "*" : ""),
            ] + latency + [
                Figures.fixed(entry.serverMicrosecondsPerRequest, decimals: 2),
                Figures.fixed(entry.generatorLoad * 100, decimals: 0) + " %",
                Figures.bytes(entry.peakBytes),
                index == 0 ? "" : Figures.fixed(result.ratioOfMedians(entry), decimals: 2),
                index == 0 ? "" : Figures.fixed(result.medianOfRatios(entry), decimals: 2),
            ]
        }
    }

    private static func legend(reference: String) -> String {
        """
        Medians over the rounds. ratio = \(reference) ÷ subject, of the medians; by round = median of the ratios within each
        round. server µs = processor time per request; load = how busy the generator was; * = it was the limit.

        """
    }

    private static func section(_ scenario: ScenarioResult) -> String {
        let rows = scenario.findings.map { finding in
            let value =
                switch finding.unit {
                case .orders: Figures.short(finding.value)
                case .bytes: Figures.bytes(Int(finding.value))
                case .microseconds: Figures.duration(microseconds: finding.value)
                case .ordersPerSecond: Figures.short(finding.value) + "/s"
                case .ratio: Figures.fixed(finding.value, decimals: 2)
                }
            return ["  " + finding.label, value]
        }
        return
            "\(scenario.workload.rawValue), \(scenario.subject), durability \(scenario.durability.rawValue)\n"
            + table(rows)
    }

    /// Columns as wide as their widest cell; all but the first two are set to the right.
    private static func table(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 && columns > 3 || column == 0 ? cell + padding : padding + cell
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }
}
