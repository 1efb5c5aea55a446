import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("reservations of a shop")
struct ReservationTests {
    @Test("a deadline is exact: one millisecond before it the units are held, at it they are free")
    func exactDeadline() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 1)
        try world.reserve(1, of: cup, id: "a", for: 5_000)
        world.advance(4_999)
        #expect(world.refusal { _ = try ShopWorld.reserve($0, 1, cup, "b", nil) }?.code == .insufficientStock)
        #expect(world.reservation("a")?.isLive == true)
        world.advance(1)
        #expect(world.reservation("a")?.state == .lapsed)
        try world.reserve(1, of: cup, id: "b", for: 5_000)
        #expect(world.stock(cup) == "1/1")
        world.checkInvariants()
    }

    @Test("of five hundred who want the last unit one gets it, and the others' refusals change nothing")
    func lastUnit() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 1)
        var granted = 0
        for index in 0..<500 {
            let refusal = world.refusal { _ = try ShopWorld.reserve($0, 1, cup, "r\(index)", nil) }
            if refusal == nil { granted += 1 } else { #expect(refusal?.code == .insufficientStock) }
        }
        #expect(granted == 1 && world.stock(cup) == "1/1")
    }

    @Test("the same once more answers the same; other content, or an id that has ended, is refused")
    func repetition() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 9)
        let first = try world.reserve(2, of: cup, id: "a", for: 5_000)
        try world.reserve(3, of: cup, id: "b")
        let again = try world.reserve(2, of: cup, id: "a", for: 5_000)
        #expect(again.isReplay && again.available == first.available && again.expiresAt == first.expiresAt)
        #expect(world.refusal { _ = try ShopWorld.reserve($0, 3, cup, "a", 5_000) } == .reservationMismatch)
        #expect(world.refusal { _ = try ShopWorld.reserve($0, 2, cup, "a", 6_000) } == .reservationMismatch)
        #expect(try world.run { try $0.release("a") }.released == Quantity(2))
        #expect(try world.run { try $0.release("a") }.released == .zero)
        #expect(world.refusal { _ = try ShopWorld.reserve($0, 2, cup, "a", 5_000) } == .reservationEnded)
        #expect(world.refusal { _ = try $0.release("nobody") } == .notFound(.reservationNotFound))
        #expect(world.stock(cup) == "9/3")
    }

    @Test(
        "a bare release takes from the oldest open-ended reservations, part of one if need be, and no more than they hold"
    )
    func bareRelease() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 20)
        try world.reserve(3, of: cup, id: "old", for: 0)
        try world.reserve(4, of: cup, id: "timed", for: 60_000)
        try world.reserve(5, of: cup)
        #expect(world.refusal { _ = try $0.releaseOpenEnded(Quantity(9), of: cup) }?.code == .invalidValue)
        #expect(try world.run { try $0.releaseOpenEnded(Quantity(4), of: cup) }.available == Quantity(12))
        #expect(world.reservation("old")?.isLive == false && world.reservation("timed")?.isLive == true)
        try world.restart()
        #expect(world.stock(cup) == "20/8")
        #expect(try world.run { try $0.releaseOpenEnded(Quantity(4), of: cup) }.available == Quantity(16))
        world.checkInvariants()
    }

    @Test(
        "one that lost its deadline twice is released once; one that has a deadline again is not released bare"
    )
    func openEndedOnceEach() throws {
        let world = try ShopWorld()
        let cup = try world.sell("CUP", 10)
        try world.reserve(3, of: cup, id: "a", for: 0)
        try world.run { _ = try $0.extend("a", byMilliseconds: 9_000) }
        #expect(world.refusal { _ = try $0.releaseOpenEnded(Quantity(1), of: cup) }?.code == .invalidValue)
        try world.run { _ = try $0.extend("a", byMilliseconds: 0) }
        #expect(world.refusal { _ = try $0.releaseOpenEnded(Quantity(6), of: cup) }?.code == .invalidValue)
        try world.run { _ = try $0.releaseOpenEnded(Quantity(3), of: cup) }
        #expect(world.stock(cup) == "10/0")
        world.checkInvariants()
    }

    @Test("a lapse holds for ever once a sale has leaned on it, even if the wall clock goes back")
    func lapseSurvives() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        let cup = try world.sell("CUP", 1)
        try world.reserve(1, of: cup, id: "a", for: 5_000)
        world.advance(5_000)
        try world.place([(cup, 1)])
        world.time.setWall(aheadBy: -3_600_000)
        try world.restart()
        #expect(world.stock(cup) == "1/1" && world.reservation("a")?.isLive != true)
    }
}
