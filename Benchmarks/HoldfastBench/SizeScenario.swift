import Glibc

/// What many stored orders cost: memory for each, and whether the server is slower for having them.
///
/// With 10,000 customers of one address each: 1 % of the orders are stored, the rate is measured; all the others are stored, it is measured again. Then
/// latency, with and without a snapshot being taken meanwhile, at one request in flight a connection.
struct SizeScenario {
    let durability: Durability
    let options: Arguments
    let progress: ProgressLine

    private static let customerCount = 10_000
    private static let fillDepth = 16

    func run() throws(BenchmarkError) -> [ScenarioResult] {
        var results: [ScenarioResult] = []
        if options.measuresHoldfast { results.append(try runHoldfast()) }
        if options.peers.contains("redis") && Program.find("redis-server") != nil {
            results.append(try runRedis())
        }
        return results
    }

    private func runHoldfast() throws(BenchmarkError) -> ScenarioResult {
        var result = ScenarioResult(workload: .size, durability: durability, subject: "holdfast")
        let server = try HoldfastServer(durability: durability, options: options)
        try server.createProducts(quantity: Workload.amplyStocked)
        let customers = try server.createCustomers(Self.customerCount)
        let usage = { server.usage }
        let traffic = OrderTraffic(variants: .uniform, customerIDs: customers)
        let grown = try grow(
            traffic, sockets: server.connectSockets(options.connections), usage: usage, &result)
        var calm = try Generator(
            traffic: grown, sockets: server.connectSockets(options.connections), depth: 1)
        let control = try server.connect()
        try compareSnapshot(
            &calm, usage: usage, &result,
            begin: { () throws(BenchmarkError) in try control.send(#"{"id":0,"op":"system.snapshot"}"# + "\n")
            },
            isOver: { Socket.isReadable(control.descriptor) })
        let reply = try control.readLine()
        if !reply.contains(#""ok""#) { result.violations.append("the snapshot failed: \(reply.prefix(200))") }
        return result
    }

    private func runRedis() throws(BenchmarkError) -> ScenarioResult {
        var result = ScenarioResult(workload: .size, durability: durability, subject: "redis")
        let server = try RedisServer(durability: durability, options: options)
        try server.createVariants(quantity: Workload.amplyStocked)
        let usage = { server.usage }
        let traffic = RedisTraffic(
            script: .order, digest: try server.load(.order), variants: .uniform,
            customerCount: Self.customerCount)
        let grown = try grow(
            traffic, sockets: server.connectSockets(options.connections), usage: usage, &result)
        var calm = try Generator(
            traffic: grown, sockets: server.connectSockets(options.connections), depth: 1)
        let poll = SavePoll(client: try server.connect())
        try compareSnapshot(
            &calm, usage: usage, &result,
            begin: { () throws(BenchmarkError) in try poll.begin() }, isOver: { poll.isOver() })
        return result
    }

    /// Stores the orders in two steps and measures before and after the larger one.
    ///
    /// - Returns: The traffic, to go on with fresh keys.
    private func grow<Load: Traffic>(
        _ traffic: Load, sockets: [CInt], usage: @escaping () -> ProcessUsage, _ result: inout ScenarioResult
    ) throws(BenchmarkError) -> Load {
        var generator = try Generator(traffic: traffic, sockets: sockets, depth: Self.fillDepth)
        let few = options.storedOrders / 100
        let sample = max(options.storedOrders / 20, 1)
        progress.show("size: storing \(options.storedOrders) orders, \(result.subject)")
        try store(few, with: &generator, usage, &result)
        let early = try store(sample, with: &generator, usage, &result)
        let before = usage().residentBytes
        try store(options.storedOrders - few - sample, with: &generator, usage, &result)
        let after = usage().residentBytes
        let late = try store(sample, with: &generator, usage, &result)
        let grown = Double(options.storedOrders - few - sample)
        result.add("resident with all orders", Double(after), .bytes)
        result.add("resident for each order of three lines", Double(after - before) / grown, .bytes)
        for (stored, measurement) in [(few, early), (options.storedOrders, late)] {
            result.add("rate with \(stored) stored", measurement.requestsPerSecond, .ordersPerSecond)
            result.add(
                "server time an order with \(stored) stored", serverMicroseconds(measurement), .microseconds)
        }
        // Of processor time, not of rates: what else runs on the machine touches it less.
        result.add("server time, all ÷ few", serverMicroseconds(late) / serverMicroseconds(early), .ratio)
        return generator.traffic
    }

    private func serverMicroseconds(_ measurement: Measurement) -> Double {
        measurement.serverProcessorSeconds / Double(max(1, measurement.measuredRequests)) * 1_000_000
    }

    @discardableResult
    private func store<Load: Traffic>(
        _ count: Int, with generator: inout Generator<Load>, _ usage: @escaping () -> ProcessUsage,
        _ result: inout ScenarioResult
    ) throws(BenchmarkError) -> Measurement {
        let measurement = try generator.run(.requests(count), serverUsage: usage)
        if measurement.failed + measurement.refused > 0 {
            let sample = measurement.failureSample ?? ""
            result.violations.append(
                "\(measurement.failed + measurement.refused) orders were not placed: \(sample)")
        }
        return measurement
    }

    private func compareSnapshot<Load: Traffic>(
        _ generator: inout Generator<Load>, usage: @escaping () -> ProcessUsage,
        _ result: inout ScenarioResult,
        begin: () throws(BenchmarkError) -> Void, isOver: @escaping () -> Bool
    ) throws(BenchmarkError) {
        progress.show("size: latency without and with a snapshot, \(result.subject)")
        let time = RunLimit.time(warmUpSeconds: options.warmUpSeconds, measuredSeconds: options.seconds)
        let normal = try generator.run(time, serverUsage: usage)
        try begin()
        let during = try generator.run(.until(isOver), serverUsage: usage)
        for (label, measurement) in [("normally", normal), ("during a snapshot", during)] {
            if measurement.failed + measurement.refused > 0 {
                result.violations.append(
                    "orders were not placed \(label): \(measurement.failureSample ?? "")")
            }
            result.add("rate \(label)", measurement.requestsPerSecond, .ordersPerSecond)
            result.add("p99 \(label)", measurement.latency.p99Microseconds, .microseconds)
            result.add("max \(label)", measurement.latency.maximumMicroseconds, .microseconds)
        }
        result.add("snapshot taken in", during.seconds * 1_000_000, .microseconds)
        result.add("peak resident during it", Double(during.serverPeakBytes), .bytes)
    }
}
