import CLinux
import Glibc

/// Seconds of processor time, a program's own and the kernel's for it.
struct ProcessorTime {
    var user = 0.0
    var system = 0.0

    var total: Double { user + system }

    static func - (left: ProcessorTime, right: ProcessorTime) -> ProcessorTime {
        ProcessorTime(user: left.user - right.user, system: left.system - right.system)
    }

    /// What this program has used so far.
    static func ofThisProgram() -> ProcessorTime {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return ProcessorTime(user: seconds(usage.ru_utime), system: seconds(usage.ru_stime))
    }

    /// What all programs have used so far on all processors, with what a hypervisor withheld; interrupts are left out, for
    /// the kernel does not add them to any program.
    static func ofAllPrograms() -> ProcessorTime {
        let line = (TextFile.read("/proc/stat") ?? "").prefix { $0 != "\n" }
        let ticks = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard ticks.count >= 8 else { return ProcessorTime() }
        let (user, nice, system, steal) = (ticks[0], ticks[1], ticks[2], ticks[7])
        return ProcessorTime(
            user: (user + nice) / ProcessUsage.ticksPerSecond,
            system: (system + steal) / ProcessUsage.ticksPerSecond)
    }
}

/// What a process has used so far, read from `/proc`.
struct ProcessUsage {
    static let ticksPerSecond = Double(sysconf(CInt(_SC_CLK_TCK)))

    /// User and system time; counted by the kernel in ticks of ten milliseconds.
    var processorSeconds = 0.0
    var residentBytes = 0
    var peakResidentBytes = 0

    /// Zero for a process that is gone.
    ///
    /// - Parameter includesEnded: Whether the time of its ended children belongs to it.
    static func of(_ process: pid_t, includesEnded: Bool = false) -> ProcessUsage {
        var usage = ProcessUsage()
        guard let stat = TextFile.read("/proc/\(process)/stat") else { return usage }
        // The name in parentheses may hold blanks and the third field follows it: utime, stime, cutime, cstime are 14 to 17.
        let fields = (stat.split(separator: ")").last ?? "").split(separator: " ")
        let ticks = fields.dropFirst(11).prefix(includesEnded ? 4 : 2).compactMap { Double($0) }.reduce(0, +)
        usage.processorSeconds = ticks / ticksPerSecond
        for line in (TextFile.read("/proc/\(process)/status") ?? "").split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count >= 2, let kibibytes = Int(words[1]) else { continue }
            if words[0] == "VmRSS:" { usage.residentBytes = kibibytes * 1_024 }
            if words[0] == "VmHWM:" { usage.peakResidentBytes = kibibytes * 1_024 }
        }
        return usage
    }

    /// The processor time of a process and its direct children, of those that have ended too.
    static func processorSeconds(ofFamily parent: pid_t) -> Double {
        let children = (TextFile.read("/proc/\(parent)/task/\(parent)/children") ?? "").split(separator: " ")
        return children.compactMap { pid_t($0) }.reduce(of(parent, includesEnded: true).processorSeconds) {
            $0 + of($1).processorSeconds
        }
    }
}
