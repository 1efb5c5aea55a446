import CommerceCore
import CommerceEngine
import Testing

@Suite("deleting and versions")
struct DeletionTests {
    private func cancel(_ order: Int, _ world: ShopWorld) throws {
        try world.change(OrderOrdinal(order)) { (order, now) throws(Rejection) in
            try order.judgeCancel(reason: "OTHER", notes: nil, by: SubjectOrdinal(0), at: now)
        }
    }

    private func hide(_ order: Int, _ world: ShopWorld) throws {
        try world.change(OrderOrdinal(order)) { (order, now) throws(Rejection) in
            try order.judgeHide(by: SubjectOrdinal(0), at: now)
        }
    }

    @Test("each change raises the version by one, and a change of another version is refused")
    func versions() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        try world.sell("CUP", 1)
        for version in 1...3 as ClosedRange<UInt32> {
            try world.run { shop in
                try shop.update(ProductOrdinal(0), expectedVersion: version) { $0.name = "n\(version)" }
                try shop.update(VariantOrdinal(0), expectedVersion: version) { $0.name = "v\(version)" }
                try shop.update(
                    CustomerOrdinal(0), expectedVersion: version, shippingAddress: nil, billingAddress: nil
                ) { $0.lastName = "l\(version)" }
            }
        }
        let conflict = Rejection.versionConflict(expected: 3, actual: 4)
        #expect(world.refusal { try $0.update(ProductOrdinal(0), expectedVersion: 3) { _ in } } == conflict)
        #expect(world.refusal { try $0.update(VariantOrdinal(0), expectedVersion: 3) { _ in } } == conflict)
        #expect(world.refusal { try $0.delete(CustomerOrdinal(0), expectedVersion: 3) } == conflict)
        #expect(
            world.refusal { try $0.updateSettings(expectedVersion: 2) { _ in } }
                == .versionConflict(expected: 2, actual: 1))
    }

    @Test("a variant that an open order holds stays; afterwards its SKU is free and it cannot be bought")
    func variants() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        let cup = try world.sell("CUP", 5)
        let small = try world.run { shop in
            var details = Variant(product: ProductOrdinal(0), name: "Small", at: shop.now)
            details.sku = "SMALL"
            return try shop.addVariant(
                NewVariant(details: details), to: ProductOrdinal(0), subject: SubjectOrdinal(0))
        }
        try world.place([(cup, 2)])
        #expect(world.refusal { try $0.delete(cup) } == .hasOrders)
        #expect(world.refusal { try $0.delete(ProductOrdinal(0)) } == .hasOrders)
        try cancel(0, world)
        try world.reserve(1, of: cup, id: "r", for: 0)
        let id = world.run { $0.stock(of: cup).id }
        try world.run { try $0.delete(cup) }
        #expect(world.run { $0.product(ProductOrdinal(0)).variants } == [small])
        #expect(world.refusal { _ = try $0.findVariant(id) } == .notFound(.variantNotFound))
        #expect(
            world.refusal { _ = try ShopWorld.place($0, [(cup, 1)], "", []) } == .notSellable(variant: cup))
        #expect(
            world.refusal { _ = try ShopWorld.place($0, [], "", ["r"]) } == .notSellable(variant: cup))
        _ = try world.run { try $0.release("r") }
        #expect(world.refusal { try $0.delete(small) }?.code == .invalidValue)
        try world.run { try $0.update(small) { $0.sku = "CUP" } }
        try world.restart()
        #expect(world.refusal { _ = try $0.findVariant(id) } == .notFound(.variantNotFound))
        world.checkInvariants()
    }

    @Test("a deleted product frees its slug and its variants' SKUs")
    func products() throws {
        let world = try ShopWorld()
        try world.sell("CUP", 5)
        let id = world.run { $0.id(of: ProductOrdinal(0)) }
        try world.run { try $0.delete(ProductOrdinal(0)) }
        #expect(world.refusal { _ = try $0.findProduct(id) } == .notFound(.productNotFound))
        #expect(world.refusal { try $0.delete(ProductOrdinal(0)) } == .notFound(.productNotFound))
        #expect(world.refusal { try $0.update(ProductOrdinal(0)) { _ in } } == .notFound(.productNotFound))
        let again = try world.sell("CUP", 1)
        #expect(world.run { $0.product(ProductOrdinal(1)).slug } == "cup")
        try world.restart()
        #expect(world.run { $0.stock(of: again).details.product } == ProductOrdinal(1))
    }

    @Test("a customer with an order stays until it is hidden; then the e-mail is free")
    func customers() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        let cup = try world.sell("CUP", 5)
        try world.place([(cup, 1)])
        #expect(world.refusal { try $0.delete(CustomerOrdinal(0)) } == .hasOrders)
        #expect(throws: Rejection.self) { try hide(0, world) }
        try cancel(0, world)
        #expect(world.refusal { try $0.delete(CustomerOrdinal(0)) } == .hasOrders)
        try hide(0, world)
        #expect(throws: Rejection.notFound(.orderNotFound)) { try hide(0, world) }
        #expect(world.run { $0.isHidden(OrderOrdinal(0)) })
        try world.run { try $0.delete(CustomerOrdinal(0)) }
        try world.makeCustomer()
        try world.restart()
        #expect(world.run { $0.isHidden(OrderOrdinal(0)) && $0.customer(CustomerOrdinal(0)).isDeleted })
        world.checkInvariants()
    }

    @Test("a customer's sums follow every order, payment, refund, cancellation and hiding")
    func statistics() throws {
        let world = try ShopWorld()
        try world.makeCustomer()
        let cup = try world.sell("CUP", 50)
        let subject = SubjectOrdinal(0)
        func sums() -> [Int64] {
            let now = world.run { $0.statistics(of: CustomerOrdinal(0)) }
            return [Int64(now.orderCount), now.lifetimeValueMinorUnits, now.totalPaidMinorUnits]
        }
        for count in 1...3 as ClosedRange<Int64> {
            world.advance(1_000)
            try world.place([(cup, count)])
        }
        let placed = world.run { shop in (0..<3).map { shop.order(OrderOrdinal($0)).createdAt } }
        #expect(sums() == [3, 3_000, 0])
        try world.change(OrderOrdinal(1)) { (order, now) throws(Rejection) in
            try order.judgePayment(.paid, by: subject, at: now)
        }
        #expect(sums() == [3, 3_000, 1_000])
        try world.change(OrderOrdinal(1)) { (order, now) throws(Rejection) in
            try order.judgeRefund(
                amount: Money(minorUnits: 300), lines: [], reason: nil, by: subject, at: now)
        }
        #expect(sums() == [3, 2_700, 700])
        try cancel(1, world)
        #expect(sums() == [3, 2_000, 700])
        try world.change(OrderOrdinal(1)) { (order, now) throws(Rejection) in
            try order.judgePayment(.refunded, by: subject, at: now)
        }
        #expect(sums() == [3, 2_000, 0])
        for order in [0, 2] { try cancel(order, world) }
        #expect(sums() == [3, 0, 0])
        try hide(2, world)
        try hide(0, world)
        let times = world.run { $0.statistics(of: CustomerOrdinal(0)) }
        #expect(times.firstOrderAt == placed[1] && times.lastOrderAt == placed[1] && sums() == [1, 0, 0])
        world.checkInvariants()
        try world.restart()
        #expect(world.run { $0.statistics(of: CustomerOrdinal(0)) } == times)
    }
}
