/// A number that only grows. Adding to it is one addition in memory: no lock, no atomic; one thread has it.
package final class Counter {
    @exclusivity(unchecked) @usableFromInline var stored: UInt64 = 0

    init() {}

    package var value: UInt64 { stored }

    @inlinable @inline(__always)
    package func add(_ count: UInt64 = 1) { stored &+= count }
}

/// A number that goes up and down, in the unit of its family.
package final class Gauge {
    @exclusivity(unchecked) @usableFromInline var stored: Int64 = 0

    init() {}

    package var value: Int64 { stored }

    @inlinable @inline(__always)
    package func set(_ value: Int64) { stored = value }

    @inlinable @inline(__always)
    package func add(_ change: Int64) { stored &+= change }
}
