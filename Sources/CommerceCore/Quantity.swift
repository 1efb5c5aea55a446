/// A number of units of one variant. May be negative where stock may be (backorders, deltas).
///
/// One request may move at most ``requestMaximum`` units and a variant holds at most ``stockMaximum``,
/// so the sum over the 2,000 lines of the largest order is far from overflowing.
package struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let units: Int64

    package static let zero = Quantity(0)
    /// The most units that one line, reservation or adjustment may name.
    package static let requestMaximum = Quantity(2_000_000_000)
    /// The bound of what a variant has on hand or promised.
    package static let stockMaximum = Quantity(1_000_000_000_000)

    @inlinable
    package init(_ units: Int64) { self.units = units }

    @inlinable
    package static func < (left: Quantity, right: Quantity) -> Bool { left.units < right.units }
    @inlinable
    package static func + (left: Quantity, right: Quantity) -> Quantity { Quantity(left.units + right.units) }
    @inlinable
    package static func - (left: Quantity, right: Quantity) -> Quantity { Quantity(left.units - right.units) }
    @inlinable
    package static prefix func - (value: Quantity) -> Quantity { Quantity(-value.units) }
    @inlinable
    package static func += (left: inout Quantity, right: Quantity) { left = left + right }
    @inlinable
    package static func -= (left: inout Quantity, right: Quantity) { left = left - right }

    package var description: String { "\(units)" }
}
