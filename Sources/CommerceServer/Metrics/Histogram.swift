/// How many values fell into each of some fixed ranges, and their sum.
///
/// The bounds grow by at least a factor of two, so between two powers of two there is one at most: the range of a
/// value is found with a table by its highest bit and one comparison. A value at a bound belongs below it, as
/// `le` says.
///
///     Σ counts = count
///
/// One thread has it. Recording takes no lock and allocates nothing.
package final class Histogram {
    /// Where the ranges end, and what a unit is.
    package struct Buckets: Sendable {
        package let bounds: [UInt64]
        let unit: MetricUnit

        /// - Parameter bounds: Ascending, each at least twice the one before.
        package init(_ bounds: [UInt64], unit: MetricUnit) {
            let isSpread = zip(bounds, bounds.dropFirst()).allSatisfy { $1 / 2 >= $0 }
            precondition((1...64).contains(bounds.count) && bounds[0] > 0 && isSpread, "bounds \(bounds)")
            self.bounds = bounds
            self.unit = unit
        }

        /// Times in nanoseconds, from 50 µs to 10 s in steps of 1, 2, 5; shown in seconds.
        package static let durations = Buckets(
            [50_000]
                + [100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000].flatMap { (unit: UInt64) in
                    [unit, 2 * unit, 5 * unit]
                } + [10_000_000_000], unit: .nanoseconds)

        /// Counts of things and bytes: powers of four up to 4¹², 16,777,216.
        package static let sizes = Buckets((0...12).map { 1 << (2 * $0) }, unit: .one)
    }

    let buckets: Buckets
    @usableFromInline let bounds: UnsafeMutablePointer<UInt64>
    @usableFromInline let counts: UnsafeMutablePointer<UInt64>
    /// The first range that a value with so many bits may belong to.
    @usableFromInline let firstByBits: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) @usableFromInline var storedSum: UInt64 = 0

    /// A histogram of no registry; ``Metrics`` makes those that are shown.
    package init(_ buckets: Buckets) {
        self.buckets = buckets
        let rangeCount = buckets.bounds.count + 1
        bounds = .allocate(capacity: rangeCount)
        bounds.initialize(from: buckets.bounds + [.max], count: rangeCount)
        counts = .allocate(capacity: rangeCount)
        counts.initialize(repeating: 0, count: rangeCount)
        firstByBits = .allocate(capacity: 65)
        for bits in 0...64 {
            let smallest: UInt64 = bits == 0 ? 0 : 1 << UInt64(bits - 1)
            let first = buckets.bounds.firstIndex { smallest <= $0 } ?? buckets.bounds.count
            (firstByBits + bits).initialize(to: UInt8(first))
        }
    }

    deinit {
        bounds.deallocate()
        counts.deallocate()
        firstByBits.deallocate()
    }

    @inlinable @inline(__always)
    package func record(_ value: UInt64) {
        var range = Int(firstByBits[64 &- value.leadingZeroBitCount])
        if value > bounds[range] { range &+= 1 }
        counts[range] &+= 1
        storedSum &+= value
    }

    package var sum: UInt64 { storedSum }

    /// How many values were recorded.
    package var count: UInt64 { (0...buckets.bounds.count).reduce(0) { $0 + counts[$1] } }

    /// How many values fell into each range; one more than there are bounds.
    package var rangeCounts: [UInt64] { (0...buckets.bounds.count).map { counts[$0] } }
}

/// What a metric's whole numbers count, and how they are shown.
package enum MetricUnit: Sendable {
    /// Things, bytes.
    case one
    /// Shown in seconds, as Prometheus wants it.
    case nanoseconds
}
