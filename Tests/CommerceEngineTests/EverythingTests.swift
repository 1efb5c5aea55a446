import CommerceCore
import CommerceEngine
import Testing

@Suite("everything that is stored")
struct EverythingTests {
    @Test("comes back from the journal, field by field")
    func fromJournal() throws {
        let world = try ShopWorld()
        try Everything.fill(world)
        try compare(world)
        #expect(world.report.snapshot == nil)
    }

    @Test("comes back from a snapshot, field by field", arguments: [40, 200, 1 << 20])
    func fromSnapshot(stepBytes: Int) throws {
        let world = try ShopWorld { $0.checkpointStepBytes = stepBytes }
        try Everything.fill(world)
        try world.takeSnapshot()
        try compare(world)
        #expect(world.report.snapshot != nil)
        // And once more from a snapshot of what a snapshot brought back.
        try world.takeSnapshot()
        try compare(world)
    }

    @Test(
        "comes back whatever step of a snapshot it was stored behind", arguments: 1...30 as ClosedRange<Int>)
    func duringSnapshot(step: Int) throws {
        let world = try ShopWorld { $0.checkpointStepBytes = 30 }
        var steps = 0
        var isFilled = false
        try world.takeSnapshot {
            steps += 1
            guard steps == step else { return }
            try Everything.fill(world)
            isFilled = true
        }
        if !isFilled { try Everything.fill(world) }
        try compare(world)
    }

    private func compare(_ world: ShopWorld) throws {
        world.checkInvariants()
        let live = world.dump()
        try world.restart()
        #expect(firstDifference(world.dump(), live) == nil)
        world.checkInvariants()
    }
}
