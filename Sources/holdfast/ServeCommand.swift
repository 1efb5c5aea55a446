import CommerceEngine
import CommerceServer
import EventLoops
import Glibc
import Journaling

/// `holdfast serve`: recovers the data directory, prints the ready line, serves until it is told to stop.
enum ServeCommand {
    private static let help = """
        holdfast serve [options]

          --data DIR                  data directory (default Snapshots)
          --listen HOST:PORT          JSON lines (default 127.0.0.1:7070); port 0 picks one
          --http HOST:PORT            REST (default 127.0.0.1:8080); port 0 picks one
          --durability always|interval|none
                                      always (default): a reply means that it is on disk;
                                      interval: synced every second; none: left to the system
          --demo                      a small demo catalog if the data directory is empty
          --admin-token-file PATH     writes a fresh administrator API key there, mode 0600
          --insecure-no-auth          asks nobody for a token; loopback only
          --insecure-no-tls           listen elsewhere than on loopback without TLS
          --snapshot-interval SECONDS default 300, 0 = never by time; also by journal growth
          --connections-max N         default 16384

        Environment: JWT_SECRET or JWT_SECRET_FILE (at least 32 bytes) lets in JWTs signed with it (HS256).
        Prints "ready tcp=HOST:PORT http=HOST:PORT" on standard output once it answers. SIGTERM drains and ends with 0.
        """

    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        let options = try Options(
            arguments,
            valued: [
                "--data", "--listen", "--http", "--durability", "--admin-token-file", "--snapshot-interval",
                "--connections-max",
            ], flags: ["--demo", "--insecure-no-auth", "--insecure-no-tls"])
        if options.wantsHelp {
            print(help)
            return 0
        }
        try options.requireNoOperands()
        return try serve(try configuration(options))
    }

    private static func configuration(_ options: Options) throws(ServerError) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.dataDirectory = options["--data"] ?? configuration.dataDirectory
        let listen = try address(options["--listen"] ?? "127.0.0.1:7070", "--listen")
        let http = try address(options["--http"] ?? "127.0.0.1:8080", "--http")
        (configuration.httpHost, configuration.httpPort) = http
        (configuration.host, configuration.port) = listen
        if let name = options["--durability"] {
            guard let durability = Durability(rawValue: name) else {
                throw Options.usage("--durability must be one of always, interval, none")
            }
            configuration.durability = durability
        }
        configuration.wantsDemo = options.has("--demo")
        configuration.adminTokenFile = options["--admin-token-file"]
        configuration.asksNobody = options.has("--insecure-no-auth")
        configuration.snapshotIntervalSeconds = try options.integer(
            "--snapshot-interval", in: 0...31_536_000, default: configuration.snapshotIntervalSeconds)
        configuration.connectionsMax = Int(
            try options.integer(
                "--connections-max", in: 1...1_000_000, default: Int64(configuration.connectionsMax)))
        configuration.jwtSecret = try JWTSecret.fromEnvironment()
        try judgeExposure(configuration, options)
        return configuration
    }

    /// Nothing half open: elsewhere than on loopback only if told so by name, and never without asking who.
    private static func judgeExposure(
        _ configuration: ServerConfiguration, _ options: Options
    ) throws(ServerError) {
        let isLoopback = configuration.host.hasPrefix("127.") || configuration.host == "::1"
        if configuration.asksNobody && !isLoopback {
            throw ServerError(exitCode: ExitCode.configuration, "--insecure-no-auth is for loopback only")
        }
        if !isLoopback && !options.has("--insecure-no-tls") {
            throw ServerError(
                exitCode: ExitCode.configuration,
                "listening on \(configuration.host) would send tokens in the clear; --insecure-no-tls allows it"
            )
        }
        if configuration.asksNobody {
            Terminal.note("warning: --insecure-no-auth: everybody on this machine may do everything")
        }
    }

    /// `HOST:PORT`, the host an IPv4 literal, an IPv6 literal in brackets, or `localhost`.
    private static func address(_ text: String, _ option: String) throws(ServerError) -> (String, UInt16) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Options.usage("\(option) must be HOST:PORT")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host == "localhost" { host = "127.0.0.1" }
        guard !host.isEmpty else { throw Options.usage("\(option) must be HOST:PORT") }
        return (host, port)
    }

    // MARK: Serving

    private static func serve(_ configuration: ServerConfiguration) throws(ServerError) -> Int32 {
        umask(0o077)
        DescriptorLimit.raise()
        let loop: EventLoop
        do throws(LoopError) { loop = try EventLoop() } catch {
            throw ServerError(exitCode: ExitCode.software, "\(error)")
        }
        // Safety: used on this thread alone, which is the loop's.
        nonisolated(unsafe) var server: Server?
        nonisolated(unsafe) var failure: ServerError?
        loop.execute {
            do throws(ServerError) {
                // Before any other thread exists, which would take the signals as the system wants.
                try Server.checked { try loop.onSignals([SIGTERM, SIGINT]) { _ in server?.drain() } }
                server = try start(configuration, loop)
            } catch {
                failure = error
                loop.stop()
            }
        }
        loop.run()
        withExtendedLifetime(server) {}
        if let failure { throw failure }
        return 0
    }

    private static func start(_ configuration: ServerConfiguration, _ loop: EventLoop) throws(ServerError)
        -> Server
    {
        var configuration = configuration
        let progress = RecoveryBar()
        configuration.onRecovery = { progress.show($0) }
        defer { progress.clear() }
        let server = try Server.checked { try Server(configuration, on: loop) { Terminal.note($0) } }
        progress.clear()
        let report = server.report
        for damaged in report.damagedSnapshots {
            Terminal.note("warning: passed over a damaged snapshot: \(damaged)")
        }
        if report.tornBytes > 0, let file = report.tornFile {
            Terminal.note(
                "warning: cut a torn tail of \(report.tornBytes) bytes at byte \(report.tornOffset) of \(file); "
                    + "a copy is in \(file).torn")
        }
        let http = server.httpPort.map { "\(configuration.httpHost):\($0)" } ?? "-"
        Terminal.say("ready tcp=\(configuration.host):\(server.port) http=\(http)")
        return server
    }
}

/// The secret that JWTs are signed with, from the environment.
enum JWTSecret {
    static func fromEnvironment() throws(ServerError) -> [UInt8]? {
        if let value = getenv("JWT_SECRET") {
            return try judged(Array(String(cString: value).utf8), "JWT_SECRET")
        }
        guard let path = getenv("JWT_SECRET_FILE").map({ String(cString: $0) }) else { return nil }
        guard var bytes = FileContents.read(path) else {
            throw ServerError(exitCode: ExitCode.configuration, "cannot read JWT_SECRET_FILE \(path)")
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        return try judged(bytes, "JWT_SECRET_FILE")
    }

    private static func judged(_ secret: [UInt8], _ name: String) throws(ServerError) -> [UInt8] {
        guard secret.count >= 32 else {
            throw ServerError(exitCode: ExitCode.configuration, "\(name) must have at least 32 bytes")
        }
        return secret
    }
}
