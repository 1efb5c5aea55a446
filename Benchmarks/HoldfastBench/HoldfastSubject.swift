import Glibc

/// The server of this package, spoken to in its JSON lines.
final class HoldfastSubject: Subject {
    let name = "holdfast"
    private let options: Arguments
    private var kept: Kept?

    /// A server and what the next round on it must know.
    private struct Kept {
        let server: HoldfastServer
        let customerIDs: [String]
        var counter = DecimalCounter()
    }

    init(options: Arguments) { self.options = options }

    func supports(_ row: Row) -> Bool { true }

    func measure(_ row: Row) throws(BenchmarkError) -> Measurement {
        var world: Kept
        if let kept { world = kept } else { world = try makeWorld(row) }
        let before = try world.server.reservedUnits().reduce(0, +)
        var measurement = try run(row, in: &world)
        // Kept reservations lapse while later rounds run, so only fresh books can be exact.
        let isFresh = kept == nil
        let reserved = isFresh ? try world.server.reservedUnits().reduce(0, +) - before : nil
        measurement.checkCounts(of: row, reservedUnits: reserved)
        kept = options.keepsState(of: row.workload) ? world : nil
        return measurement
    }

    func finishRow() { kept = nil }

    private func makeWorld(_ row: Row) throws(BenchmarkError) -> Kept {
        let server = try HoldfastServer(durability: row.durability, options: options)
        try server.createProducts(quantity: row.workload.openingStock)
        return Kept(server: server, customerIDs: try server.createCustomers(row.customers))
    }

    private func run(_ row: Row, in world: inout Kept) throws(BenchmarkError) -> Measurement {
        let server = world.server
        let load = RoundLoad(
            row: row, options: options, sockets: try server.connectSockets(row.connections),
            serverUsage: { server.usage })
        switch row.workload {
        case .w1Hot, .w1Uniform, .soldOut:
            return try load.run(ReserveTraffic(variants: row.workload.variants), ids: &world.counter)
                .measurement
        case .w2Uniform, .w2Zipf:
            let traffic = OrderTraffic(variants: row.workload.variants, customerIDs: world.customerIDs)
            return try load.run(traffic, ids: &world.counter).measurement
        case .batch:
            return try load.run(BatchTraffic(), ids: &world.counter).measurement
        case .flashSale:
            return try runFlashSale(load, in: &world)
        case .recovery, .size:
            preconditionFailure("\(row.workload) is not measured in rounds")
        }
    }

    /// Runs the sale, waits until what was forgotten has lapsed, and compares every variant with what the shoppers hold.
    private func runFlashSale(_ load: RoundLoad, in world: inout Kept) throws(BenchmarkError) -> Measurement {
        let traffic = FlashSaleTraffic(variants: load.row.workload.variants, customerID: world.customerIDs[0])
        var (measurement, after) = try load.run(traffic, ids: &world.counter)
        try Clock.sleep(milliseconds: FlashSaleTraffic.lapseSeconds * 1_000 + 50)
        let reserved = try world.server.reservedUnits()
        for (variant, held) in after.heldUnits.enumerated() where reserved[variant] != held {
            measurement.violations.append(
                "variant \(variant) has \(reserved[variant]) units reserved, its shoppers hold \(held)")
        }
        return measurement
    }
}
