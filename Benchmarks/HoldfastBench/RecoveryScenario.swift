import Glibc

/// How long a killed server takes to be back, with many orders in its journal, and with a snapshot of them.
///
/// Orders are filled in at full speed, the server is ended with SIGKILL, started again on the same directory, and must then have
/// every order that it had acknowledged. Each figure is the median of as many restarts as there are rounds.
struct RecoveryScenario {
    let durability: Durability
    let options: Arguments
    let progress: ProgressLine

    private static let depth = 16

    func run() throws(BenchmarkError) -> [ScenarioResult] {
        var results: [ScenarioResult] = []
        if options.measuresHoldfast { results.append(try runHoldfast()) }
        // Without a log Redis has nothing to recover.
        if options.peers.contains("redis") && durability != .none && Program.find("redis-server") != nil {
            results.append(try runRedis())
        }
        return results
    }

    private func runHoldfast() throws(BenchmarkError) -> ScenarioResult {
        var result = ScenarioResult(workload: .recovery, durability: durability, subject: "holdfast")
        let server = try HoldfastServer(durability: durability, options: options)
        try server.createProducts(quantity: Workload.amplyStocked)
        let customers = try server.createCustomers(1)
        progress.show("recovery: storing \(options.storedOrders) orders, holdfast")
        let traffic = OrderTraffic(variants: .uniform, customerIDs: customers)
        let fill = try fill(traffic, sockets: server.connectSockets(options.connections))
        result.add("orders stored", Double(fill.accepted), .orders)
        checkFill(fill, &result)
        let restart = { () throws(BenchmarkError) -> Double in
            server.kill(SIGKILL)
            return try server.start()
        }
        let count = { () throws(BenchmarkError) -> Int in try server.orderCount() }
        try restartRounds("from the journal", fill.accepted, &result, restart: restart, count: count)
        progress.show("recovery: snapshot, holdfast")
        let begin = Clock.nanoseconds()
        try server.snapshot()
        result.add("snapshot taken in", Clock.seconds(since: begin) * 1_000_000, .microseconds)
        try restartRounds("from the snapshot", fill.accepted, &result, restart: restart, count: count)
        return result
    }

    private func runRedis() throws(BenchmarkError) -> ScenarioResult {
        var result = ScenarioResult(workload: .recovery, durability: durability, subject: "redis")
        let server = try RedisServer(durability: durability, options: options)
        try server.createVariants(quantity: Workload.amplyStocked)
        progress.show("recovery: storing \(options.storedOrders) orders, redis")
        let traffic = RedisTraffic(script: .order, digest: try server.load(.order), variants: .uniform)
        let fill = try fill(traffic, sockets: server.connectSockets(options.connections))
        result.add("orders stored", Double(fill.accepted), .orders)
        checkFill(fill, &result)
        let restart = { () throws(BenchmarkError) -> Double in
            server.kill(SIGKILL)
            return try server.start()
        }
        let count = { () throws(BenchmarkError) -> Int in try server.number(from: "GET order:seq") ?? 0 }
        try restartRounds("from the journal", fill.accepted, &result, restart: restart, count: count)
        progress.show("recovery: rewriting the log, redis")
        let begin = Clock.nanoseconds()
        try server.rewriteLog()
        result.add("snapshot taken in", Clock.seconds(since: begin) * 1_000_000, .microseconds)
        try restartRounds("from the snapshot", fill.accepted, &result, restart: restart, count: count)
        return result
    }

    private func fill(_ traffic: some Traffic, sockets: [CInt]) throws(BenchmarkError) -> Measurement {
        var generator = try Generator(traffic: traffic, sockets: sockets, depth: Self.depth)
        return try generator.run(.requests(options.storedOrders), serverUsage: { ProcessUsage() })
    }

    private func checkFill(_ fill: Measurement, _ result: inout ScenarioResult) {
        if fill.failed + fill.refused > 0 {
            result.violations.append(
                "\(fill.failed + fill.refused) orders were not placed: \(fill.failureSample ?? "")")
        }
    }

    /// Kills and starts as often as there are rounds; after each, nothing acknowledged may be missing.
    private func restartRounds(
        _ label: String, _ acknowledged: UInt64, _ result: inout ScenarioResult,
        restart: () throws(BenchmarkError) -> Double, count: () throws(BenchmarkError) -> Int
    ) throws(BenchmarkError) {
        var seconds: [Double] = []
        for round in 1...options.rounds {
            progress.show("recovery: restart \(round) of \(options.rounds) \(label), \(result.subject)")
            seconds.append(try restart())
            let found = try count()
            // Without a sync before the reply, the tail may be lost; more than was ever acknowledged may not be there.
            let isRight = durability == .always ? found == Int(acknowledged) : found <= Int(acknowledged)
            if !isRight {
                result.violations.append("\(found) orders \(label), \(acknowledged) were acknowledged")
            }
        }
        let median = Figures.median(seconds)
        result.add("ready \(label)", median * 1_000_000, .microseconds)
        result.add(
            "orders recovered \(label)", median > 0 ? Double(acknowledged) / median : 0, .ordersPerSecond)
    }
}
