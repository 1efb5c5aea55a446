import Glibc

/// The server of this package, spoken to in its JSON lines.
final class HoldfastSubject: Subject {
    let name = "holdfast"
    private let options: Arguments
    private var kept: HoldfastServer?
    private var keptCustomerIDs: [String] = []

    init(options: Arguments) { self.options = options }

    func supports(_ row: Row) -> Bool { true }

    func measure(_ row: Row) throws(BenchmarkError) -> Measurement {
        let server: HoldfastServer
        if let kept {
            server = kept
        } else {
            server = try HoldfastServer(durability: row.durability, options: options)
        }
        if kept == nil {
            try server.createProducts(quantity: row.workload.openingStock)
            keptCustomerIDs = try server.createCustomers(row.customers)
        }
        defer { kept = options.keepsState ? server : nil }
        let before = try server.reservedUnits().reduce(0, +)
        var measurement = try run(row, on: server)
        // Kept reservations lapse while later rounds run, so only fresh books can be exact.
        let reserved = options.keepsState ? nil : try server.reservedUnits().reduce(0, +) - before
        measurement.checkCounts(of: row, reservedUnits: reserved)
        return measurement
    }

    func finishRow() { kept = nil }

    private func run(_ row: Row, on server: HoldfastServer) throws(BenchmarkError) -> Measurement {
        let sockets = try server.connectSockets(row.connections)
        let usage = { server.usage }
        switch row.workload {
        case .w1Hot, .w1Uniform, .soldOut:
            let traffic = ReserveTraffic(variants: row.workload.variants)
            return try generate(traffic, row: row, sockets: sockets, options: options, serverUsage: usage)
                .measurement
        case .w2Uniform, .w2Zipf:
            let traffic = OrderTraffic(variants: row.workload.variants, customerIDs: keptCustomerIDs)
            return try generate(traffic, row: row, sockets: sockets, options: options, serverUsage: usage)
                .measurement
        case .batch:
            return try generate(
                BatchTraffic(), row: row, sockets: sockets, options: options, serverUsage: usage
            )
            .measurement
        case .flashSale:
            return try runFlashSale(row, on: server, sockets: sockets)
        case .recovery, .size:
            preconditionFailure("\(row.workload) is not measured in rounds")
        }
    }

    /// Runs the sale, waits until what was abandoned has lapsed, and compares every variant with what the shoppers hold.
    private func runFlashSale(
        _ row: Row, on server: HoldfastServer, sockets: [CInt]
    ) throws(BenchmarkError) -> Measurement {
        let traffic = FlashSaleTraffic(variants: row.workload.variants, customerID: keptCustomerIDs[0])
        let usage = { server.usage }
        var (measurement, after) = try generate(
            traffic, row: row, sockets: sockets, options: options, serverUsage: usage)
        try Clock.sleep(milliseconds: FlashSaleTraffic.lapseSeconds * 1_000 + 50)
        let reserved = try server.reservedUnits()
        for (variant, held) in after.heldUnits.enumerated()
        where reserved[variant] != held && !options.keepsState {
            measurement.violations.append(
                "variant \(variant) has \(reserved[variant]) units reserved, its shoppers hold \(held)")
        }
        return measurement
    }
}
