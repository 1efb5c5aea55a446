import CommerceCore
import CommerceEngine
import TestSupport

// What is neither stock nor orders: the catalog's order, people, settings and messages.
extension RandomTraffic {
    mutating func changeMore(_ world: ShopWorld) throws {
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: try changeCategories(world)
        case 2: try changeGoods(world)
        case 3, 4: try changePeople(world)
        case 5: try changeRecords(world)
        default: try readMessages(world)
        }
    }

    private mutating func pick(_ count: Int) -> Int {
        count == 0 ? 0 : Int.random(in: 0..<count, using: &random)
    }

    private mutating func changeCategories(_ world: ShopWorld) throws {
        let name = "Name \(pick(12))"
        let choice = pick(7)
        let count = world.run { $0.categoryCount }
        let category = CategoryOrdinal(pick(count))
        let parent = random.oneIn(2) ? CategoryOrdinal(pick(count)) : nil
        let tag = TagOrdinal(pick(world.run { $0.tagCount }))
        let (made, product) = (made, ProductOrdinal(pick(4)))
        try world.run { shop in
            switch choice {
            case 0:
                _ = try shop.create(Category(name: name, slug: "c\(made)", at: shop.now), slugIsFree: true)
            case 1 where count > 0:
                try shop.update(category) {
                    $0.name = name
                    $0.parent = parent
                }
            case 2 where count > 0 && made % 2 == 0: try shop.delete(category)
            case 3: _ = try shop.create(Tag(name: name, slug: "t", at: shop.now), slugIsFree: true)
            case 4 where tag.index < shop.tagCount: try shop.update(tag) { $0.name = name }
            case 5 where tag.index < shop.tagCount && made % 2 == 0: try shop.delete(tag)
            case 6 where count > 0 && tag.index < shop.tagCount:
                try shop.update(product) {
                    $0.categories = [category]
                    $0.tags = [tag]
                    $0.images = [ProductImage(url: "/\(made).png")]
                }
            default: break
            }
        }
    }

    /// Goods and customers that come and go; those that orders are about stay.
    private mutating func changeGoods(_ world: ShopWorld) throws {
        let made = made
        switch pick(5) {
        case 0: try world.sell("EXTRA-\(made % 3)", Int64(made % 5))
        case 1: try world.makeCustomer("guest\(made % 3)")
        case 2: try delete(CustomerOrdinal(2 + pick(max(1, world.run { $0.customerCount } - 2))), world)
        case 3:
            let count = world.run { $0.productCount }
            let product = ProductOrdinal(pick(count))
            try world.run { shop in
                if product.index >= 4 && made % 2 == 0 { return try shop.delete(product) }
                var details = Variant(product: product, name: "V\(made)", at: shop.now)
                details.sku = "V\(made % 7)"
                _ = try shop.addVariant(NewVariant(details: details), to: product, subject: SubjectOrdinal(0))
            }
        default:
            let variant = VariantOrdinal(pick(world.run { $0.variantCount }))
            if variant.index >= 4 { try world.run { try $0.delete(variant) } }
        }
    }

    private func delete(_ customer: CustomerOrdinal, _ world: ShopWorld) throws {
        try world.run { shop in
            if customer.index < shop.customerCount { try shop.delete(customer) }
        }
    }

    private mutating func changePeople(_ world: ShopWorld) throws {
        let (made, choice) = (made, pick(9))
        let user = UserOrdinal(pick(world.run { $0.userCount }))
        let role = RoleOrdinal(pick(world.run { $0.roleCount }))
        let digest = UInt8(pick(250))
        try world.run { shop in
            let hasUser = user.index < shop.userCount
            switch choice {
            case 0:
                var new = User(
                    email: "u\(made % 9)@example.com", name: "U", passwordHash: "h\(made)", at: shop.now)
                new.roles = [role]
                _ = try shop.create(new)
            case 1 where hasUser:
                try shop.update(user) {
                    $0.roles = [role]
                    $0.isActive = made % 3 > 0
                }
            case 2 where hasUser: try shop.update(user) { $0.passwordHash = "p\(made)" }
            case 3 where hasUser: try shop.delete(user)
            case 4:
                _ = try shop.create(
                    Role(name: "R\(made % 5)", permissionNames: ["orders:*"], at: shop.now))
            case 5: try shop.update(role) { $0.permissionNames = made % 2 == 0 ? ["*"] : ["orders:read"] }
            case 6: try shop.delete(role)
            case 7 where hasUser:
                _ = shop.create(Everything.session(of: user, digest, agent: "A\(made)", shop))
            case 8 where hasUser:
                guard let session = shop.liveSessions(of: user).last else { return }
                if made % 2 == 0 { return shop.revoke(session) }
                try shop.renew(
                    session, digest: Array(repeating: digest, count: 32),
                    expiresAt: shop.now.adding(milliseconds: 9_000))
            default: break
            }
        }
    }

    private mutating func changeRecords(_ world: ShopWorld) throws {
        let (made, choice) = (made, pick(5))
        try world.run { shop in
            switch choice {
            case 0: try shop.updateSettings { $0.name = "Shop \(made)" }
            case 1:
                let rows = [StockImport.Row(variant: VariantOrdinal(0), change: Quantity(Int64(made)))]
                _ = try shop.create(
                    StockImport(name: "\(made)", at: shop.now, by: SubjectOrdinal(0), rows: rows))
            case 2:
                guard let number = shop.stockImportNumbers.last else { return }
                try shop.markUndone(StockImportOrdinal(Int(number)))
            default: shop.audit("op \(made)", target: "t", fields: ["a", "b"], by: SubjectOrdinal(0))
            }
        }
    }

    private mutating func readMessages(_ world: ShopWorld) throws {
        let count = world.run { $0.notificationCount }
        let (made, choice, index) = (made, pick(6), pick(count))
        world.run { shop in
            guard index < count else { return }
            let sequence = shop.notification(index).sequence
            let subject = SubjectOrdinal(made % 2)
            switch choice {
            case 0: shop.markRead(through: sequence, by: subject)
            case 1: shop.markRead([sequence], by: subject)
            case 2: shop.markUnread([sequence], by: subject)
            case 3: shop.noteFailedOrder(variant: VariantOrdinal(1), available: Quantity(Int64(made)))
            default:
                guard let oldest = shop.outboxEntries(limit: 3).last else { return }
                shop.acknowledgeOutbox(through: oldest.sequence)
            }
        }
    }
}
