import Glibc

/// PostgreSQL with one PL/pgSQL call a request, driven by its own pgbench.
///
/// It has no requests in flight beyond one a connection, and the best number of connections depends on the workload: it is found
/// by a short trial of 2, 16 and 64 and used for all rounds. Rows with depth other than 1 are left out.
final class PostgresSubject: Subject {
    let name = "postgres"
    private static let connectionChoices = [2, 16, 64]
    private static let trialSeconds = 1

    private let programs: PostgresPrograms
    private let options: Arguments
    private var server: PostgresServer?
    private var bestConnections: Int?

    init(programs: PostgresPrograms, options: Arguments) {
        self.programs = programs
        self.options = options
    }

    func supports(_ row: Row) -> Bool { row.depth == 1 && script(for: row) != nil && row.customers == 1 }

    func finishRow() { bestConnections = nil }

    func measure(_ row: Row) throws(BenchmarkError) -> Measurement {
        if self.server == nil { self.server = try PostgresServer(programs: programs, options: options) }
        guard let server else { preconditionFailure("a cluster was just made") }
        try server.start(row.durability)
        defer { server.stop() }
        if bestConnections == nil { bestConnections = try findBestConnections(row, on: server) }
        return try run(row, on: server, connections: bestConnections ?? 1)
    }

    private func script(for row: Row) -> String? {
        switch row.workload {
        case .w1Hot, .soldOut: "pg_w1_fn.sql"
        case .w1Uniform: "pg_w1u_fn.sql"
        case .w2Uniform: "pg_w2_fn.sql"
        case .w2Zipf: "pg_w2_zipf_fn.sql"
        case .batch, .flashSale, .recovery, .size: nil
        }
    }

    private func findBestConnections(_ row: Row, on server: PostgresServer) throws(BenchmarkError) -> Int {
        var best = (connections: 0, rate: -1.0)
        for connections in Self.connectionChoices {
            try server.runScript("\(options.peerScripts)/pg_schema.sql")
            let log = "\(server.directory.path)/trial-\(connections)"
            try server.runPgbench(
                script: "\(options.peerScripts)/\(script(for: row) ?? "")", connections: connections,
                limit: ["-T", "\(Self.trialSeconds)"], logPrefix: log)
            let rate = try PgbenchLog(prefix: log, in: server.directory.path).measurement(
                skippingSeconds: 0.2
            )
            .requestsPerSecond
            if rate > best.rate { best = (connections, rate) }
        }
        return best.connections
    }

    private func run(_ row: Row, on server: PostgresServer, connections: Int) throws(BenchmarkError)
        -> Measurement
    {
        try server.runScript("\(options.peerScripts)/pg_schema.sql")
        if row.workload == .soldOut {
            _ = try server.query("UPDATE inventory SET quantity = \(Workload.soldOutStock)")
        }
        let total = (options.warmUpSeconds + options.seconds).rounded(.up)
        // At least as many requests as the others, the same number on each connection.
        let each = (Workload.soldOutRequests + connections - 1) / connections
        let limit = row.workload == .soldOut ? ["-t", "\(each)"] : ["-T", "\(Int(total))"]
        let log = "\(server.directory.path)/round"
        let (secondsBefore, begin) = (server.processorSeconds, Clock.nanoseconds())
        try server.runPgbench(
            script: "\(options.peerScripts)/\(script(for: row) ?? "")", connections: connections,
            limit: limit,
            logPrefix: log)
        let share = (server.processorSeconds - secondsBefore) / Clock.seconds(since: begin)
        var measurement = try PgbenchLog(prefix: log, in: server.directory.path).measurement(
            skippingSeconds: row.workload == .soldOut ? 0 : options.warmUpSeconds)
        measurement.serverProcessorSeconds = share * measurement.seconds
        measurement.shape = "c=\(connections)"
        try check(row, on: server, &measurement)
        return measurement
    }

    /// pgbench does not look at answers, so the books are asked: units, reservations and orders must agree.
    private func check(_ row: Row, on server: PostgresServer, _ measurement: inout Measurement)
        throws(BenchmarkError)
    {
        let reserved = Int(try server.query("SELECT sum(reserved) FROM inventory")) ?? -1
        let table = row.workload.placesOrders ? "orders" : "reservations"
        let requests = measurement.accepted
        measurement.accepted = UInt64(try server.query("SELECT count(*) FROM \(table)")) ?? 0
        measurement.refused = requests - min(requests, measurement.accepted)
        measurement.checkCounts(of: row, reservedUnits: reserved)
    }
}
