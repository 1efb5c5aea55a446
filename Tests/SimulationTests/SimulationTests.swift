import CommerceEngine
import Glibc
import Testing

@Suite("the whole engine in simulation", .serialized)
struct SimulationTests {
    @Test("whatever the schedule, the clock, the disk and crashes do, every reply and all that survives is what the auditor expects")
    func everythingIsAsExpected() {
        for seed in SimulationSeeds.chosen {
            let outcome = SimulationSeeds.run(seed, SimulationPlan())
            #expect(outcome.failure == nil, "\(SimulationSeeds.repeatLine(seed))")
        }
    }

    @Test("the same seed gives the same trace")
    func tracesRepeat() {
        for seed in SimulationSeeds.chosen {
            let first = SimulationSeeds.run(seed, SimulationPlan())
            let second = SimulationSeeds.run(seed, SimulationPlan())
            #expect(first.trace == second.trace, "\(SimulationSeeds.repeatLine(seed))")
        }
    }
}

/// Which seeds to run, and how to run one again.
enum SimulationSeeds {
    /// `HOLDFAST_SEED=n`: that one; `HOLDFAST_SEEDS=n`: so many; otherwise 500.
    static var chosen: Range<UInt64> {
        if let seed = number("HOLDFAST_SEED") { return seed..<seed + 1 }
        return 0..<(number("HOLDFAST_SEEDS") ?? 500)
    }

    static func repeatLine(_ seed: UInt64) -> String {
        "repeat with: HOLDFAST_SEED=\(seed) swift test -c release --filter SimulationTests"
    }

    static func run(_ seed: UInt64, _ plan: SimulationPlan) -> SimulationOutcome {
        SeedBeacon.announce(seed)
        return SimulatedWorld(seed: seed, plan: plan).run()
    }

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }
}
