import CLinux
import Glibc

/// Measures short times with the processor's own counter, which is read in a few nanoseconds.
///
/// How long a step of it is, is measured against the system's clock: roughly in ``init()``, and better the longer it
/// runs, by ``calibrate()``. A counter that goes back, as it may between processors, makes a time of zero.
/// Belongs to one thread.
struct CycleClock {
    private let firstCount: UInt64
    private let firstNanoseconds: UInt64
    /// Nanoseconds of a step, times 2²⁰.
    private var scale: UInt64 = 1 << 20
    private static let scaleBits: UInt64 = 20

    init() {
        firstCount = cycle_count()
        firstNanoseconds = CycleClock.systemNanoseconds
        while CycleClock.systemNanoseconds < firstNanoseconds + 200_000 {}
        calibrate()
    }

    @inline(__always)
    static var count: UInt64 { cycle_count() }

    /// The time between two counts.
    @inline(__always)
    func nanoseconds(from start: UInt64, to end: UInt64) -> UInt64 {
        end > start ? (end &- start) &* scale >> CycleClock.scaleBits : 0
    }

    /// Measures the length of a step once more, since the beginning.
    mutating func calibrate() {
        let count = cycle_count()
        let elapsed = CycleClock.systemNanoseconds &- firstNanoseconds
        guard count > firstCount, elapsed > 0 else { return }
        let scaled = elapsed.multipliedFullWidth(by: 1 << CycleClock.scaleBits)
        guard scaled.high < count - firstCount else { return }
        scale = max(1, (count - firstCount).dividingFullWidth(scaled).quotient)
    }

    private static var systemNanoseconds: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
