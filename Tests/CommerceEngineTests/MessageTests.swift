import CommerceCore
import CommerceEngine
import Testing

@Suite("messages that follow from records")
struct MessageTests {
    private func world() throws -> (ShopWorld, VariantOrdinal) {
        let world = try ShopWorld()
        try world.makeCustomer()
        return (world, try world.sell("CUP", 20) { $0.settings.lowStockThreshold = Quantity(18) })
    }

    private func kinds(_ world: ShopWorld) -> [Notification.Kind] {
        world.run { shop in (0..<shop.notificationCount).map { shop.notification($0).kind } }
    }

    @Test("an order's way tells staff each new status, and the customer each step that concerns them")
    func orderTellsItsWay() throws {
        let (world, cup) = try world()
        let subject = SubjectOrdinal(0)
        try world.place([(cup, 2)])
        try world.change(OrderOrdinal(0)) { (order, now) throws(Rejection) in
            try order.judgePayment(.paid, by: subject, at: now)
        }
        try world.change(OrderOrdinal(0)) { (order, now) throws(Rejection) in
            try order.judgeStatus(.processing, notes: nil, by: subject, at: now)
        }
        for _ in 0..<2 {
            try world.change(OrderOrdinal(0)) { (order, now) throws(Rejection) in
                try order.judgeFulfilment(
                    [LineUnits(line: 0, quantity: Quantity(1))], carrier: nil, trackingNumber: nil,
                    trackingURL: nil, by: subject, at: now)
            }
        }
        for status in [OrderStatus.delivered, .refunded] {
            try world.change(OrderOrdinal(0)) { (order, now) throws(Rejection) in
                try order.judgeStatus(status, notes: nil, by: subject, at: now)
            }
        }
        try world.place([(cup, 1)])
        try world.change(OrderOrdinal(1)) { (order, now) throws(Rejection) in
            try order.judgeCancel(reason: "STOCK", notes: nil, by: subject, at: now)
        }
        #expect(
            kinds(world) == [
                .newOrder, .orderStatus, .orderStatus, .orderStatus, .orderStatus, .newOrder, .lowStock,
                .orderCancelled,
            ])
        let mails = world.run { $0.outboxEntries(limit: 99) }
        #expect(
            mails.map(\.kind) == [
                .orderPlaced, .orderShipped, .orderShipped, .orderDelivered, .orderRefunded, .orderPlaced,
                .orderCancelled,
            ])
        // An entry's sequence leads to the step of the order that it tells of.
        let step = world.run {
            $0.order(OrderOrdinal(0)).steps.first { $0.event.sequence == mails[1].sequence }
        }
        #expect(step.map { $0.event.outboxKind(status: $0.after) } == .orderShipped)
        let low = world.run { shop in
            (0..<shop.notificationCount).map { shop.notification($0) }.first { $0.kind == .lowStock }
        }
        #expect(low?.variant == cup && low?.available == Quantity(17))
    }

    @Test("what is acknowledged is not offered again, whatever comes between; a restart offers the rest")
    func outbox() throws {
        let (world, cup) = try world()
        for _ in 0..<5 { try world.place([(cup, 1)]) }
        let all = world.run { $0.outboxEntries(limit: 9) }
        try world.takeSnapshot()
        world.run { $0.acknowledgeOutbox(through: all[1].sequence) }
        let before = world.run { $0.sequence }
        world.run { $0.acknowledgeOutbox(through: all[1].sequence) }
        #expect(world.run { $0.sequence } == before)
        #expect(world.run { $0.outboxEntries(after: all[2].sequence, limit: 1) } == [all[3]])
        try world.restart()
        #expect(world.run { $0.outboxEntries(limit: 9) } == Array(all[2...]))
    }

    @Test("when too many messages wait, the oldest make room and are counted")
    func outboxOverflow() throws {
        let world = try ShopWorld { $0.outboxMaximum = 3 }
        try world.makeCustomer()
        let cup = try world.sell("CUP", 20)
        for _ in 0..<5 { try world.place([(cup, 1)]) }
        #expect(world.run { $0.outboxEntries(limit: 9).map(\.order.value) } == [2, 3, 4])
        #expect(world.run { $0.outboxDroppedCount } == 2)
        try world.takeSnapshot()
        try world.restart()
        #expect(world.run { $0.outboxEntries(limit: 9).map(\.order.value) } == [2, 3, 4])
    }

    @Test("each reader has read what that reader marked, and can take it back")
    func readMarks() throws {
        let (world, cup) = try world()
        for _ in 0..<6 { try world.place([(cup, 1)]) }
        let ada = world.run { $0.subject(named: "ada") }
        let bob = world.run { $0.subject(named: "bob") }
        let all = world.run { shop in (0..<shop.notificationCount).map { shop.notification($0).sequence } }
        world.run { $0.markRead(through: all[2], by: ada) }
        world.run { $0.markRead([all[4], 999_999, all[1]], by: ada) }
        func unread(_ subject: SubjectOrdinal) -> [UInt64] {
            let mark = world.run { $0.readMark(of: subject) }
            let unread = all.filter { !mark.contains($0) }
            #expect(world.run { $0.unreadCount(of: subject) } == unread.count)
            return unread
        }
        #expect(unread(ada) == [all[3], all[5], all[6]] && unread(bob) == all)
        world.run { $0.markUnread([all[1], all[4]], by: ada) }
        #expect(unread(ada) == [all[1], all[3], all[4], all[5], all[6]])
        try world.restart()
        #expect(unread(ada) == [all[1], all[3], all[4], all[5], all[6]])
        world.run { $0.markRead(through: .max, by: ada) }
        #expect(unread(ada) == [])
        try world.place([(cup, 1)])
        #expect(world.run { $0.unreadCount(of: ada) } == 1)
    }

    @Test(
        "of orders that fail, one of each variant is told in ten seconds, and not by the request that failed")
    func failures() throws {
        let (world, cup) = try world()
        let tea = try world.sell("TEA", 1)
        let refusal = Rejection.insufficientStock(
            variant: cup, requested: Quantity(9), available: Quantity(1))
        let before = world.run { $0.sequence }
        world.run { shop in
            for _ in 0..<1_000 { shop.noteFailedOrder(refusal) }
            shop.noteFailedOrder(.notSellable(variant: tea))
            shop.noteFailedOrder(.missingField("items"))
        }
        #expect(world.run { $0.sequence } == before)
        world.run { $0.tidy() }
        #expect(kinds(world) == [.orderFailed, .orderFailed])
        #expect(!world.run { $0.noteFailedOrder(variant: cup, available: .zero) })
        world.advance(9_999)
        #expect(!world.run { $0.noteFailedOrder(variant: cup, available: .zero) })
        world.advance(1)
        #expect(world.run { $0.noteFailedOrder(variant: cup, available: .zero) })
        try world.restart()
        #expect(kinds(world) == [.orderFailed, .orderFailed, .orderFailed])
        let told = world.run { shop in (0..<2).map { shop.notification($0) } }
        #expect(told[0].variant == cup && told[0].available == Quantity(1))
        #expect(told[1].variant == tea && told[1].available == nil)
    }

    @Test("only the newest 4,096 notifications are kept, live and after a restart")
    func bounded() throws {
        let (world, cup) = try world()
        // Each pair of moves crosses the threshold down and up again.
        for count in 0..<8_400 {
            let change = Quantity(count % 2 == 0 ? -9 : 9)
            try world.run {
                try $0.adjust(
                    cup, by: change, expected: nil, reason: "COUNTED", notes: nil, subject: SubjectOrdinal(0))
            }
        }
        let newest = world.run { shop in (0..<shop.notificationCount).map { shop.notification($0) } }
        #expect(newest.count == 4_096 && newest.map(\.sequence) == newest.map(\.sequence).sorted())
        try world.restart()
        #expect(world.run { shop in (0..<shop.notificationCount).map { shop.notification($0) } } == newest)
    }
}
