import CommerceCore
import CommerceEngine
import TestSupport

/// Changes of every kind, made up from a seed; refused ones included.
struct RandomTraffic {
    var random: SeededGenerator
    private(set) var made = 0
    /// Every reservation id that was tried.
    private(set) var ids: [String] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Customers, products and a shipping method to begin with.
    mutating func open(_ world: ShopWorld) throws {
        for name in ["ada", "bob"] { try world.makeCustomer(name) }
        for index in 0..<4 { try world.sell("S\(index)", 60) { $0.settings.allowBackorder = index == 3 } }
        world.run { shop in
            _ = shop.create(ShippingMethod(name: "Post", price: Money(minorUnits: 350), at: shop.now))
            let key = APIKey(name: "k", digest: Array(0..<32), permissions: .all, createdAt: shop.now)
            _ = shop.create(key)
            for name in ["tests", "root"] { _ = shop.subject(named: name) }
        }
    }

    /// One change.
    mutating func step(_ world: ShopWorld) {
        made += 1
        world.advance(.random(in: 0...400, using: &random))
        let variant = VariantOrdinal(Int.random(in: 0..<4, using: &random))
        let units = Int64.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<22, using: &random) {
        case 0..<5:
            ids.append("r\(Int.random(in: 0...made, using: &random))")
            let span: Int64 = [0, 300, 2_000, 60_000].randomElement(using: &random) ?? 0
            _ = try? world.reserve(units, of: variant, id: ids.last, for: span)
        case 5: _ = try? world.run { [id = someID()] in try $0.release(id) }
        case 6:
            _ = try? world.run { [id = someID()] in try $0.extend(id, byMilliseconds: made % 3 == 0 ? 0 : 900)
            }
        case 7: _ = try? world.run { try $0.releaseOpenEnded(Quantity(units), of: variant) }
        case 8..<11: _ = try? place(world, variant, units)
        case 11..<13: _ = try? changeOrder(world)
        case 13: _ = try? adjust(world, variant)
        case 16..<22: _ = try? changeMore(world)
        default: _ = try? changeOthers(world, variant)
        }
    }

    private mutating func someID() -> String { ids.randomElement(using: &random) ?? "r0" }

    private mutating func place(_ world: ShopWorld, _ variant: VariantOrdinal, _ units: Int64) throws {
        let converted = random.oneIn(3) ? [someID()] : []
        try world.place(
            [(variant, units), (VariantOrdinal(0), 1)], key: random.oneIn(2) ? "k\(made)" : "",
            converting: converted)
    }

    private mutating func changeOrder(_ world: ShopWorld) throws {
        let count = world.run { $0.orderCount }
        guard count > 0 else { return }
        let order = OrderOrdinal(Int.random(in: 0..<count, using: &random))
        let status = OrderStatus.allCases.randomElement(using: &random) ?? .processing
        let choice = Int.random(in: 0..<6, using: &random)
        let subject = SubjectOrdinal(0)
        try world.change(order) { (order, now) throws(Rejection) in
            switch choice {
            case 0: try order.judgePayment(.paid, by: subject, at: now)
            case 5: try order.judgeHide(by: subject, at: now)
            case 1: try order.judgeNote("note \(choice)", by: subject, at: now)
            case 2:
                try order.judgeFulfilment(
                    [LineUnits(line: 0, quantity: Quantity(1))], carrier: "P", trackingNumber: "1",
                    trackingURL: nil,
                    by: subject, at: now)
            case 3:
                try order.judgeRefund(
                    amount: nil,
                    lines: [
                        RefundedLine(line: 0, quantity: Quantity(1), restock: order.lines[0].shipped > .zero)
                    ],
                    reason: "R", by: subject, at: now)
            default: try order.judgeStatus(status, notes: "n", by: subject, at: now)
            }
        }
    }

    private mutating func adjust(_ world: ShopWorld, _ variant: VariantOrdinal) throws {
        let change = Quantity(.random(in: -6...9, using: &random))
        try world.run {
            try $0.adjust(
                variant, by: change, expected: nil, reason: "COUNTED", notes: "n", subject: SubjectOrdinal(0))
        }
    }

    private mutating func changeOthers(_ world: ShopWorld, _ variant: VariantOrdinal) throws {
        let made = made
        let choice = Int.random(in: 0..<6, using: &random)
        try world.run { shop in
            switch choice {
            case 0:
                let product = shop.stock(of: variant).details.product
                try shop.update(product) {
                    $0.basePrice = Money(minorUnits: Int64(made))
                    if made % 2 == 0 { $0.name = "Named \(made)" }
                }
            case 1: try shop.update(variant) { $0.name = "Variant \(made)" }
            case 2:
                var settings = StockSettings()
                settings.lowStockThreshold = Quantity(Int64(made % 30))
                settings.allowBackorder = variant == VariantOrdinal(3)
                try shop.update(settings, of: variant)
            case 3:
                try shop.update(
                    CustomerOrdinal(made % 2), shippingAddress: "{\"line1\":\"\(made)\"}", billingAddress: nil
                ) { $0.lastName = "L\(made)" }
            case 4: try shop.update(ShippingMethodOrdinal(0)) { $0.price = Money(minorUnits: Int64(made)) }
            default:
                shop.keep(
                    Answer(
                        operation: "o", key: "key \(made)", fingerprint: 1, reply: Array("{}".utf8),
                        at: shop.now))
            }
        }
    }
}
