import Glibc

/// What a sync costs in the directory that all subjects use: without it no durable figure means anything.
struct DiskProbe {
    let appendAndSync: LatencySummary

    private static let appends = 400
    private static let appendBytes = 128

    /// Appends 128 bytes and syncs them, 400 times.
    init(in parent: String) throws(BenchmarkError) {
        let directory = try TemporaryDirectory(in: parent)
        let file = open("\(directory.path)/probe", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw BenchmarkError(
                code: .system(errno: errno), message: "cannot write in \(parent) (errno \(errno))")
        }
        defer { close(file) }
        let bytes = [UInt8](repeating: 0x2E, count: Self.appendBytes)
        var histogram = Histogram()
        for _ in 0..<Self.appends {
            let start = Clock.nanoseconds()
            guard write(file, bytes, bytes.count) == bytes.count, fdatasync(file) == 0 else {
                throw BenchmarkError(
                    code: .system(errno: errno), message: "cannot sync in \(parent) (errno \(errno))")
            }
            histogram.record(nanoseconds: Clock.nanoseconds() - start)
        }
        appendAndSync = histogram.summary
    }
}
