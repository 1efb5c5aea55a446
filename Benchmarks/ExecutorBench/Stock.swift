/// What a stand-in variant owns.
///
///     0 <= reserved <= quantity
struct Stock {
    let quantity: Int64
    private(set) var reserved: Int64 = 0

    /// Promises `units` if there are enough.
    @inline(__always)
    mutating func promise(_ units: Int64) -> Bool {
        guard quantity - reserved >= units else { return false }
        reserved += units
        return true
    }

    mutating func release(_ units: Int64) { reserved -= units }
}

/// What a stand-in order owns: its lines, and whether it was placed.
struct OrderState {
    let lines: OrderLines
    private(set) var isPlaced = false

    init(_ lines: OrderLines) { self.lines = lines }

    @inline(__always)
    mutating func place() { isPlaced = true }
}

/// What the one who calls keeps. It is touched between the calls: otherwise the optimiser leaves away the way
/// back from a call, and the figure means nothing.
struct Ledger {
    private(set) var lines = 0
    private(set) var refusals = 0

    @inline(__always)
    mutating func note(line isPromised: Bool) {
        lines += 1
        if !isPromised { refusals += 1 }
    }
}
