import CommerceCore
import CommerceEngine
import Journaling
import TestSupport
import Testing

// Each of these was once wrong.
@Suite("recovery at its edges")
struct RecoveryEdgeTests {
    @Test("a product's new price and status hold for its variants after a restart")
    func offersAreRefreshed() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        let cup = try world.sell("CUP", 5)
        try world.run { shop in
            try shop.update(ProductOrdinal(0)) { $0.basePrice = Money(minorUnits: 777) }
        }
        try world.restart()
        #expect(try world.place([(cup, 1)]).total == Money(minorUnits: 777))
        try world.run { shop in try shop.update(ProductOrdinal(0)) { $0.status = .draft } }
        try world.restart()
        #expect(
            world.refusal { _ = try ShopWorld.place($0, [(cup, 1)], "", []) } == .notSellable(variant: cup))
    }

    @Test("settings that were right because something had lapsed are right after a restart")
    func settingsAfterALapse() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 5) { $0.settings.allowBackorder = true }
        try world.reserve(8, of: cup, id: "a", for: 1_000)
        world.advance(1_000)
        try world.run { shop in try shop.update(StockSettings(), of: cup) }
        try world.restart()
        #expect(world.stock(cup) == "5/0")
    }

    @Test(
        "whatever step of a snapshot an order converts a reservation behind, its deadline may pass before the snapshot ends"
    )
    func betweenLastRangeAndEnd() throws {
        var placedCount = 0
        for used in 1..<60 {
            let world = try ShopWorld()
            try world.makeCustomer()
            let cup = try world.sell("CUP", 5)
            try world.reserve(2, of: cup, id: "a", for: 1_000)
            var step = 0
            try world.takeSnapshot {
                step += 1
                guard step == used else { return }
                try world.place([(cup, 1)], converting: ["a"])
                placedCount += 1
                world.advance(5_000)
                world.run { _ in }
            }
            try world.restart()
            #expect(world.stock(cup) == (step >= used ? "5/3" : "5/2"), "step \(used)")
            world.checkInvariants()
        }
        #expect(placedCount > 10)
    }

    @Test(
        "an id may be used again while a snapshot is written: both reservations are in it, in different ranges"
    )
    func sameIDInTwoRanges() throws {
        let world = try ShopWorld { $0.checkpointStepBytes = 40 }
        let cup = try world.sell("CUP", 500)
        try world.reserve(1, of: cup, id: "a", for: 1_000)
        for index in 0..<60 { try world.reserve(1, of: cup, id: "r\(index)", for: 0) }
        var steps = 0
        try world.takeSnapshot {
            steps += 1
            guard steps == 8 else { return }
            world.advance(1_000)
            world.run { shop in shop.tidy() }
            world.advance(ReservationBook.endedMilliseconds + 1)
            world.run { shop in shop.tidy() }
            try world.reserve(3, of: cup, id: "a", for: 0)
        }
        #expect(world.reservation("a")?.quantity == Quantity(3))
        try world.restart()
        #expect(world.reservation("a")?.quantity == Quantity(3) && world.stock(cup) == "500/63")
        world.checkInvariants()
    }

    @Test(
        "a key is good for a day, and then for a new request, however many old answers wait to be forgotten")
    func answersGetOld() throws {
        let world = try ShopWorld()
        func keep(_ key: String, _ reply: String) {
            world.run { shop in
                shop.keep(
                    Answer(operation: "o", key: key, fingerprint: 1, reply: Array(reply.utf8), at: shop.now))
            }
        }
        func find(_ key: String) throws -> String? {
            try world.run { try $0.answer(to: "o", key: key, fingerprint: 1) }.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        for index in 0..<300 { keep("k\(index)", "first") }
        world.advance(24 * 3_600_000 - 1)
        #expect(try find("k250") == "first")
        #expect(throws: Rejection.keyReused) {
            try world.run { _ = try $0.answer(to: "o", key: "k250", fingerprint: 2) }
        }
        world.advance(1)
        #expect(try find("k250") == nil)
        keep("k250", "second")
        #expect(try find("k250") == "second")
        try world.restart()
        #expect(try find("k250") == "second" && find("k1") == nil)
    }

    @Test("numbers of forgotten answers are not given again, so that an older snapshot can be fallen back to")
    func answerNumbersGoOn() throws {
        let world = try ShopWorld()
        try world.sell("CUP", 5)
        func keep(_ key: String) {
            world.run { $0.keep(Answer(operation: "o", key: key, fingerprint: 1, reply: [], at: $0.now)) }
        }
        for index in 0..<5 { keep("k\(index)") }
        try world.takeSnapshot()
        world.advance(25 * 3_600_000)
        world.run { $0.tidy() }
        try world.takeSnapshot()
        try world.restart()
        keep("new")
        try world.commit()
        let newest = try #require(try SnapshotStore.names(in: world.storage).first)
        world.storage.flipBit(2_000, of: newest)
        try world.restart()
        #expect(world.report.damagedSnapshots.count == 1)
        #expect(try world.run { try $0.answer(to: "o", key: "new", fingerprint: 1) } == [])
    }

    @Test("a record of a kind that this version does not know is refused, with its number")
    func unknownRecords() throws {
        let world = try ShopWorld()
        try world.sell("CUP", 5)
        try world.commit()
        let sequence = world.run { $0.sequence }
        world.storage.killProcess()
        let recovered = try JournalRecovery.replay(
            world.storage, after: 0, provenThrough: 0, repairTail: true
        ) { _ in }
        var configuration = JournalConfiguration()
        configuration.segmentBytes = 1 << 20
        let journal = try Journal(
            directory: world.storage, configuration: configuration, continuing: recovered,
            background: InlineBackgroundWork())
        journal.append(type: 200) { $0.put(byte: 1) }
        try journal.close(clean: true)
        world.storage.killProcess()
        do {
            _ = try ShopRecovery.verify(
                world.storage, configuration: ShopConfiguration(hashSeed: 1), time: world.time,
                on: HereExecutor.shared.asUnownedSerialExecutor())
            Issue.record("an unknown record was taken")
        } catch let error as RecoveryError {
            #expect(error.place == "journal record \(sequence + 1)" && error.reason.contains("200"))
        }
    }
}
