/// A moment in milliseconds since 1970-01-01T00:00:00Z, as the engine's clock gives it.
package struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
    package let milliseconds: Int64

    package static let zero = Timestamp(milliseconds: 0)
    /// The latest moment a deadline may name: 9999-12-31T23:59:59.999Z, the last that RFC 3339 writes.
    package static let latest = Timestamp(milliseconds: 253_402_300_799_999)

    @inlinable
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    @inlinable
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    @inlinable
    package func adding(milliseconds more: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + more)
    }
}
