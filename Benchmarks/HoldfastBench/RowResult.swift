/// What all subjects did in one row, round by round.
struct RowResult {
    /// One subject's rounds, in order.
    struct Entry {
        let subject: String
        var rounds: [Measurement] = []

        var medianRequestsPerSecond: Double { Figures.median(rounds.map(\.requestsPerSecond)) }

        /// The median over the rounds of one latency figure.
        func medianLatency(_ figure: KeyPath<LatencySummary, Double>) -> Double {
            Figures.median(rounds.map { $0.latency[keyPath: figure] })
        }

        /// Server time per request, over all rounds.
        var serverMicrosecondsPerRequest: Double {
            let requests = rounds.map { Double($0.measuredRequests) }.reduce(0, +)
            return requests > 0 ? rounds.map(\.serverProcessorSeconds).reduce(0, +) / requests * 1_000_000 : 0
        }

        /// Which part of the window the generator was busy, 0 to 1.
        var generatorLoad: Double {
            let seconds = rounds.map(\.seconds).reduce(0, +)
            return seconds > 0 ? rounds.map(\.client.total).reduce(0, +) / seconds : 0
        }

        var peakBytes: Int { rounds.map(\.serverPeakBytes).max() ?? 0 }

        /// Most rounds left the generator no time to spare: the figure is a lower bound.
        var isBoundByGenerator: Bool { rounds.filter(\.isBoundByGenerator).count * 2 > rounds.count }
    }

    let row: Row
    var entries: [Entry]

    /// The subject that ratios are of: the first, which is holdfast unless it was left out.
    var reference: Entry { entries[0] }

    /// Reference ÷ subject, of the medians.
    func ratioOfMedians(_ entry: Entry) -> Double {
        entry.medianRequestsPerSecond > 0
            ? reference.medianRequestsPerSecond / entry.medianRequestsPerSecond : 0
    }

    /// Reference ÷ subject within each round, the median of these: a slow minute of the machine hits both.
    func medianOfRatios(_ entry: Entry) -> Double {
        Figures.median(
            zip(reference.rounds, entry.rounds).compactMap { reference, other in
                other.requestsPerSecond > 0 ? reference.requestsPerSecond / other.requestsPerSecond : nil
            })
    }
}

/// What a scenario found out about one subject: named figures that are no rates in rounds.
struct ScenarioResult {
    struct Finding {
        /// What a value counts.
        enum Unit: String {
            case orders
            case bytes
            case microseconds
            case ordersPerSecond
            case ratio
        }

        let label: String
        let value: Double
        let unit: Unit
    }

    let workload: Workload
    let durability: Durability
    let subject: String
    var findings: [Finding] = []
    var violations: [String] = []

    mutating func add(_ label: String, _ value: Double, _ unit: Finding.Unit) {
        findings.append(Finding(label: label, value: value, unit: unit))
    }
}

/// Everything one run of the bench found.
struct Report {
    let machine: Machine
    var rows: [RowResult] = []
    var scenarios: [ScenarioResult] = []

    /// How many processors other programs kept busy while rates were measured, on average.
    var disturbance: Double {
        let rounds = rows.flatMap { $0.entries.flatMap(\.rounds) }
        let seconds = rounds.map(\.seconds).reduce(0, +)
        return seconds > 0 ? rounds.map(\.otherProcessorSeconds).reduce(0, +) / seconds : 0
    }

    /// Every count that was not exact, with where it was seen.
    var violations: [String] {
        rows.flatMap { result in
            result.entries.flatMap { entry in
                entry.rounds.enumerated().flatMap { round, measurement in
                    measurement.violations.map {
                        "\(result.row.title), \(entry.subject), round \(round + 1): \($0)"
                    }
                }
            }
        }
            + scenarios.flatMap { scenario in
                scenario.violations.map { "\(scenario.workload.rawValue), \(scenario.subject): \($0)" }
            }
    }
}
