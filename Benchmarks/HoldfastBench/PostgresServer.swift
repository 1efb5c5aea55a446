import Glibc

/// Where PostgreSQL's programs are.
struct PostgresPrograms {
    let initdb: String
    let postgres: String
    let psql: String
    let pgbench: String

    /// Looks in `PATH` and where Debian keeps each version; `nil` if one is missing.
    init?() {
        let root = "/usr/lib/postgresql"
        let folders = (8...30).reversed().map { "\(root)/\($0)/bin" }
        guard let initdb = Program.find("initdb", alsoIn: folders),
            let postgres = Program.find("postgres", alsoIn: folders),
            let psql = Program.find("psql", alsoIn: folders),
            let pgbench = Program.find("pgbench", alsoIn: folders)
        else { return nil }
        self.initdb = initdb
        self.postgres = postgres
        self.psql = psql
        self.pgbench = pgbench
    }
}

/// A PostgreSQL cluster in a directory of its own; started for each round and stopped after it.
///
/// PostgreSQL refuses to run as root; then it runs as the user `postgres`, by `setpriv`.
final class PostgresServer {
    private let programs: PostgresPrograms
    private let options: Arguments
    let directory: TemporaryDirectory
    private var process: ChildProcess?
    private(set) var port: UInt16 = 0

    private var dataPath: String { "\(directory.path)/cluster" }
    private var errorLog: String { "\(directory.path)/log" }

    /// Makes the cluster; does not start it.
    init(programs: PostgresPrograms, options: Arguments) throws(BenchmarkError) {
        self.programs = programs
        self.options = options
        directory = try TemporaryDirectory(in: options.directory)
        mkdir(dataPath, 0o700)
        if geteuid() == 0 {
            guard let user = getpwnam("postgres") else {
                throw BenchmarkError(
                    code: .missingProgram,
                    message: "PostgreSQL cannot run as root and there is no user postgres")
            }
            chown(dataPath, user.pointee.pw_uid, user.pointee.pw_gid)
        }
        let words = Self.asServerUser([
            programs.initdb, "-D", dataPath, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
        ])
        try succeed(words, on: options.processors)
    }

    /// Starts it with the settings that `durability` stands for and waits until it answers.
    func start(_ durability: Durability) throws(BenchmarkError) {
        precondition(process == nil, "started twice")
        port = try Socket.freePort()
        let memory = sysconf(CInt(_SC_PHYS_PAGES)) * sysconf(CInt(_SC_PAGESIZE))
        let settings = [
            "shared_buffers=\(min(4_096, memory / 4 / 1_048_576))MB", "max_wal_size=16GB",
            "max_connections=200",
            "listen_addresses=127.0.0.1", "unix_socket_directories=",
            "synchronous_commit=\(durability == .always ? "on" : "off")",
            "fsync=\(durability == .none ? "off" : "on")",
        ]
        let words = Self.asServerUser(
            [programs.postgres, "-D", dataPath, "-p", "\(port)"] + settings.flatMap { ["-c", $0] })
        let child = try ChildProcess(
            words[0], arguments: Array(words.dropFirst()), errorLog: errorLog, on: options.processors)
        process = child
        let begin = Clock.nanoseconds()
        while Clock.seconds(since: begin) < 60 && child.isAlive {
            if (try? query("SELECT 1")) == "1" { return }
            try Clock.sleep(milliseconds: 20)
        }
        throw BenchmarkError(
            code: .badServer, message: "PostgreSQL did not start: \(directory.tail(of: "log"))")
    }

    /// Ends it in the orderly way that needs no recovery later.
    func stop() {
        process?.kill(SIGINT)
        process = nil
    }

    /// Processor time of all its processes, of those that have ended too.
    var processorSeconds: Double {
        guard let process else { return 0 }
        return ProcessUsage.processorSeconds(ofFamily: process.processID)
    }

    /// The one value that a statement answers with.
    func query(_ statement: String) throws(BenchmarkError) -> String {
        let output = try succeed(psql + ["-Atc", statement], on: nil)
        return String(output.prefix { $0 != "\n" })
    }

    func runScript(_ path: String) throws(BenchmarkError) { try succeed(psql + ["-q", "-f", path], on: nil) }

    private var psql: [String] {
        [
            programs.psql, "-X", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)", "-U",
            "postgres",
            "postgres",
        ]
    }

    /// Runs pgbench with one script, on the load generator's processor.
    ///
    /// - Parameter limit: `-T` or `-t` and its value.
    func runPgbench(script: String, connections: Int, limit: [String], logPrefix: String)
        throws(BenchmarkError)
    {
        try succeed(
            [
                programs.pgbench, "-n", "-M", "prepared", "-h", "127.0.0.1", "-p", "\(port)", "-U",
                "postgres",
                "-f", script, "-c", "\(connections)", "-j", "1", "-l", "--log-prefix", logPrefix,
            ] + limit + ["postgres"], on: nil)
    }

    @discardableResult
    private func succeed(_ words: [String], on plan: ProcessorPlan?) throws(BenchmarkError) -> String {
        let child = try ChildProcess(
            words[0], arguments: Array(words.dropFirst()), errorLog: errorLog, on: plan)
        let (status, output) = try child.finish()
        guard status == 0 else {
            throw BenchmarkError(
                code: .badServer, message: "\(words[0]) ended with \(status): \(directory.tail(of: "log"))")
        }
        return output
    }

    private static func asServerUser(_ words: [String]) -> [String] {
        guard geteuid() == 0 else { return words }
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + words
    }
}
