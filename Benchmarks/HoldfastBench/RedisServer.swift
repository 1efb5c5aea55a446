import Glibc

/// A running `redis-server` on a directory of its own, with the rivals' scripts loaded.
///
/// `--save ""` and no rewriting of the log during a run: Redis at its fastest for each durability.
final class RedisServer {
    private let options: Arguments
    private let durability: Durability
    private let directory: TemporaryDirectory
    private var process: ChildProcess?
    private var port: UInt16 = 0

    init(durability: Durability, options: Arguments) throws(BenchmarkError) {
        self.options = options
        self.durability = durability
        directory = try TemporaryDirectory(in: options.directory)
        try start()
    }

    var usage: ProcessUsage { process.map { ProcessUsage.of($0.processID) } ?? ProcessUsage() }

    /// Starts it, again after ``kill(_:)``, and waits until it has loaded its data and answers.
    ///
    /// - Returns: The seconds from starting the program to the first answer.
    @discardableResult
    func start(timeoutSeconds: Double = 300) throws(BenchmarkError) -> Double {
        precondition(process == nil, "started twice")
        port = try Socket.freePort()
        let log = durability == .none ? ["--appendonly", "no"] : ["--appendonly", "yes"]
        let sync = ["--appendfsync", durability == .always ? "always" : "everysec"]
        let begin = Clock.nanoseconds()
        let child = try ChildProcess(
            "redis-server",
            arguments: [
                "--port", "\(port)", "--bind", "127.0.0.1", "--dir", directory.path, "--save", "",
                "--auto-aof-rewrite-percentage", "0", "--logfile", "\(directory.path)/log",
            ] + log + sync, errorLog: "\(directory.path)/error-log", on: options.processors)
        process = child
        while Clock.seconds(since: begin) < timeoutSeconds && child.isAlive {
            if let client = try? LineClient(port: port), let reply = try? client.ask("PING"),
                reply.hasPrefix("+PONG")
            {
                return Clock.seconds(since: begin)
            }
            try Clock.sleep(milliseconds: 1)
        }
        throw BenchmarkError(
            code: .badServer, message: "redis-server did not answer: \(directory.tail(of: "log"))")
    }

    func kill(_ signal: CInt) {
        process?.kill(signal)
        process = nil
    }

    func connect() throws(BenchmarkError) -> LineClient { try LineClient(port: port) }

    func connectSockets(_ count: Int) throws(BenchmarkError) -> [CInt] {
        var sockets: [CInt] = []
        for _ in 0..<count { sockets.append(try Socket.connect(port: port)) }
        return sockets
    }

    /// Makes `inv:0000` …, and the plain counters `qty:0000` … that the lean script counts down.
    func createVariants(quantity: Int) throws(BenchmarkError) {
        let commands = (0..<VariantChoice.variantCount).flatMap { number in
            let digits = Figures.fourDigits(number)
            return [
                "HSET inv:\(digits) quantity \(quantity) reserved 0 price 1999",
                "SET qty:\(digits) \(quantity)",
            ]
        }
        _ = try connect().exchange(commands)
    }

    /// Loads `Benchmarks/peers/NAME.lua`.
    ///
    /// - Returns: Its digest, for `EVALSHA`.
    func load(_ script: RedisTraffic.Script) throws(BenchmarkError) -> String {
        let path = "\(options.peerScripts)/\(script.fileName)"
        guard let text = TextFile.read(path) else {
            throw BenchmarkError(
                code: .missingProgram, message: "no script at \(path); say --peer-scripts DIR")
        }
        let client = try connect()
        try client.send("*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n$\(text.utf8.count)\r\n\(text)\r\n")
        guard try client.readLine().hasPrefix("$40") else {
            throw BenchmarkError(code: .badServer, message: "redis refused \(path)")
        }
        return try client.read(count: 40)
    }

    /// What all variants together have reserved.
    ///
    /// - Parameter openingStock: What each counter of the lean script began with.
    func reservedUnits(of script: RedisTraffic.Script, openingStock: Int) throws(BenchmarkError) -> Int {
        let client = try connect()
        var total = 0
        for number in 0..<VariantChoice.variantCount {
            let digits = Figures.fourDigits(number)
            let isLean = if case .reserveLean = script { true } else { false }
            _ = try client.ask(isLean ? "GET qty:\(digits)" : "HGET inv:\(digits) reserved")
            let text = try client.readLine()
            guard let units = Int(text.prefix { $0 == "-" || $0.isNumber }) else {
                throw BenchmarkError(code: .badServer, message: "redis has lost a variant: \(text)")
            }
            total += isLean ? openingStock - units : units
        }
        return total
    }

    /// Rewrites the log into a snapshot and waits for it.
    func rewriteLog() throws(BenchmarkError) {
        let client = try connect()
        let reply = try client.ask("BGREWRITEAOF")
        guard reply.hasPrefix("+") else {
            throw BenchmarkError(code: .badServer, message: "redis refused to rewrite its log: \(reply)")
        }
        while try number(from: "INFO persistence", field: "aof_rewrite_in_progress") != 0 {
            try Clock.sleep(milliseconds: 5)
        }
    }

    /// The integer or one field of `INFO` that `command` answers with.
    func number(from command: String, field: String? = nil) throws(BenchmarkError) -> Int? {
        let client = try connect()
        var line = try client.ask(command)
        guard line.hasPrefix("$"), let count = Int(line.dropFirst().prefix { $0.isNumber }) else {
            return Int(line.dropFirst().prefix { $0.isNumber })
        }
        line = try client.read(count: count)
        guard let field else { return Int(line) }
        let entry = line.split(whereSeparator: \.isNewline).first { $0.hasPrefix("\(field):") }
        return entry.flatMap { Int($0.dropFirst(field.count + 1)) }
    }
}

extension RedisTraffic.Script {
    var fileName: String {
        switch self {
        case .reserve: "w1.lua"
        case .reserveLean: "w1lean.lua"
        case .order: "w2.lua"
        }
    }
}
