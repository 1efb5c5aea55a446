import CLinux
import Glibc

/// A program that this one started: a server, or a tool that ends by itself.
///
/// Whatever happens, `deinit` kills it and waits for it, so no server outlives the bench.
final class ChildProcess {
    let processID: pid_t
    /// What it writes to standard output comes here.
    private let output: CInt
    private var unread: [UInt8] = []
    private var exitStatus: CInt?

    /// Starts a program found by its path or, without a slash in it, in `PATH`.
    ///
    /// - Parameters:
    ///   - errorLog: The file that gets what it writes to standard error.
    ///   - plan: Where it runs, if on the servers' processor; `nil` to run where the bench runs.
    /// - Throws: ``BenchmarkError`` with code `missingProgram` if there is no such program.
    init(
        _ program: String, arguments: [String], errorLog: String, on plan: ProcessorPlan?
    ) throws(BenchmarkError) {
        var pipes: [CInt] = [0, 0]
        guard pipe(&pipes) == 0 else {
            throw BenchmarkError(code: .system(errno: errno), message: "no pipe (errno \(errno))")
        }
        // Only this program's one thread starts others, so nobody can inherit them in between.
        for end in pipes { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let writing = pipes[1]
        defer { close(writing) }
        let start = { () throws(BenchmarkError) -> pid_t in
            try Self.spawn(program, arguments: arguments, output: writing, errorLog: errorLog)
        }
        do {
            if let plan {
                processID = try plan.withServerAffinity(start)
            } else {
                processID = try start()
            }
        } catch {
            close(pipes[0])
            throw error
        }
        output = pipes[0]
    }

    deinit {
        kill(SIGKILL)
        close(output)
    }

    /// Waits for the next line on its standard output.
    ///
    /// - Returns: `nil` when the output ended (the program died) or the time is over.
    func readLine(timeoutSeconds: Double) throws(BenchmarkError) -> String? {
        let start = Clock.nanoseconds()
        while true {
            if let newline = unread.firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<newline], as: UTF8.self)
                unread.removeFirst(newline + 1)
                return line
            }
            guard Clock.seconds(since: start) < timeoutSeconds else { return nil }
            var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 100) > 0 else {
                try Interruption.check()
                continue
            }
            guard readMore() else { return nil }
        }
    }

    /// Waits until it ends by itself.
    ///
    /// - Returns: Its exit status and all that it wrote to standard output.
    func finish() throws(BenchmarkError) -> (status: CInt, output: String) {
        while true {
            var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, 100)
            try Interruption.check()
            if ready > 0, !readMore() { break }
        }
        let status = wait(blocking: true) ?? 0
        return (status, String(decoding: unread, as: UTF8.self))
    }

    /// Whether it still runs.
    var isAlive: Bool { exitStatus == nil && wait(blocking: false) == nil }

    /// Sends the signal and waits for the end; after ten seconds it is killed.
    func kill(_ signal: CInt) {
        guard isAlive else { return }
        Glibc.kill(processID, signal)
        let start = Clock.nanoseconds()
        while isAlive {
            if signal == SIGKILL || Clock.seconds(since: start) > 10 {
                Glibc.kill(processID, SIGKILL)
                _ = wait(blocking: true)
            } else {
                usleep(1_000)
            }
        }
    }

    private func readMore() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(output, &chunk, chunk.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        unread.append(contentsOf: chunk[..<count])
        return true
    }

    private func wait(blocking: Bool) -> CInt? {
        if let exitStatus { return exitStatus }
        var status: CInt = 0
        while true {
            let result = waitpid(processID, &status, blocking ? 0 : WNOHANG)
            if result == 0 { return nil }
            if result < 0 && errno == EINTR { continue }
            exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
            return exitStatus
        }
    }

    private static func spawn(
        _ program: String, arguments: [String], output: CInt, errorLog: String
    ) throws(BenchmarkError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, errorLog, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        // The same small environment for every subject, so that a run can be repeated elsewhere.
        let path =
            getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        var vector = terminatedCopies(of: [program] + arguments)
        var environment = terminatedCopies(of: ["PATH=\(path)", "LANG=C", "LC_ALL=C", "TZ=UTC"])
        defer { for text in vector + environment { free(text) } }
        var child: pid_t = 0
        let status = posix_spawnp(&child, program, &actions, nil, &vector, &environment)
        guard status == 0 else {
            throw BenchmarkError(code: .missingProgram, message: "cannot start \(program) (errno \(status))")
        }
        return child
    }

    /// The words as C wants them, to be freed one by one.
    private static func terminatedCopies(of words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { strdup($0) } + [nil]
    }
}
