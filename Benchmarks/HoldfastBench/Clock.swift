import Glibc

/// The monotonic clock and waiting, in nanoseconds.
enum Clock {
    @inline(__always)
    static func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    static func seconds(since start: UInt64) -> Double { Double(nanoseconds() - start) / 1_000_000_000 }

    /// Sleeps; returns early, throwing, when a signal asked the program to stop.
    static func sleep(milliseconds: Int) throws(BenchmarkError) {
        var time = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        nanosleep(&time, nil)
        try Interruption.check()
    }
}
