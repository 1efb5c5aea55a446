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

/// Runs `traffic` over freshly connected sockets for as long as the row says.
///
/// The one door from subjects to the generator; specialised for each kind of traffic.
func generate<Load: Traffic>(
    _ traffic: Load, row: Row, sockets: [CInt], options: Arguments, serverUsage: @escaping () -> ProcessUsage
) throws(BenchmarkError) -> (measurement: Measurement, traffic: Load) {
    var generator = try Generator(traffic: traffic, sockets: sockets, depth: row.depth)
    let limit: RunLimit =
        row.workload == .soldOut
        ? .requests(Workload.soldOutRequests)
        : .time(warmUpSeconds: options.warmUpSeconds, measuredSeconds: options.seconds)
    let measurement = try generator.run(limit, serverUsage: serverUsage)
    return (measurement, generator.traffic)
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
