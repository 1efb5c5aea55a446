import Glibc

/// Where a measurement was made: figures without this mean nothing.
struct Machine {
    let processorName: String
    let processorCount: Int
    let kernel: String
    let memoryBytes: Int
    let pinning: String
    let syncP50Microseconds: Double
    let syncP99Microseconds: Double
    let directory: String

    init(options: Arguments) throws(BenchmarkError) {
        let lines = (TextFile.read("/proc/cpuinfo") ?? "").split(separator: "\n")
        let model =
            lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last ?? "unknown processor"
        processorName = String(model.drop { $0 == " " })
        processorCount = sysconf(CInt(_SC_NPROCESSORS_ONLN))
        kernel = String((TextFile.read("/proc/sys/kernel/osrelease") ?? "unknown").prefix { $0 != "\n" })
        memoryBytes = sysconf(CInt(_SC_PHYS_PAGES)) * sysconf(CInt(_SC_PAGESIZE))
        pinning = options.processors.description
        directory = options.directory
        let probe = try DiskProbe(in: options.directory).appendAndSync
        syncP50Microseconds = probe.p50Microseconds
        syncP99Microseconds = probe.p99Microseconds
    }

    /// One line for the head of a report.
    var description: String {
        "\(processorName), \(processorCount) processors, \(Figures.bytes(memoryBytes)), Linux \(kernel); \(pinning); "
            + "fdatasync of a 128 B append p50 \(Figures.duration(microseconds: syncP50Microseconds)), "
            + "p99 \(Figures.duration(microseconds: syncP99Microseconds))"
    }
}
