/// What happened in the whole shop within one second, or in several.
package struct ShopSecond: Hashable, Sendable {
    package internal(set) var orders = 0
    package internal(set) var units: Int64 = 0
    package internal(set) var valueMinorUnits: Int64 = 0
    /// Units that were asked for and not there.
    package internal(set) var refusedUnits: Int64 = 0
    package internal(set) var refusedRequests = 0
    package internal(set) var holdsConverted = 0

    package init() {}

    static func += (sum: inout ShopSecond, other: ShopSecond) {
        sum.orders &+= other.orders
        sum.units &+= other.units
        sum.valueMinorUnits &+= other.valueMinorUnits
        sum.refusedUnits &+= other.refusedUnits
        sum.refusedRequests &+= other.refusedRequests
        sum.holdsConverted &+= other.holdsConverted
    }
}

/// The last seconds, each in its place by its number since 1970.
///
///     slot s % 300 holds second s, or nothing;   memory is set aside once
struct SecondRing<Value> {
    static var capacity: Int { 300 }

    private var slots: [(number: Int64, value: Value)]
    private let nothing: Value
    /// The newest second that was put in; -1 before the first.
    private(set) var newest: Int64 = -1
    /// The first second that was put in.
    private(set) var first: Int64 = -1

    init(nothing: Value) {
        self.nothing = nothing
        slots = Array(repeating: (-1, nothing), count: SecondRing.capacity)
    }

    mutating func put(_ value: Value, at second: Int64) {
        guard second > newest else { return }
        if first < 0 { first = second }
        newest = second
        slots[Int(second) % SecondRing.capacity] = (second, value)
    }

    subscript(second: Int64) -> Value {
        guard second >= 0 else { return nothing }
        let slot = slots[Int(second) % SecondRing.capacity]
        return slot.number == second ? slot.value : nothing
    }
}
