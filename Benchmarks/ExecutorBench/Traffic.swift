/// Three variants of one order; 1, 2 and 1 units are wanted.
struct OrderLines: Sendable {
    let first: Int
    let second: Int
    let third: Int
    static let units: (Int64, Int64, Int64) = (1, 2, 1)
    static let unitsInSum: Int64 = 4
}

/// The requests of every case, the same in each round: made before, from a fixed seed.
struct Traffic: Sendable {
    static let variantCount = 1_000
    static let lineCount = 3
    let orders: [OrderLines]

    init(orderCount: Int) {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> Int {
            // xorshift64*, Vigna 2016: good enough to spread variants.
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % Traffic.variantCount
        }
        orders = (0..<orderCount).map { _ in OrderLines(first: next(), second: next(), third: next()) }
    }
}

/// What is asked of the actors.
enum Workload: String, CaseIterable, Sendable {
    /// One unit of one variant, uniformly over all.
    case reserve
    /// Three lines, all or nothing, and one new order object.
    case order

    /// Units reserved by each request.
    var units: Int64 { self == .reserve ? 1 : OrderLines.unitsInSum }
}
