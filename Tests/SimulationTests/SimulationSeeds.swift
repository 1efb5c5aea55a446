import Glibc

/// Which seeds to run, and how to run one again.
enum SimulationSeeds {
    private static let defaultCount: UInt64 = 600

    /// `HOLDFAST_SEED=n`: that one; `HOLDFAST_SEEDS=n`: so many; otherwise 600.
    static var chosen: Range<UInt64> {
        if let seed = number("HOLDFAST_SEED") { return seed..<seed + 1 }
        return 0..<(number("HOLDFAST_SEEDS") ?? defaultCount)
    }

    static var areMany: Bool { chosen.count >= defaultCount }

    static func repeatLine(_ seed: UInt64) -> String {
        "repeat with: HOLDFAST_SEED=\(seed) swift test -c release --filter SimulationTests"
    }

    static func run(_ seed: UInt64, _ plan: SimulationPlan) -> SimulationOutcome {
        SeedBeacon.announce(seed)
        return SimulatedWorld(seed: seed, plan: plan).run()
    }

    /// How many of the first `count` seeds contradict the auditor.
    static func findings(_ plan: SimulationPlan, among count: UInt64) -> Int {
        (0..<count).filter { run($0, plan).failure != nil }.count
    }

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }
}
