/// Redis with one script a request, the rivals' fastest fair form.
///
/// `redis-lean` runs the leanest script that still refuses repeats; it keeps no record of what is reserved and
/// no split of quantity and reserved, so it answers less than a reservation needs.
final class RedisSubject: Subject {
    let name: String
    private let isLean: Bool
    private let options: Arguments
    private var kept: RedisServer?
    private var counter = DecimalCounter()

    init(isLean: Bool, options: Arguments) {
        self.isLean = isLean
        self.options = options
        name = isLean ? "redis-lean" : "redis"
    }

    func supports(_ row: Row) -> Bool {
        switch row.workload {
        case .w1Hot, .w1Uniform, .soldOut, .batch: true
        case .w2Uniform, .w2Zipf: !isLean
        case .flashSale, .recovery, .size: false
        }
    }

    func measure(_ row: Row) throws(BenchmarkError) -> Measurement {
        let stock = row.workload.openingStock
        let server: RedisServer
        if let kept {
            server = kept
        } else {
            server = try RedisServer(durability: row.durability, options: options)
            try server.createVariants(quantity: stock)
            counter = DecimalCounter()
        }
        let script: RedisTraffic.Script =
            row.workload.placesOrders ? .order : isLean ? .reserveLean : .reserve
        let before = try server.reservedUnits(of: script, openingStock: stock)
        let traffic = RedisTraffic(
            script: script, digest: try server.load(script), variants: row.workload.variants,
            customerCount: row.customers)
        let load = RoundLoad(
            row: shape(row), options: options, sockets: try server.connectSockets(row.connections),
            serverUsage: { server.usage })
        var measurement = try load.run(traffic, ids: &counter).measurement
        if row.workload == .batch {
            measurement.shape = "\(row.connections)×\(BatchTraffic.requestsPerBatch)"
        }
        let reserved = try server.reservedUnits(of: script, openingStock: stock) - before
        measurement.checkCounts(of: row, reservedUnits: reserved)
        kept = options.keepsState(of: row.workload) ? server : nil
        return measurement
    }

    func finishRow() { kept = nil }

    /// Redis has no batch with a verdict each; a hundred pipelined requests on each connection come nearest.
    private func shape(_ row: Row) -> Row {
        guard row.workload == .batch else { return row }
        return Row(
            workload: row.workload, durability: row.durability, connections: row.connections,
            depth: BatchTraffic.requestsPerBatch, customers: row.customers)
    }
}
