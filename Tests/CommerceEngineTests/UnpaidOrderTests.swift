import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("unpaid orders")
struct UnpaidOrderTests {
    private func world(minutes: Int32, segmentBytes: Int = 1 << 20) throws -> (ShopWorld, VariantOrdinal) {
        let world = try ShopWorld(segmentBytes: segmentBytes)
        let cup = try world.sell("CUP", 10_000)
        try world.makeCustomer()
        try world.run { try $0.updateSettings { $0.unpaidOrderMinutes = minutes } }
        return (world, cup)
    }

    private func statuses(_ world: ShopWorld) -> [OrderStatus] {
        world.run { shop in (0..<shop.orderCount).map { shop.order(OrderOrdinal($0)).status } }
    }

    private func pay(_ order: PlacedOrder, _ payment: PaymentStatus, in world: ShopWorld) throws {
        try world.change(order.ordinal) { order, now throws(Rejection) in
            try order.judgePayment(payment, by: SubjectOrdinal(0), at: now)
        }
    }

    @Test("an order that nobody pays is cancelled when its time is over, says so, and frees its stock")
    func expires() throws {
        let (world, cup) = try world(minutes: 30)
        let first = try world.place([(cup, 3)])
        world.advance(60_000)
        try world.place([(cup, 4)])
        world.advance(29 * 60_000 - 1)
        world.run { $0.tidy() }
        #expect(statuses(world) == [.pending, .pending])
        world.advance(1)
        world.run { $0.tidy() }
        #expect(statuses(world) == [.cancelled, .pending])
        #expect(world.stock(cup) == "10000/4")
        let step = world.run { shop -> (String?, StatusChange?, String?) in
            let order = shop.order(first.ordinal)
            return (
                order.cancelReason, order.statusHistory.last,
                order.statusHistory.last.map { shop.name(of: $0.by) }
            )
        }
        #expect(step.0 == "EXPIRED")
        #expect(step.1?.notes == "Not paid within 30 minutes.")
        #expect(step.2 == "system")
        world.checkInvariants()
    }

    @Test("what is paid or in work stays, what failed to be paid does not, and 0 minutes are never over")
    func others() throws {
        let (world, cup) = try world(minutes: 0)
        let orders = try (0..<4).map { _ in try world.place([(cup, 1)]) }
        try pay(orders[0], .paid, in: world)
        try world.change(orders[1].ordinal) { order, now throws(Rejection) in
            try order.judgeStatus(.processing, notes: nil, by: SubjectOrdinal(0), at: now)
        }
        try pay(orders[2], .failed, in: world)
        world.advance(100 * 60_000)
        world.run { $0.tidy() }
        #expect(statuses(world) == [.pending, .processing, .pending, .pending])
        try world.run { try $0.updateSettings { $0.unpaidOrderMinutes = 100 } }
        world.run { $0.tidy() }
        #expect(statuses(world) == [.pending, .processing, .cancelled, .cancelled])
    }

    @Test("each call cancels a bounded number, and a restart goes on where it was")
    func bounded() throws {
        let (world, cup) = try world(minutes: 1)
        for _ in 0..<250 { try world.place([(cup, 1)]) }
        world.advance(60_000)
        world.run { $0.tidy() }
        #expect(statuses(world).count { $0 == .cancelled } == 100)
        try world.restart()
        #expect(statuses(world).count { $0 == .cancelled } == 100)
        for _ in 0..<3 { world.run { $0.tidy() } }
        #expect(statuses(world).allSatisfy { $0 == .cancelled })
        #expect(world.stock(cup) == "10000/0")
        try world.place([(cup, 1)])
        world.advance(60_000)
        world.run { $0.tidy() }
        #expect(world.stock(cup) == "10000/0")
        world.checkInvariants()
    }

    @Test("on a full disk they wait")
    func fullDisk() throws {
        let (world, cup) = try world(minutes: 1, segmentBytes: 128 << 10)
        try world.place([(cup, 1)])
        try world.commit()
        world.fillDisk()
        try world.restart()
        #expect(!world.run { $0.hasRoom(requestBytes: 0) })
        world.advance(60_000)
        world.run { $0.tidy() }
        #expect(statuses(world) == [.pending])
        world.storage.faults.capacityBytes = nil
        try world.restart()
        world.run { $0.tidy() }
        #expect(statuses(world) == [.cancelled])
    }
}
