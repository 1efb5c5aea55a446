import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("low stock")
struct AlertTests {
    private func alerts(_ world: ShopWorld) -> Int { world.run { $0.takeAlerts().count } }

    @Test("a flash sale tells once that stock is low, and again only after it was not")
    func oncePerCrossing() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 12)
        for index in 0..<12 { try world.reserve(1, of: cup, id: "r\(index)") }
        #expect(alerts(world) == 1)
        for index in 0..<9 { try world.run { _ = try $0.release("r\(index)") } }
        #expect(alerts(world) == 0)
        try world.run { _ = try $0.release("r9") }
        try world.reserve(1, of: cup, id: "again")
        #expect(alerts(world) == 1)
    }

    @Test("the first stocking is no news")
    func firstStocking() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 3)
        try world.reserve(1, of: cup, id: "a")
        #expect(alerts(world) == 0)
    }

    @Test("a restart neither repeats an alert nor forgets that it was given")
    func overARestart() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 12)
        try world.reserve(5, of: cup, id: "a")
        #expect(alerts(world) == 1)
        try world.restart()
        #expect(alerts(world) == 0)
        try world.takeSnapshot()
        try world.restart()
        try world.reserve(1, of: cup, id: "b")
        #expect(alerts(world) == 0)
    }

    @Test(
        "a lapse on a full disk needs no room: the server goes on, and the alert is armed after the next restart too"
    )
    func lapseOnAFullDisk() throws {
        let world = try ShopWorld(segmentBytes: 128 << 10)
        let cup = try world.sell("CUP", 12)
        try world.reserve(5, of: cup, id: "a", for: 1_000)
        try world.commit()
        // It starts without a segment to write in: none was prepared, and there is no room for one.
        world.fillDisk()
        try world.restart()
        #expect(!world.run { $0.hasRoom(requestBytes: 0) })
        world.advance(1_000)
        #expect(world.stock(cup) == "12/0")
        try world.commit()
        world.storage.faults.capacityBytes = nil
        try world.restart()
        _ = alerts(world)
        try world.reserve(5, of: cup, id: "b", for: 1_000)
        #expect(alerts(world) == 1)
    }

    @Test("a lapse re-arms the alert without anybody asking")
    func lapseRearms() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 12)
        try world.reserve(5, of: cup, id: "a", for: 1_000)
        #expect(alerts(world) == 1)
        world.advance(1_000)
        try world.reserve(5, of: cup, id: "b", for: 1_000)
        #expect(alerts(world) == 1)
    }
}
