import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("search in the shop")
struct ShopSearchTests {
    @Test(
        "whatever is changed, sold and restarted, every list says what looking at everything says",
        arguments: 1...4 as ClosedRange<UInt64>)
    func againstEverything(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let world = try ShopWorld(seed: seed)
        try world.makeCustomer("ada")
        for number in 0..<12 { try world.sell("S\(number)", 20) }
        for step in 0..<250 {
            try change(world, step, using: &random)
            if random.oneIn(5) { try compare(world, using: &random) }
            if random.oneIn(60) { try world.takeSnapshot() }
            if random.oneIn(60) { try world.restart() }
            if random.oneIn(20) { world.run { $0.tidy() } }
        }
        try compare(world, using: &random)
    }

    // MARK: Changes

    private func change(_ world: ShopWorld, _ step: Int, using random: inout SeededGenerator) throws {
        let variant = VariantOrdinal(Int.random(in: 0..<world.run { $0.variantCount }, using: &random))
        let units = Int64.random(in: 1...6, using: &random)
        let choice = Int.random(in: 0..<14, using: &random)
        do {
            switch choice {
            case 0: try world.sell("N\(step)", units)
            case 1, 2: try world.place([(variant, units)])
            case 3: try world.reserve(units, of: variant, for: 5_000)
            case 4: world.advance(2_000)
            case 5:
                let count = world.run { $0.orderCount }
                guard count > 0 else { return }
                try world.change(OrderOrdinal(.random(in: 0..<count, using: &random))) {
                    order, now throws(Rejection) in
                    try order.judgeCancel(reason: "OTHER", notes: nil, by: SubjectOrdinal(0), at: now)
                }
            case 6: try world.makeCustomer("c\(step)")
            default: try changeCatalog(world, choice, variant, step, units)
            }
        } catch is Rejection {}
    }

    private func changeCatalog(
        _ world: ShopWorld, _ choice: Int, _ variant: VariantOrdinal, _ step: Int, _ units: Int64
    ) throws {
        try world.run { shop in
            let product = shop.variant(variant).product
            switch choice {
            case 7: try shop.update(product) { $0.name = "Mug \(step % 7)" }
            case 8: try shop.update(product, tags: [.named("Red"), .named("tag\(step % 5)")]) { _ in }
            case 9: try shop.delete(product)
            case 10: try shop.update(variant) { $0.sku = "V\(step)" }
            case 11:
                var settings = StockSettings()
                settings.trackInventory = !units.isMultiple(of: 2)
                settings.allowBackorder = units.isMultiple(of: 3)
                try shop.update(settings, of: variant)
            case 12:
                guard shop.tagCount > 0 else { return }
                let tag = TagOrdinal(step % shop.tagCount)
                if units == 1 {
                    try shop.delete(tag)
                } else {
                    try shop.update(tag) { $0.name = "renamed\(step)" }
                }
            default:
                let category = try shop.create(
                    Category(name: "C\(step)", slug: "c\(step)", at: shop.now), slugIsFree: true)
                try shop.update(product) { $0.categories.append(category) }
            }
        }
    }

    // MARK: Comparisons

    private func compare(_ world: ShopWorld, using random: inout SeededGenerator) throws {
        let words = ["", "mug", "v", "renamed", "red", "s1", "n"]
        let text = words.randomElement(using: &random)!
        let isInStock = [true, false, nil].randomElement(using: &random)!
        try world.run { shop in
            try compareProducts(shop, text, isInStock)
            try compareVariants(shop, isInStock)
            try compareCustomers(shop)
        }
    }

    private func compareProducts(_ shop: isolated Shop, _ text: String, _ isInStock: Bool?) throws {
        var query = CatalogQuery(page: try ListRequest(limit: 100))
        query.text = text
        query.isInStock = isInStock
        query.sort = .available
        var expected: [(units: Quantity, ordinal: UInt32)] = []
        for index in 0..<shop.productCount {
            let product = shop.product(ProductOrdinal(index))
            let stocks = product.variants.map { shop.stock(of: $0).inventory }
            let tags = shop.tags(of: ProductOrdinal(index)).map { shop.tag($0).name }
            let texts = [product.name] + tags + product.variants.compactMap { shop.variant($0).sku }
            let words = texts.flatMap { $0.lowercased().split(separator: " ") }
            let has = stocks.contains { $0.canPromise(Quantity(1)) }
            guard !product.isDeleted, text.isEmpty || words.contains(where: { $0.hasPrefix(text) }),
                isInStock ?? has == has
            else { continue }
            expected.append((stocks.reduce(.zero) { $0 + $1.available }, UInt32(index)))
        }
        let page = try shop.products(query)
        expected.sort { $0 < $1 }
        #expect(page.ordinals == Array(expected.map(\.ordinal).prefix(100)), "\(text) \(isInStock as Any)")
        #expect(page.total == expected.count)
    }

    private func compareVariants(_ shop: isolated Shop, _ isInStock: Bool?) throws {
        var query = StockQuery(page: try ListRequest(limit: 100))
        query.flags.require(.isInStock, isInStock)
        query.sort = .available
        let all = (0..<shop.variantCount).map { shop.stock(of: VariantOrdinal($0)) }
            .filter { !$0.details.isDeleted }
        let expected = all.filter {
            isInStock ?? $0.inventory.canPromise(Quantity(1)) == $0.inventory.canPromise(Quantity(1))
        }
        .sorted { ($0.inventory.available, $0.ordinal) < ($1.inventory.available, $1.ordinal) }
        let page = try shop.variants(query)
        #expect(page.ordinals == Array(expected.map(\.ordinal.value).prefix(100)))
        #expect(shop.variantCount(of: .isLow) == all.count { $0.inventory.isLow })
        #expect(shop.variantCount(of: .isHeld) == all.count { $0.inventory.reserved > .zero })
    }

    private func compareCustomers(_ shop: isolated Shop) throws {
        var query = CustomerQuery(page: try ListRequest(limit: 100, isDescending: true))
        query.sort = .lifetimeValue
        query.flags.require(.hasOpenOrders, true)
        let expected = (0..<shop.customerCount).map { CustomerOrdinal($0) }.filter { customer in
            shop.orders(of: customer).contains { shop.order($0).status.isOpen }
        }
        #expect(Set(try shop.customers(query).ordinals) == Set(expected.map(\.value)))
    }
}
