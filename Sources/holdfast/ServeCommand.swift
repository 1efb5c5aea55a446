import CommerceEngine
import CommerceServer
import EventLoops
import Glibc
import Journaling

/// `holdfast serve`: recovers the data directory, prints the ready line, serves until it is told to stop.
enum ServeCommand {
    private static let help = """
        holdfast serve [options]

        \(SettingTable.help)

        Prints "ready tcp=HOST:PORT http=HOST:PORT" on standard output once it answers. SIGTERM drains and ends with 0.
        """

    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        let options = try Options(
            arguments, valued: SettingTable.valuedFlags, flags: SettingTable.plainFlags)
        if options.wantsHelp {
            print(help)
            return 0
        }
        try options.requireNoOperands()
        let source = try ConfigurationSource(
            flags: options.given, environment: { getenv($0).map { String(cString: $0) } },
            readFile: FileContents.read)
        if source.isOn(.printConfig) {
            Terminal.say(source.printed)
            return 0
        }
        let configuration = try ServerConfiguration(source, readFile: FileContents.read)
        if configuration.asksNobody {
            Terminal.note("warning: --insecure-no-auth: everybody on this machine may do everything")
        }
        return try serve(configuration)
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
