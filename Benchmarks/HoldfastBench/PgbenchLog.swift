import Glibc

/// pgbench's log of single transactions: `client transaction latencyMicroseconds script endSeconds endMicroseconds`.
///
/// Reading removes the files.
struct PgbenchLog {
    private struct Entry {
        let endMicroseconds: UInt64
        let latencyMicroseconds: UInt64
    }

    private var entries: [Entry] = []

    /// Reads `PREFIX.*` in `folder`; pgbench adds its process id to the name.
    init(prefix: String, in folder: String) throws(BenchmarkError) {
        let start = "\(prefix.split(separator: "/").last ?? "")."
        guard let directory = opendir(folder) else {
            throw BenchmarkError(
                code: .system(errno: errno), message: "cannot list \(folder) (errno \(errno))")
        }
        defer { closedir(directory) }
        while let item = readdir(directory) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(start) else { continue }
            read(TextFile.read("\(folder)/\(name)") ?? "")
            unlink("\(folder)/\(name)")
        }
        guard !entries.isEmpty else {
            throw BenchmarkError(code: .badServer, message: "pgbench logged no transaction")
        }
        entries.sort { $0.endMicroseconds < $1.endMicroseconds }
    }

    /// What happened after the warm-up. `accepted` counts all transactions, for the caller to judge.
    func measurement(skippingSeconds: Double) -> Measurement {
        var measurement = Measurement()
        var histogram = Histogram()
        let first = entries[0].endMicroseconds - entries[0].latencyMicroseconds
        let windowStart = first + UInt64(skippingSeconds * 1_000_000)
        for entry in entries where entry.endMicroseconds > windowStart {
            histogram.record(nanoseconds: entry.latencyMicroseconds * 1_000)
        }
        measurement.seconds =
            Double(max(entries[entries.count - 1].endMicroseconds, windowStart) - windowStart) / 1_000_000
        measurement.measuredRequests = histogram.total
        measurement.latency = histogram.summary
        measurement.accepted = UInt64(entries.count)
        return measurement
    }

    private mutating func read(_ text: String) {
        for line in text.utf8.split(separator: 0x0A) {
            let fields = line.split(separator: 0x20)
            guard fields.count >= 6, let latency = Self.number(fields[2]),
                let seconds = Self.number(fields[4]),
                let microseconds = Self.number(fields[5])
            else { continue }
            entries.append(
                Entry(endMicroseconds: seconds * 1_000_000 + microseconds, latencyMicroseconds: latency))
        }
    }

    private static func number(_ text: Substring.UTF8View) -> UInt64? { UInt64(Substring(text)) }
}
