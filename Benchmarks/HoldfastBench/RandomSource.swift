import Glibc

/// A fast pseudo-random sequence (SplitMix64, Steele et al. 2014): the same seed gives the same load for every subject.
///
/// Not for secrets.
struct RandomSource {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in `0 ..< bound`, uniform to within 2⁻³² (multiply and shift, no division).
    @inline(__always)
    mutating func next(below bound: Int) -> Int {
        Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
    }
}

/// Draws ranks `0 ..< count` with probability proportional to `1 / (rank + 1)^exponent`.
///
/// Walker's alias method: one table cell and one comparison a draw, whatever the count.
struct ZipfDistribution {
    private let thresholds: [UInt32]
    private let aliases: [UInt16]

    init(count: Int, exponent: Double = 1) {
        precondition(count > 0 && count <= Int(UInt16.max), "zipf over \(count) ranks")
        let weights = (0..<count).map { 1 / Self.power(Double($0 + 1), exponent) }
        let sum = weights.reduce(0, +)
        var scaled = weights.map { $0 / sum * Double(count) }
        var thresholds = [UInt32](repeating: .max, count: count)
        var aliases = (0..<count).map { UInt16($0) }
        var small = scaled.indices.filter { scaled[$0] < 1 }
        var large = scaled.indices.filter { scaled[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            thresholds[low] = UInt32(max(0, min(1, scaled[low])) * Double(UInt32.max))
            aliases[low] = UInt16(high)
            scaled[high] -= 1 - scaled[low]
            if scaled[high] < 1 {
                large.removeLast()
                small.append(high)
            }
        }
        self.thresholds = thresholds
        self.aliases = aliases
    }

    @inline(__always)
    func next(_ random: inout RandomSource) -> Int {
        let draw = random.next()
        let cell = Int(truncatingIfNeeded: ((draw >> 32) &* UInt64(thresholds.count)) >> 32)
        return UInt32(truncatingIfNeeded: draw) <= thresholds[cell] ? cell : Int(aliases[cell])
    }

    private static func power(_ base: Double, _ exponent: Double) -> Double {
        exponent == 1 ? base : Glibc.pow(base, exponent)
    }
}
