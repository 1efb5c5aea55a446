import CommerceCore
import CommerceEngine
import Testing

@Suite("placing orders")
struct PlacingTests {
    private func world() throws -> (ShopWorld, cup: VariantOrdinal, shirt: VariantOrdinal) {
        let world = try ShopWorld()
        try world.makeCustomer()
        return (world, try world.sell("CUP", 5), try world.sell("SHIRT", 3))
    }

    @Test(
        "one line that lacks stock refuses the whole order, which leaves no trace and no gap in the numbers")
    func allOrNothing() throws {
        let (world, cup, shirt) = try world()
        let refusal = world.refusal { _ = try ShopWorld.place($0, [(cup, 2), (shirt, 4)], "", []) }
        #expect(refusal == .insufficientStock(variant: shirt, requested: Quantity(4), available: Quantity(3)))
        #expect(world.stock(cup) == "5/0" && world.stock(shirt) == "3/0")
        #expect(try world.place([(cup, 2), (shirt, 3)]).ordinal == OrderOrdinal(0))
        #expect(world.stock(cup) == "5/2" && world.stock(shirt) == "3/3")
        #expect(world.run { $0.orders(of: CustomerOrdinal(0)) } == [OrderOrdinal(0)])
    }

    @Test("lines of one variant are summed before they are judged")
    func duplicateLines() throws {
        let (world, cup, _) = try world()
        let refusal = world.refusal { _ = try ShopWorld.place($0, [(cup, 3), (cup, 3)], "", []) }
        #expect(refusal == .insufficientStock(variant: cup, requested: Quantity(6), available: Quantity(5)))
        try world.place([(cup, 3), (cup, 2)])
        #expect(world.stock(cup) == "5/5")
        world.checkInvariants()
    }

    @Test(
        "a key gives one order however often it is sent, also after a power cut; with another body it is refused"
    )
    func exactlyOnce() throws {
        let (world, cup, shirt) = try world()
        let first = try world.place([(cup, 2)], key: "k")
        #expect(!first.isReplay)
        for _ in 0..<20 {
            let again = try world.place([(cup, 2)], key: "k")
            #expect(again.isReplay && again.ordinal == first.ordinal && again.total == first.total)
        }
        try world.restart()
        #expect(try world.place([(cup, 2)], key: "k").isReplay)
        #expect(world.refusal { _ = try ShopWorld.place($0, [(cup, 1), (shirt, 1)], "k", []) } == .keyReused)
        #expect(world.stock(cup) == "5/2")
    }

    @Test("a refusal does not use a key up")
    func refusedKeys() throws {
        let (world, cup, _) = try world()
        #expect(world.refusal { _ = try ShopWorld.place($0, [(cup, 9)], "k", []) } != nil)
        #expect(try world.place([(cup, 5)], key: "k").isReplay == false)
    }

    @Test("converting a reservation moves its units to the order, even when nothing else is left")
    func conversion() throws {
        let (world, cup, shirt) = try world()
        try world.reserve(5, of: cup, id: "cart")
        try world.place([(shirt, 1)], converting: ["cart"])
        #expect(world.stock(cup) == "5/5" && world.reservation("cart")?.state == .converted)
        #expect(world.refusal { _ = try ShopWorld.place($0, [], "", ["cart"]) } == .reservationEnded)
        world.advance(900_000)
        try world.restart()
        #expect(world.stock(cup) == "5/5")
        world.checkInvariants()
    }

    @Test("an order that fails leaves the reservation it would have converted as it was")
    func failedConversion() throws {
        let (world, cup, shirt) = try world()
        try world.reserve(2, of: cup, id: "cart", for: 9_000)
        #expect(
            world.refusal { _ = try ShopWorld.place($0, [(shirt, 4)], "", ["cart"]) }?.code
                == .insufficientStock)
        #expect(
            world.refusal { _ = try ShopWorld.place($0, [], "", ["cart", "cart"]) }?.code == .invalidValue)
        #expect(world.reservation("cart")?.isLive == true && world.stock(cup) == "5/2")
        world.advance(9_000)
        #expect(world.stock(cup) == "5/0")
    }

    @Test("cancelling gives back what was not shipped; what was shipped and restocked is on hand again")
    func backAndForth() throws {
        let (world, cup, _) = try world()
        let order = try world.place([(cup, 4)]).ordinal
        let subject = SubjectOrdinal(0)
        try world.change(order) { (order, now) throws(Rejection) in
            try order.judgePayment(.paid, by: subject, at: now)
        }
        try world.change(order) { (order, now) throws(Rejection) in
            try order.judgeStatus(.processing, notes: nil, by: subject, at: now)
        }
        try world.change(order) { (order, now) throws(Rejection) in
            try order.judgeFulfilment(
                [LineUnits(line: 0, quantity: Quantity(1))], carrier: nil, trackingNumber: nil,
                trackingURL: nil,
                by: subject, at: now)
        }
        #expect(world.stock(cup) == "4/3")
        try world.change(order) { (order, now) throws(Rejection) in
            try order.judgeCancel(reason: "CUSTOMER", notes: nil, by: subject, at: now)
        }
        #expect(world.stock(cup) == "4/0")
        try world.change(order) { (order, now) throws(Rejection) in
            try order.judgeRefund(
                amount: nil, lines: [RefundedLine(line: 0, quantity: Quantity(1), restock: true)],
                reason: nil,
                by: subject, at: now)
        }
        #expect(world.stock(cup) == "5/0")
        let history = world.run { $0.stockHistory(of: cup).movements.map(\.change.units) }
        #expect(history == [5, -1, 1])
        try world.restart()
        #expect(
            world.stock(cup) == "5/0"
                && world.run { $0.stockHistory(of: cup).movements.map(\.change.units) } == history)
    }
}
