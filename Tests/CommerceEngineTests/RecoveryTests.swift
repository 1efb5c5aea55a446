import CommerceCore
import CommerceEngine
import Journaling
import TestSupport
import Testing

@Suite("recovery")
struct RecoveryTests {
    @Test("the journal alone brings everything back", arguments: 1...6 as ClosedRange<UInt64>)
    func journalAlone(seed: UInt64) throws {
        let world = try ShopWorld(seed: seed)
        var traffic = RandomTraffic(seed: seed)
        try traffic.open(world)
        for _ in 0..<400 { traffic.step(world) }
        try compare(world, traffic)
        #expect(world.report.snapshot == nil && world.report.replayedRecords > 200)
    }

    @Test(
        "a snapshot taken while everything changes, and the journal behind it, bring back what was live",
        arguments: 1...20 as ClosedRange<UInt64>)
    func fuzzySnapshots(seed: UInt64) throws {
        let world = try ShopWorld(seed: seed) { $0.checkpointStepBytes = 60 + Int(seed) * 17 }
        var traffic = RandomTraffic(seed: seed &+ 100)
        try traffic.open(world)
        for _ in 0..<3 {
            for _ in 0..<80 { traffic.step(world) }
            try world.takeSnapshot { for _ in 0..<Int(seed % 5) { traffic.step(world) } }
            for _ in 0..<Int(seed % 4) * 9 { traffic.step(world) }
            try compare(world, traffic)
            #expect(world.report.snapshot != nil)
        }
    }

    @Test("a snapshot does not wait for the next segment to be prepared")
    func snapshotBesidePreparation() throws {
        let world = try ShopWorld()
        try world.sell("CUP", 12)
        let preparations = world.background.count(on: .journal)
        #expect(preparations > 0)
        world.checkpointer.assumeIsolated { $0.request { _ in } }
        var outcome: Checkpointer.Outcome?
        for _ in 0..<1_000 where outcome == nil {
            outcome = world.checkpointer.assumeIsolated { $0.step() }
            world.background.runAll(on: .snapshots)
        }
        guard case .published? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(world.background.count(on: .journal) == preparations)
    }

    @Test("a snapshot that is under way when the power goes is as if it had never begun")
    func unfinishedSnapshots() throws {
        let world = try ShopWorld()
        var traffic = RandomTraffic(seed: 3)
        try traffic.open(world)
        for _ in 0..<100 { traffic.step(world) }
        world.checkpointer.assumeIsolated { $0.request { _ in } }
        for _ in 0..<6 { world.stepCheckpoint() }
        try compare(world, traffic)
        #expect(world.report.snapshot == nil)
    }

    @Test("if the newest snapshot is damaged, the one before it and its journal bring everything back")
    func damagedSnapshot() throws {
        let world = try ShopWorld()
        var traffic = RandomTraffic(seed: 4)
        try traffic.open(world)
        for _ in 0..<3 {
            for _ in 0..<60 { traffic.step(world) }
            try world.takeSnapshot()
        }
        try world.commit()
        let newest = try #require(try SnapshotStore.names(in: world.storage).first)
        world.storage.flipBit(4_000, of: newest)
        try compare(world, traffic)
        #expect(world.report.damagedSnapshots.count == 1)
    }

    @Test("verify finds nothing wrong, and changes nothing")
    func verifying() throws {
        let world = try ShopWorld()
        var traffic = RandomTraffic(seed: 5)
        try traffic.open(world)
        for _ in 0..<200 { traffic.step(world) }
        try world.commit()
        let copy = world.storage.copy()
        let before = copy.fileNames.map { copy.content(of: $0) }
        let (_, report) = try ShopRecovery.verify(
            copy, configuration: ShopConfiguration(hashSeed: 2), time: world.time,
            on: HereExecutor.shared.asUnownedSerialExecutor())
        #expect(report.violations.isEmpty && report.sequence == world.run { $0.sequence })
        #expect(copy.fileNames.map { copy.content(of: $0) } == before)
    }

    private func compare(_ world: ShopWorld, _ traffic: RandomTraffic) throws {
        world.checkInvariants()
        let live = world.dump(reservations: traffic.ids)
        try world.restart()
        let difference = firstDifference(world.dump(reservations: traffic.ids), live)
        #expect(difference == nil)
        world.checkInvariants()
    }
}
