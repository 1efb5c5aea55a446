import CommerceCore

/// Where time comes from. Injected, so that a simulation owns it.
package protocol TimeSource: Sendable {
    /// Milliseconds since 1970 as the machine believes; may jump.
    var wallMilliseconds: Int64 { get }
    /// Milliseconds that never run backwards, from any start.
    var monotonicMilliseconds: Int64 { get }
}

/// The engine's time: starts at the later of the wall clock and the newest time in the journal, and
/// advances with the monotonic clock. It never runs backwards, not even over a restart.
struct EngineClock {
    private let source: any TimeSource
    private let offset: Int64
    private(set) var now: Timestamp

    init(source: any TimeSource, notBefore newest: Timestamp) {
        self.source = source
        let start = max(source.wallMilliseconds, newest.milliseconds)
        offset = start - source.monotonicMilliseconds
        now = Timestamp(milliseconds: start)
    }

    /// Reads the source. Between two reads all decisions see the same time.
    mutating func advance() {
        let read = Timestamp(milliseconds: source.monotonicMilliseconds + offset)
        if read > now { now = read }
    }
}

#if canImport(Glibc)
import Glibc

/// The machine's clocks.
package struct SystemTime: TimeSource {
    package init() {}

    package var wallMilliseconds: Int64 { SystemTime.read(CLOCK_REALTIME) }
    package var monotonicMilliseconds: Int64 { SystemTime.read(CLOCK_BOOTTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
#endif
