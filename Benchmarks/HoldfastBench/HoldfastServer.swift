import Glibc

/// A running `holdfast serve` on a data directory of its own.
///
/// It can be killed and started again on the same directory; ``ready`` is when it printed its line.
final class HoldfastServer {
    private let program: String
    private let flags: [String]
    private let durability: Durability
    private let plan: ProcessorPlan
    private let directory: TemporaryDirectory
    private var process: ChildProcess?
    private var port: UInt16 = 0
    private var token = ""

    /// Starts on a fresh directory under `options.directory`.
    init(durability: Durability, options: Arguments) throws(BenchmarkError) {
        program = options.serverProgram
        flags = options.serverFlags
        plan = options.processors
        self.durability = durability
        directory = try TemporaryDirectory(in: options.directory)
        try start()
    }

    var usage: ProcessUsage { process.map { ProcessUsage.of($0.processID) } ?? ProcessUsage() }

    /// Starts the server again and waits for its `ready` line.
    ///
    /// - Returns: The seconds from starting the program to the line.
    @discardableResult
    func start(timeoutSeconds: Double = 300) throws(BenchmarkError) -> Double {
        precondition(process == nil, "started twice")
        let tokenFile = "\(directory.path)/token"
        let arguments =
            [
                "serve", "--data", "\(directory.path)/data", "--listen", "127.0.0.1:0", "--http",
                "127.0.0.1:0",
                "--durability", durability.rawValue, "--admin-token-file", tokenFile,
            ] + flags
        let begin = Clock.nanoseconds()
        let child = try ChildProcess(
            program, arguments: arguments, errorLog: "\(directory.path)/log", on: plan)
        while let line = try child.readLine(timeoutSeconds: timeoutSeconds) {
            guard line.hasPrefix("ready ") else { continue }
            let seconds = Clock.seconds(since: begin)
            let address = line.split(separator: " ").first { $0.hasPrefix("tcp=") } ?? ""
            guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
                throw BenchmarkError(code: .badServer, message: "no port in: \(line)")
            }
            self.port = port
            token = String((TextFile.read(tokenFile) ?? "").prefix { $0 != "\n" })
            process = child
            return seconds
        }
        throw BenchmarkError(
            code: .badServer, message: "holdfast did not become ready: \(directory.tail(of: "log"))")
    }

    func kill(_ signal: CInt) {
        process?.kill(signal)
        process = nil
    }

    /// A signed-in connection.
    func connect() throws(BenchmarkError) -> LineClient {
        let client = try LineClient(port: port)
        let reply = try client.ask(#"{"id":1,"op":"auth","token":"\#(token)"}"#)
        guard reply.hasPrefix(#"{"id":1,"ok""#) else {
            throw BenchmarkError(
                code: .badServer, message: "holdfast refused its own token: \(reply.prefix(200))")
        }
        return client
    }

    func connectSockets(_ count: Int) throws(BenchmarkError) -> [CInt] {
        var sockets: [CInt] = []
        for _ in 0..<count { sockets.append(try connect().giveAway()) }
        return sockets
    }

    /// Makes published products `v-0000` …, each with so many units.
    func createProducts(quantity: Int) throws(BenchmarkError) {
        let requests = (0..<VariantChoice.variantCount).map { number in
            let digits = Figures.fourDigits(number)
            return
                #"{"id":\#(number),"op":"products.create","name":"Product \#(digits)","slug":"product-\#(digits)","#
                + #""status":"PUBLISHED","basePrice":"19.99","sku":"v-\#(digits)","quantity":\#(quantity)}"#
        }
        _ = try succeed(requests)
    }

    /// Makes customers with one address each.
    ///
    /// - Returns: Their ids.
    func createCustomers(_ count: Int) throws(BenchmarkError) -> [String] {
        let requests = (0..<count).map { number in
            let address =
                #"{"firstName":"Ada","lastName":"Lovelace","line1":"\#(number) Analytical Way","city":"London","#
                + #""postalCode":"N1 9GU","country":"GB"}"#
            return #"{"id":\#(number),"op":"customers.create","email":"buyer-\#(number)@example.com","#
                + #""firstName":"Ada","lastName":"Lovelace","shippingAddress":\#(address)}"#
        }
        let ids = try succeed(requests).compactMap { ReplyText.string(after: #""ok":{"id":""#, in: $0) }
        guard ids.count == count else {
            throw BenchmarkError(code: .badServer, message: "customers.create did not give an id first")
        }
        return ids
    }

    /// What each variant has reserved, in their order.
    func reservedUnits() throws(BenchmarkError) -> [Int] {
        let requests = (0..<VariantChoice.variantCount).map { number in
            #"{"id":\#(number),"op":"inventory.getByVariant","sku":"v-\#(Figures.fourDigits(number))"}"#
        }
        let units = try succeed(requests).compactMap { ReplyText.integer(after: #""reserved":"#, in: $0) }
        guard units.count == requests.count else {
            throw BenchmarkError(code: .badServer, message: "inventory.getByVariant did not give reserved")
        }
        return units
    }

    func orderCount() throws(BenchmarkError) -> Int {
        let reply = try succeed([#"{"id":0,"op":"orders.list","limit":1}"#])[0]
        guard let total = ReplyText.integer(after: #""total":"#, in: String(reply.suffix(40))) else {
            throw BenchmarkError(code: .badServer, message: "orders.list did not end with a total")
        }
        return total
    }

    func snapshot() throws(BenchmarkError) { _ = try succeed([#"{"id":0,"op":"system.snapshot"}"#]) }

    private func succeed(_ requests: [String]) throws(BenchmarkError) -> [String] {
        let replies = try connect().exchange(requests)
        if let refusal = replies.first(where: { !$0.contains(#","ok":"#) }) {
            throw BenchmarkError(code: .badServer, message: "setting up was refused: \(refusal.prefix(300))")
        }
        return replies
    }
}
