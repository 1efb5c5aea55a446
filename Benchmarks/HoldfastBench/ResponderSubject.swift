import Glibc

/// The server that does nothing, as a subject: the ceiling that no server can pass on this machine.
final class ResponderSubject: Subject {
    let name = "responder"
    private let options: Arguments

    init(options: Arguments) { self.options = options }

    func supports(_ row: Row) -> Bool {
        switch row.workload {
        case .w1Hot, .w1Uniform, .w2Uniform, .w2Zipf: row.durability != .interval
        default: false
        }
    }

    func measure(_ row: Row) throws(BenchmarkError) -> Measurement {
        let directory = try TemporaryDirectory(in: options.directory)
        let journal = row.durability == .always ? ["--directory", "\(directory.path)/journal"] : []
        let process = try ChildProcess(
            options.ownProgram, arguments: ["respond", "--durability", row.durability.rawValue] + journal,
            errorLog: "\(directory.path)/log", on: options.processors)
        defer { process.kill(SIGKILL) }
        guard let line = try process.readLine(timeoutSeconds: 10),
            let port = line.split(separator: ":").last.flatMap({ UInt16($0) })
        else {
            throw BenchmarkError(
                code: .badServer, message: "the responder did not start: \(directory.tail(of: "log"))")
        }
        var sockets: [CInt] = []
        for _ in 0..<row.connections { sockets.append(try Socket.connect(port: port)) }
        let load = RoundLoad(
            row: row, options: options, sockets: sockets, serverUsage: { ProcessUsage.of(process.processID) })
        var counter = DecimalCounter()
        var measurement: Measurement
        if row.workload.placesOrders {
            let traffic = OrderTraffic(variants: row.workload.variants, customerIDs: ["01jd8zq4t6h1m"])
            measurement = try load.run(traffic, ids: &counter).measurement
        } else {
            let traffic = ReserveTraffic(variants: row.workload.variants)
            measurement = try load.run(traffic, ids: &counter).measurement
        }
        measurement.checkCounts(of: row, reservedUnits: nil)
        return measurement
    }

    func finishRow() {}
}
