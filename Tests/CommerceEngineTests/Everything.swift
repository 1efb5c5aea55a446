import CommerceCore
import CommerceEngine

/// One of everything a shop can hold, with every field that may be left out given once and left out once.
enum Everything {
    static func fill(_ world: ShopWorld) throws {
        try world.makeCustomer("ada")
        try world.sell("CUP", 40) { $0.settings.lowStockThreshold = Quantity(35) }
        try catalog(world)
        try people(world)
        try stockAndOrders(world)
        try memories(world)
    }

    private static func catalog(_ world: ShopWorld) throws {
        let (categories, tags) = try world.run { shop in
            var root = Category(name: "Kitchen", slug: "kitchen", at: shop.now)
            root.description = "Cups and pans"
            root.displayOrder = -3
            root.isVisible = false
            root.image = "/uploads/kitchen.png"
            let top = try shop.create(root, slugIsFree: false)
            var child = Category(name: "Cups", slug: "kitchen", at: shop.now)
            child.parent = top
            let second = try shop.create(child, slugIsFree: true)
            let gone = try shop.create(Category(name: "Gone", slug: "gone", at: shop.now), slugIsFree: false)
            try shop.delete(gone)
            let tag = try shop.create(Tag(name: "Blue", slug: "blue", at: shop.now), slugIsFree: false)
            let removed = try shop.create(Tag(name: "Red", slug: "red", at: shop.now), slugIsFree: false)
            try shop.delete(removed)
            return ([top, second], [tag])
        }
        try world.run { shop in
            try shop.update(ProductOrdinal(0), expectedVersion: 1) { product in
                product.description = "d"
                product.shortDescription = "s"
                product.compareAtPrice = Money(minorUnits: 900)
                product.cost = Money(minorUnits: 1)
                product.barcode = "b"
                product.isVisible = false
                product.isFeatured = true
                product.metaTitle = "t"
                product.metaDescription = "m"
                product.categories = categories
                product.tags = tags
                product.images = [ProductImage(url: "/1.png", alt: "one"), ProductImage(url: "/2.png")]
                product.featuredImage = "/1.png"
                product.vendor = "Acme"
                product.productType = "Cup"
                product.extras = "x,y"
            }
            try shop.update(VariantOrdinal(0), expectedVersion: 1) { variant in
                variant.barcode = "b"
                variant.attributes = "{\"size\":\"L\"}"
                variant.price = Money(minorUnits: 450)
                variant.compareAtPrice = Money(minorUnits: 460)
                variant.cost = Money(minorUnits: 2)
                variant.image = "/v.png"
                variant.extras = "{}"
            }
            var method = ShippingMethod(name: "Post", price: Money(minorUnits: 350), at: shop.now)
            method.description = "Slow"
            _ = shop.create(method)
            let old = shop.create(ShippingMethod(name: "Old", price: .zero, at: shop.now))
            try shop.delete(old, expectedVersion: 1)
        }
        let small = try world.sell("SMALL", 3)
        try world.run { shop in
            var details = Variant(product: ProductOrdinal(1), name: "Other", at: shop.now)
            details.sku = "SMALL-2"
            let other = try shop.addVariant(
                NewVariant(details: details), to: ProductOrdinal(1), subject: SubjectOrdinal(0))
            try shop.delete(small)
            try shop.update(other) { $0.sku = "SMALL" }
        }
        try world.sell("DELETED", 0)
        try world.run { try $0.delete(ProductOrdinal(2)) }
    }

    private static func people(_ world: ShopWorld) throws {
        try world.makeCustomer("bob")
        try world.run { shop in
            try shop.update(CustomerOrdinal(0), shippingAddress: nil, billingAddress: "{\"line1\":\"b\"}") {
                $0.phone = "+1"
                $0.company = "Acme"
                $0.notes = "n"
                $0.tags = ["vip", "old"]
                $0.portalGeneration = 3
                $0.portalIssuedAt = shop.now
            }
            try shop.delete(CustomerOrdinal(1))
            let subject = shop.subject(named: "root")
            var key = APIKey(
                name: "k", digest: Array(0..<32), permissions: .all, createdAt: shop.now, createdBy: subject)
            key.expiresAt = shop.now.adding(milliseconds: 99)
            shop.revoke(apiKey: shop.create(key))
            var role = Role(name: "Packer", permissionNames: ["orders:*", "inventory:read"], at: shop.now)
            role.description = "Packs"
            let packer = try shop.create(role)
            var root = User(email: "Root@example.com", name: "Root", passwordHash: "scrypt$1", at: shop.now)
            root.roles = [try shop.findRole(name: "ADMIN"), packer]
            let administrator = try shop.create(root)
            let other = try shop.create(
                User(email: "o@example.com", name: "Other", passwordHash: "scrypt$2", at: shop.now))
            try shop.update(other) { $0.isActive = false }
            try shop.delete(other)
            let first = shop.create(session(of: administrator, 1, agent: "Browser", shop))
            try shop.renew(
                first, digest: Array(repeating: 9, count: 32),
                expiresAt: shop.now.adding(milliseconds: 1 << 40))
            shop.revoke(shop.create(session(of: administrator, 2, agent: nil, shop)))
            _ = shop.create(session(of: administrator, 3, agent: nil, shop))
        }
    }

    static func session(
        of user: UserOrdinal, _ digest: UInt8, agent: String?, _ shop: isolated Shop
    ) -> SignInSession {
        SignInSession(
            user: user, digest: Array(repeating: digest, count: 32), createdAt: shop.now,
            expiresAt: shop.now.adding(milliseconds: 1 << 40), userAgent: agent)
    }

    private static func stockAndOrders(_ world: ShopWorld) throws {
        let subject = SubjectOrdinal(0)
        for _ in 0..<4 { try world.place([(VariantOrdinal(0), 2)]) }
        try world.change(OrderOrdinal(0)) { (order, now) throws(Rejection) in
            try order.judgeCancel(reason: "STOCK", notes: nil, by: subject, at: now)
        }
        try world.change(OrderOrdinal(0)) { (order, now) throws(Rejection) in
            try order.judgeHide(by: subject, at: now)
        }
        try world.change(OrderOrdinal(1)) { (order, now) throws(Rejection) in
            try order.judgePayment(.paid, by: subject, at: now)
        }
        for status in [OrderStatus.processing, .shipped, .delivered, .refunded] {
            world.advance(1_000)
            try world.change(OrderOrdinal(1)) { (order, now) throws(Rejection) in
                try order.judgeStatus(status, notes: "n", by: subject, at: now)
            }
        }
        try world.change(OrderOrdinal(2)) { (order, now) throws(Rejection) in
            try order.judgeCancel(reason: "STOCK", notes: nil, by: subject, at: now)
        }
    }

    private static func memories(_ world: ShopWorld) throws {
        try world.run { shop in
            let subject = shop.subject(named: "root")
            try shop.updateSettings(expectedVersion: 1) {
                $0.name = "Cups"
                $0.contactEmail = "shop@example.com"
                $0.contactPhone = "+2"
                $0.currency = "USD"
                $0.locale = "de-AT"
                $0.unpaidOrderMinutes = 90
            }
            shop.audit("products.update", target: "p0", fields: ["name", "tags"], by: subject)
            shop.audit("settings.update", target: nil, fields: [], by: subject)
            let rows = [
                StockImport.Row(variant: VariantOrdinal(0), change: Quantity(-4)),
                StockImport.Row(variant: VariantOrdinal(2), change: Quantity(9)),
            ]
            let first = try shop.create(
                StockImport(key: "key", name: "stock.csv", at: shop.now, by: subject, rows: rows))
            _ = try shop.create(StockImport(name: "", at: shop.now, by: subject, rows: []))
            try shop.markUndone(first)
            shop.noteFailedOrder(variant: VariantOrdinal(0), available: Quantity(-1))
            shop.advanceClock()
            let sequences = (0..<shop.notificationCount).map { shop.notification($0).sequence }
            shop.markRead(through: sequences[1], by: subject)
            shop.markRead([sequences[3], sequences[5]], by: subject)
            shop.acknowledgeOutbox(through: shop.outboxEntries(limit: 2)[1].sequence)
        }
        world.advance(60_000)
        world.run { _ = $0.noteFailedOrder(variant: nil, available: nil) }
    }
}
