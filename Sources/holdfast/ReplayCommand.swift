import CommerceClient
import CommerceServer
import Glibc

/// `holdfast replay`: a real shop's order stream through the socket, as any client would send it.
enum ReplayCommand {
    private static let help = """
        holdfast replay online-retail FILE|- --connect HOST:PORT [options]

        Sends the Online Retail data set (CSV; - reads standard input) to a server: its products with their stock, its
        customers, every invoice as one order, then every return. Then reads every variant's stock back and compares it
        with what the replies add up to. Running it again within 24 hours changes nothing: every request carries a key.
        (Later the orders still keep theirs; returns would come back once more. Orders refused are tried again.)

          --connect HOST:PORT   where holdfast serve listens for JSON lines
          --token-file PATH     an API key or JWT that may write products, customers, orders and inventory
          --connections N       default 8
          --stock N             every variant starts with N units instead of what it sells, so that orders get refused
          --json                prints one object instead of a summary

        Seconds, orders per second and latencies are those of the orders. Ends with 65 if the stock does not add up or
        the file is another, 66 without a file, 69 without a server, 77 without permission.

          xz -dc 2010-12_to_2011-08.csv.xz | holdfast replay online-retail - --connect 127.0.0.1:7070 --token-file admin.token
        """

    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        let options = try Options(
            arguments, valued: ["--connect", "--token-file", "--connections", "--stock"], flags: ["--json"])
        if options.wantsHelp {
            print(help)
            return 0
        }
        guard options.operands.first == "online-retail" else {
            throw Options.usage("replay takes the name of a data set: online-retail")
        }
        guard options.operands.count == 2 else {
            throw Options.usage("replay online-retail takes one FILE, or -")
        }
        guard let connect = options["--connect"] else {
            throw Options.usage("--connect HOST:PORT is missing")
        }
        let endpoint = try ClientOptions.endpoint(connect)
        let connections = Int(try options.integer("--connections", in: 1...1_024, default: 8))
        var openingUnits: Int64?
        if options["--stock"] != nil {
            openingUnits = try options.integer("--stock", in: 0...2_000_000_000, default: 0)
        }
        let token = try ClientOptions.token(options)
        signal(SIGPIPE, SIG_IGN)

        let progress = ProgressBar()
        defer { progress.clear() }
        // The server is asked first: who cannot reach it should not wait for the file.
        let client = try ServerError.checkedClient {
            try PipeliningClient(endpoint, connections: connections, inFlight: 16, token: token)
        }
        let plan = try readPlan(options.operands[1], progress)
        let replay = RetailReplay(plan, client, openingUnits: openingUnits, progress: progress)
        try ServerError.checkedClient { try replay.run() }
        client.close()
        progress.clear()
        for note in replay.report.notes { Terminal.complain(note) }
        Terminal.say(options.has("--json") ? replay.report.json() : replay.report.summary())
        return replay.report.isConserved ? 0 : ExitCode.dataError
    }

    private static func readPlan(_ path: String, _ progress: ProgressBar) throws(ServerError) -> RetailPlan {
        let name = path == "-" ? "standard input" : path
        let bytes = try InputFile.read(path, progress)
        progress.begin("parsing", total: bytes.count)
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(RetailFormatError) in try RetailFile.plan(bytes) { progress.update($0) } }
        }
        switch result {
        case .success(let plan): return plan
        case .failure(let error): throw ServerError(exitCode: ExitCode.dataError, "\(name): \(error)")
        }
    }
}
