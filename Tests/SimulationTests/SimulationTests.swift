import CommerceEngine
import Testing

@Suite("the whole engine in simulation", .serialized)
struct SimulationTests {
    @Test(
        "whatever the schedule, the clock, the disk and crashes do, every reply and all that survives is what the auditor expects"
    )
    func everythingIsAsExpected() {
        var totals = SimulationTotals()
        for seed in SimulationSeeds.chosen {
            let outcome = SimulationSeeds.run(seed, SimulationPlan())
            #expect(outcome.failure == nil, "\(SimulationSeeds.repeatLine(seed))")
            let again = SimulationSeeds.run(seed, SimulationPlan())
            #expect(outcome.trace == again.trace, "not repeatable; \(SimulationSeeds.repeatLine(seed))")
            totals.add(outcome)
        }
        guard SimulationSeeds.areMany else { return }
        #expect(totals.missing == [], "the workload no longer reaches all it should")
        #expect(totals.crashCount > 500 && totals.snapshotCount > 250)
    }

    @Test("the control: a disk that only claims to sync is found out")
    func liesAreNoticed() {
        #expect(SimulationSeeds.findings(SimulationPlan(ignoresSyncs: true), among: 40) >= 10)
    }

    @Test(
        "the control: a broken rule of the engine is found out",
        arguments: [PlantedFault.cancelledOrdersKeepStock, .recoveryForgetsShipments])
    func plantedFaultsAreNoticed(fault: PlantedFault) {
        #expect(SimulationSeeds.findings(SimulationPlan(plantedFault: fault), among: 60) >= 5)
    }
}

/// What many simulations came to, to see that they still reach what they should.
struct SimulationTotals {
    private(set) var crashCount = 0
    private(set) var snapshotCount = 0
    private var verdicts: [String: Int] = [:]

    mutating func add(_ outcome: SimulationOutcome) {
        crashCount += outcome.crashCount
        snapshotCount += outcome.snapshotCount
        verdicts.merge(outcome.verdictCounts, uniquingKeysWith: +)
    }

    /// Verdicts that were never met.
    var missing: [String] { SimulationTotals.wanted.filter { verdicts[$0, default: 0] == 0 } }

    private static let wanted = [
        "customers.create already_exists", "inventory.adjust below_reserved", "inventory.adjust ok",
        "inventory.adjust replayed", "inventory.adjust storage_full", "inventory.adjust version_conflict",
        "inventory.extend ok", "inventory.extend reservation_ended", "inventory.release invalid_value",
        "inventory.release ok", "inventory.release reservation_not_found",
        "inventory.reserve insufficient_stock",
        "inventory.reserve key_reused", "inventory.reserve ok", "inventory.reserve replayed",
        "inventory.reserve reservation_ended", "inventory.reserve reservation_mismatch",
        "inventory.update below_reserved",
        "orders.cancel ok", "orders.create insufficient_stock", "orders.create key_reused",
        "orders.create not_sellable",
        "orders.create ok", "orders.create replayed", "orders.create reservation_ended",
        "orders.create storage_full",
        "orders.fulfil invalid_transition", "orders.fulfil invalid_value", "orders.fulfil ok",
        "orders.refund ok",
        "orders.refund replayed", "orders.updatePayment ok", "orders.updateStatus invalid_transition",
        "orders.updateStatus ok", "products.create already_exists", "products.update forbidden",
        "products.update ok",
    ]
}
