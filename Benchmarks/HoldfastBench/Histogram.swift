import Glibc

/// Counts of latencies in nanoseconds, in buckets whose width grows with the value (after HdrHistogram by Gil Tene).
///
/// A value below 256 has a bucket of its own. Above that, every power of two is cut into 128 equal
/// buckets, so a bucket is never wider than 1/128 of what it holds and the middle that is reported is
/// off by at most 0.4 %. Minimum, maximum and count are exact. It keeps no samples and never grows.
struct Histogram {
    private static let exactBits = 8
    private static let bucketsPerDoubling = 1 << (exactBits - 1)
    private static let bucketCount = (1 << exactBits) + (64 - exactBits) * bucketsPerDoubling

    private var counts: [UInt64]
    private(set) var total: UInt64 = 0
    private(set) var maximumNanoseconds: UInt64 = 0

    init() { counts = [UInt64](repeating: 0, count: Self.bucketCount) }

    /// Adds one latency. O(1), allocates nothing.
    @inline(__always)
    mutating func record(nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] &+= 1
        total &+= 1
        if nanoseconds > maximumNanoseconds { maximumNanoseconds = nanoseconds }
    }

    mutating func removeAll() {
        for index in counts.indices { counts[index] = 0 }
        total = 0
        maximumNanoseconds = 0
    }

    /// The value that `fraction` of all latencies do not exceed; 0 when there are none. O(buckets).
    func nanoseconds(atQuantile fraction: Double) -> UInt64 {
        precondition(fraction >= 0 && fraction <= 1, "quantile \(fraction)")
        guard total > 0 else { return 0 }
        let rank = max(1, UInt64((fraction * Double(total)).rounded(.up)))
        var seen: UInt64 = 0
        for (index, count) in counts.enumerated() where count > 0 {
            seen += count
            if seen >= rank { return min(Self.middle(ofBucket: index), maximumNanoseconds) }
        }
        return maximumNanoseconds
    }

    var summary: LatencySummary {
        LatencySummary(
            p50Microseconds: Double(nanoseconds(atQuantile: 0.5)) / 1_000,
            p99Microseconds: Double(nanoseconds(atQuantile: 0.99)) / 1_000,
            p999Microseconds: Double(nanoseconds(atQuantile: 0.999)) / 1_000,
            maximumMicroseconds: Double(maximumNanoseconds) / 1_000)
    }

    @inline(__always)
    static func bucket(of value: UInt64) -> Int {
        let highestBit = 63 - (value | 1).leadingZeroBitCount
        if highestBit < exactBits { return Int(value) }
        let shift = highestBit - exactBits + 1
        // value >> shift lies in bucketsPerDoubling ..< 2 * bucketsPerDoubling.
        let within = Int(truncatingIfNeeded: value >> UInt64(shift)) - bucketsPerDoubling
        return (1 << exactBits) + (shift - 1) * bucketsPerDoubling + within
    }

    static func middle(ofBucket index: Int) -> UInt64 {
        if index < 1 << exactBits { return UInt64(index) }
        let (doubling, within) = (index - (1 << exactBits)).quotientAndRemainder(
            dividingBy: bucketsPerDoubling)
        let shift = UInt64(doubling + 1)
        let low = UInt64(within + bucketsPerDoubling) << shift
        return low + (1 << shift) / 2
    }
}

/// What a report says of a histogram.
struct LatencySummary {
    var p50Microseconds = 0.0
    var p99Microseconds = 0.0
    var p999Microseconds = 0.0
    var maximumMicroseconds = 0.0
}
