/// Something that is measured: a server, or a rival, that the bench starts, loads and ends itself.
///
/// Every measurement begins with a fresh data directory on the same file system, so that what an earlier one left behind
/// favours nobody; with `--keep-state` the server lives through all rounds of a row.
protocol Subject: AnyObject {
    var name: String { get }

    /// Whether it has an equivalent of this row.
    func supports(_ row: Row) -> Bool

    /// Runs one round.
    ///
    /// - Returns: Counts and figures; what is inexact stands in `violations`.
    func measure(_ row: Row) throws(BenchmarkError) -> Measurement

    /// Ends whatever was kept for the next round.
    func finishRow()
}

/// The load of one round: how much, over which connections, against whom.
///
/// The one door from subjects to the generator; specialised for each kind of traffic.
struct RoundLoad {
    let row: Row
    let options: Arguments
    /// Freshly connected and signed in; each load takes them over, so it runs once.
    let sockets: [CInt]
    let serverUsage: () -> ProcessUsage

    /// - Parameter counter: Where the ids of this round begin; left where the next round on the same server may go on.
    /// - Returns: What was measured, and the traffic with what it has counted.
    func run<Load: Traffic>(
        _ traffic: Load, ids counter: inout DecimalCounter
    ) throws(BenchmarkError) -> (measurement: Measurement, traffic: Load) {
        var traffic = traffic
        traffic.counter = counter
        var generator = try Generator(traffic: traffic, sockets: sockets, depth: row.depth)
        let limit: RunLimit =
            row.workload == .soldOut
            ? .requests(Workload.soldOutRequests)
            : .time(warmUpSeconds: options.warmUpSeconds, measuredSeconds: options.seconds)
        let measurement = try generator.run(limit, serverUsage: serverUsage)
        counter = generator.traffic.counter
        return (measurement, generator.traffic)
    }
}

extension Measurement {
    /// Judges the counts that every subject must get right.
    ///
    /// - Parameter reservedUnits: What the server's own books say is reserved now; `nil` if they were not asked.
    mutating func checkCounts(of row: Row, reservedUnits: Int?) {
        if failed > 0 { violations.append("\(failed) failed replies, the first: \(failureSample ?? "")") }
        if refused > 0 && !row.workload.mayRefuse {
            violations.append("\(refused) refusals with ample stock")
        }
        if row.workload == .soldOut {
            let stock = UInt64(Workload.soldOutStock)
            if accepted != stock { violations.append("\(accepted) sold of a stock of \(stock)") }
        }
        guard let reservedUnits, row.workload != .flashSale else { return }
        let unitsEach = row.workload.placesOrders ? Workload.unitsPerOrder : 1
        let expected = Int(accepted) * unitsEach
        if reservedUnits != expected {
            violations.append("the server has \(reservedUnits) units reserved, its replies say \(expected)")
        }
    }
}
