import CommerceCore
import CommerceEngine
import Testing

@Suite("What is going on")
struct ActivityTests {
    private let subject = SubjectOrdinal(0)

    private func world() throws -> (ShopWorld, cup: VariantOrdinal, tea: VariantOrdinal) {
        let world = try ShopWorld()
        try world.makeCustomer()
        return (world, try world.sell("CUP", 100), try world.sell("TEA", 3))
    }

    private func pay(_ world: ShopWorld, _ order: UInt32) throws {
        try world.change(OrderOrdinal(order)) { (order, now) throws(Rejection) in
            try order.judgePayment(.paid, by: SubjectOrdinal(0), at: now)
        }
    }

    private func sales(_ world: ShopWorld, lastMilliseconds: Int64) -> (Int, SalesSum) {
        world.run { shop in
            let period = shop.sales(
                from: Timestamp(milliseconds: shop.now.milliseconds - lastMilliseconds),
                to: shop.now.adding(milliseconds: 1))
            return (period.orderCount, period.sum)
        }
    }

    @Test("sales are of the time of placing, as the orders stand now, live and after a restart")
    func salesFollowOrders() throws {
        let (world, cup, _) = try world()
        for units in [1, 2, 4] as [Int64] {
            try world.place([(cup, units)])
            world.advance(3_600_000)
        }
        try pay(world, 0)
        try pay(world, 1)
        try world.change(OrderOrdinal(2)) { (order, now) throws(Rejection) in
            try order.judgeCancel(reason: "STOCK", notes: nil, by: SubjectOrdinal(0), at: now)
        }
        for _ in 0..<2 {
            let (count, sum) = sales(world, lastMilliseconds: 4 * 3_600_000)
            #expect(count == 3 && sum.orders == 2 && sum.units == 3)
            #expect(sum.valueMinorUnits == 1_500 && sum.revenueMinorUnits == 1_500)
            let (lately, last) = sales(world, lastMilliseconds: 7_200_000)
            #expect(lately == 2 && last.orders == 1 && last.units == 2 && last.revenueMinorUnits == 1_000)
            try world.restart()
        }
    }

    @Test("an order counts in the second in which it comes, before that second is over")
    func secondUnderWay() throws {
        let (world, cup, _) = try world()
        try world.place([(cup, 2)])
        #expect(sales(world, lastMilliseconds: 900_000).1.units == 2)
        #expect(world.run { $0.activityTotals.orders } == 1)
        world.advance(1_000)
        try world.place([(cup, 1)])
        #expect(sales(world, lastMilliseconds: 900_000).1.units == 3)
        #expect(world.run { $0.activityTotals.units } == 3)
    }

    @Test("what is refused is counted with the units that were wanted, of orders and of reservations")
    func refusals() throws {
        let (world, _, tea) = try world()
        #expect(throws: Rejection.self) { try world.place([(tea, 4)]) }
        #expect(throws: Rejection.self) { try world.reserve(5, of: tea) }
        let totals = world.run { $0.activityTotals }
        #expect(totals.refusedRequests == 2 && totals.refusedUnits == 9)
        let of = world.run { $0.activity(of: tea) }
        #expect(of.refusedRequests == 2 && of.refusedUnits == 9 && of.units == 0)
    }

    @Test("held units are those of live reservations, however they end, and after a restart")
    func heldUnits() throws {
        let (world, cup, _) = try world()
        try world.reserve(3, of: cup, id: "a")
        try world.reserve(4, of: cup, id: "b")
        try world.reserve(5, of: cup, id: "c", for: 1_000)
        try world.reserve(6, of: cup, id: "d")
        func held() -> Int64 { world.run { $0.activity(of: cup).held } }
        #expect(held() == 18)
        _ = try world.run { try $0.release("a") }
        #expect(held() == 15)
        try world.place([], converting: ["b"])
        #expect(held() == 11)
        #expect(world.run { $0.activityTotals.holdsConverted } == 1)
        world.advance(1_001)
        #expect(held() == 6)
        try world.restart()
        #expect(held() == 6)
        #expect(world.run { $0.stock(of: cup).inventory.reserved } == Quantity(10))
    }

    @Test("each second of what is wanted is kept with what was left at its end")
    func seconds() throws {
        let (world, cup, tea) = try world()
        for units in [2, 0, 3] as [Int64] {
            if units > 0 { try world.place([(cup, units)]) }
            world.advance(1_000)
            world.run { $0.tidy() }
        }
        let seconds = world.run { $0.seconds(of: cup) }
        #expect(seconds.suffix(3).map(\.units) == [2, 0, 3])
        #expect(seconds.suffix(3).map(\.available) == [98, 98, 95])
        #expect(world.run { $0.mostWanted(5) } == [cup])
        #expect(world.run { $0.seconds(of: tea) } == [])
        world.run { $0.watch(tea) }
        world.advance(1_000)
        world.run { $0.tidy() }
        #expect(world.run { $0.seconds(of: tea) }.map(\.available) == [3])
        #expect(world.run { shop in shop.activity(in: shop.sampledSecond - 1).units } == 3)
    }

    @Test("a hundred variants are watched: one wanted more takes the place of the one wanted least")
    func bounded() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        var variants: [VariantOrdinal] = []
        for index in 0..<102 { variants.append(try world.sell("V\(index)", 50)) }
        for variant in variants.prefix(100) {
            try world.place([(variant, 1)])
            try world.place([(variant, 1)])
        }
        world.advance(1_000)
        world.run { $0.tidy() }
        #expect(world.run { $0.mostWanted(200) }.count == 100)
        try world.place([(variants[100], 1)])
        for _ in 0..<3 { try world.place([(variants[101], 1)]) }
        world.advance(1_000)
        world.run { $0.tidy() }
        #expect(world.run { $0.seconds(of: variants[100]) } == [])
        #expect(world.run { $0.seconds(of: variants[101]) }.map(\.orders) == [3])
        #expect(world.run { $0.mostWanted(200) }.count == 100)
    }
}
