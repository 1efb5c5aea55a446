import CommerceCore

/// What buyers did with one variant since the start of this process.
package struct VariantActivity: Hashable, Sendable {
    /// Order lines.
    package internal(set) var orders: Int64 = 0
    package internal(set) var units: Int64 = 0
    package internal(set) var refusedUnits: Int64 = 0
    package internal(set) var refusedRequests: Int64 = 0
    /// Units in live reservations.
    package internal(set) var held: Int64 = 0
    // As they were when the last second ended.
    var sampledOrders: Int64 = 0
    var sampledUnits: Int64 = 0
    var sampledRefusedUnits: Int64 = 0

    init() {}

    var hasNews: Bool {
        orders != sampledOrders || units != sampledUnits || refusedUnits != sampledRefusedUnits
    }
}

/// The counters of all variants, and which of them have moved since the last second ended.
///
/// For the hottest paths: a sale is two additions and a mark in memory that is there already, 64 bytes a variant.
/// Derived, used by one thread.
final class VariantCounters {
    @exclusivity(unchecked) private var rows: UnsafeMutablePointer<VariantActivity>
    @exclusivity(unchecked) private var capacity = 64
    let moved = DirtyRows()

    init() {
        rows = .allocate(capacity: capacity)
        rows.initialize(repeating: VariantActivity(), count: capacity)
    }

    deinit { rows.deallocate() }

    subscript(variant: VariantOrdinal) -> VariantActivity {
        variant.index < capacity ? rows[variant.index] : VariantActivity()
    }

    @inline(__always)
    func sold(_ units: Quantity, of variant: VariantOrdinal) {
        let row = row(variant)
        row.pointee.orders &+= 1
        row.pointee.units &+= units.units
        moved.mark(variant.value)
    }

    @inline(__always)
    func held(_ units: Quantity, of variant: VariantOrdinal) { row(variant).pointee.held &+= units.units }

    func refused(_ units: Quantity, of variant: VariantOrdinal) {
        let row = row(variant)
        row.pointee.refusedRequests &+= 1
        row.pointee.refusedUnits &+= units.units
        moved.mark(variant.value)
    }

    /// Forgets everything, for when it is computed anew.
    func removeAll() {
        rows.update(repeating: VariantActivity(), count: capacity)
        moved.drain { _ in }
    }

    /// Calls `body` with each variant that has moved and what has happened since the last time, and forgets that.
    ///
    /// - Complexity: O(variants / 64 + moved).
    func sample(_ body: (VariantOrdinal, VariantSecond) -> Void) {
        moved.drain { value in
            let row = rows + Int(value)
            let now = row.pointee
            row.pointee.sampledOrders = now.orders
            row.pointee.sampledUnits = now.units
            row.pointee.sampledRefusedUnits = now.refusedUnits
            body(
                VariantOrdinal(Int(value)),
                VariantSecond(
                    available: 0, orders: Int32(clamping: now.orders - now.sampledOrders),
                    units: Int32(clamping: now.units - now.sampledUnits),
                    refusedUnits: Int32(clamping: now.refusedUnits - now.sampledRefusedUnits)))
        }
    }

    @inline(__always)
    private func row(_ variant: VariantOrdinal) -> UnsafeMutablePointer<VariantActivity> {
        if variant.index >= capacity { grow(variant.index + 1) }
        return rows + variant.index
    }

    @inline(never)
    private func grow(_ count: Int) {
        let larger = max(count, capacity * 2)
        let grown = UnsafeMutablePointer<VariantActivity>.allocate(capacity: larger)
        grown.moveInitialize(from: rows, count: capacity)
        (grown + capacity).initialize(repeating: VariantActivity(), count: larger - capacity)
        rows.deallocate()
        rows = grown
        capacity = larger
    }
}

/// One variant's second: what it had at the end of it, and what happened within.
package struct VariantSecond: Hashable, Sendable, BitwiseCopyable {
    package internal(set) var available: Int32 = 0
    package internal(set) var orders: Int32 = 0
    package internal(set) var units: Int32 = 0
    package internal(set) var refusedUnits: Int32 = 0
}
