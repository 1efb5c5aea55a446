import CommerceCore
import CommerceEngine

// What format version 2 added, named field by field like the rest.
extension GoldenDigest {
    static func version2(of shop: isolated Shop) -> [(String, String)] {
        let subjects = [SubjectOrdinal(0), SubjectOrdinal(1)]
        return [
            ("goods", list(0..<shop.productCount) { goods(shop.product(ProductOrdinal($0))) }),
            ("forms", list(0..<shop.variantCount) { form(shop.variant(VariantOrdinal($0))) }),
            ("people", list(0..<shop.customerCount) { person(CustomerOrdinal($0), shop) }),
            (
                "ways",
                list(0..<shop.shippingMethodCount) {
                    let method = shop.shippingMethod(ShippingMethodOrdinal($0))
                    return object([("version", "\(method.version)"), ("deletedAt", time(method.deletedAt))])
                }
            ),
            (
                "keys",
                list(0..<shop.apiKeyCount) {
                    object([
                        ("by", shop.apiKey($0).createdBy.map { "\($0.value)" } ?? "null"),
                        ("revokedAt", time(shop.apiKey($0).revokedAt)),
                    ])
                }
            ),
            ("hidden", "\((0..<shop.orderCount).filter { shop.isHidden(OrderOrdinal($0)) })"),
            ("categories", list(0..<shop.categoryCount) { category(shop.category(CategoryOrdinal($0))) }),
            ("tags", list(0..<shop.tagCount) { tag(shop.tag(TagOrdinal($0))) }),
            ("roles", list(0..<shop.roleCount) { role(shop.role(RoleOrdinal($0))) }),
            ("users", list(0..<shop.userCount) { user(UserOrdinal($0), shop) }),
            ("settings", settings(shop.settings)),
            ("audit", list(shop.auditNumbers) { shop.auditEntry(UInt64($0)).map(entry) }),
            ("imports", list(shop.stockImportNumbers) { stockImport(StockImportOrdinal($0), shop) }),
            ("notifications", list(0..<shop.notificationCount) { notification(shop.notification($0)) }),
            ("outbox", "\(shop.outboxEntries(limit: 9_999).map { [$0.sequence, UInt64($0.kind.rawValue)] })"),
            ("read", "\(subjects.map { [shop.readMark(of: $0).through] + shop.readMark(of: $0).above })"),
        ]
    }

    private static func goods(_ product: Product) -> String {
        object([
            ("categories", "\(product.categories.map(\.value))"), ("tags", "\(product.tags.map(\.value))"),
            ("images", list(product.images.indices) { quoted(product.images[$0].url) }),
            ("featured", quoted(product.featuredImage)), ("vendor", quoted(product.vendor)),
            ("type", quoted(product.productType)), ("extras", quoted(product.extras)),
            ("deletedAt", time(product.deletedAt)), ("version", "\(product.version)"),
        ])
    }

    private static func form(_ variant: Variant) -> String {
        object([
            ("extras", quoted(variant.extras)), ("deletedAt", time(variant.deletedAt)),
            ("version", "\(variant.version)"),
        ])
    }

    private static func person(_ ordinal: CustomerOrdinal, _ shop: isolated Shop) -> String {
        let customer = shop.customer(ordinal)
        let statistics = shop.statistics(of: ordinal)
        return object([
            ("portal", "\(customer.portalGeneration)"), ("portalIssuedAt", time(customer.portalIssuedAt)),
            ("deletedAt", time(customer.deletedAt)), ("version", "\(customer.version)"),
            ("count", "\(statistics.orderCount)"), ("value", "\(statistics.lifetimeValueMinorUnits)"),
            ("paid", "\(statistics.totalPaidMinorUnits)"), ("first", time(statistics.firstOrderAt)),
            ("last", time(statistics.lastOrderAt)),
        ])
    }

    private static func category(_ category: CommerceCore.Category) -> String {
        object([
            ("name", quoted(category.name)), ("slug", quoted(category.slug)),
            ("description", quoted(category.description)),
            ("parent", category.parent.map { "\($0.value)" } ?? "null"),
            ("order", "\(category.displayOrder)"),
            ("isVisible", "\(category.isVisible)"), ("image", quoted(category.image)),
            ("createdAt", time(category.createdAt)), ("updatedAt", time(category.updatedAt)),
            ("deletedAt", time(category.deletedAt)), ("version", "\(category.version)"),
        ])
    }

    private static func tag(_ tag: Tag) -> String {
        object([
            ("name", quoted(tag.name)), ("slug", quoted(tag.slug)), ("createdAt", time(tag.createdAt)),
            ("deletedAt", time(tag.deletedAt)),
        ])
    }

    private static func role(_ role: Role) -> String {
        object([
            ("name", quoted(role.name)), ("description", quoted(role.description)),
            ("permissions", "\(role.permissionNames)"), ("isBuiltIn", "\(role.isBuiltIn)"),
            ("deletedAt", time(role.deletedAt)), ("version", "\(role.version)"),
        ])
    }

    private static func user(_ ordinal: UserOrdinal, _ shop: isolated Shop) -> String {
        let user = shop.user(ordinal)
        return object([
            ("email", quoted(user.email)), ("name", quoted(user.name)), ("hash", quoted(user.passwordHash)),
            ("roles", "\(user.roles.map(\.value))"), ("isActive", "\(user.isActive)"),
            ("passwordAt", time(user.passwordChangedAt)), ("deletedAt", time(user.deletedAt)),
            ("version", "\(user.version)"), ("sessions", "\(shop.liveSessions(of: ordinal).map(\.value))"),
        ])
    }

    private static func settings(_ settings: ShopSettings) -> String {
        object([
            ("name", quoted(settings.name)), ("email", quoted(settings.contactEmail)),
            ("phone", quoted(settings.contactPhone)), ("currency", quoted(settings.currency)),
            ("locale", quoted(settings.locale)), ("unpaid", "\(settings.unpaidOrderMinutes)"),
            ("version", "\(settings.version)"),
        ])
    }

    private static func entry(_ entry: AuditEntry) -> String {
        object([
            ("at", time(entry.at)), ("by", "\(entry.by.value)"), ("operation", quoted(entry.operation)),
            ("target", quoted(entry.target)), ("fields", "\(entry.fields)"),
        ])
    }

    private static func stockImport(_ ordinal: StockImportOrdinal, _ shop: isolated Shop) -> String? {
        shop.stockImport(ordinal).map { stockImport in
            object([
                ("key", quoted(stockImport.key)), ("name", quoted(stockImport.name)),
                ("at", time(stockImport.at)), ("undoneAt", time(stockImport.undoneAt)),
                ("rows", "\(stockImport.rows.map { [Int64($0.variant.value), $0.change.units] })"),
            ])
        }
    }

    private static func notification(_ notification: Notification) -> String {
        object([
            ("sequence", "\(notification.sequence)"), ("at", time(notification.at)),
            ("kind", "\(notification.kind.rawValue)"),
            ("order", notification.order.map { "\($0.value)" } ?? "null"),
            ("variant", notification.variant.map { "\($0.value)" } ?? "null"),
            ("status", quoted(notification.status?.name.description)),
            ("available", notification.available.map { "\($0)" } ?? "null"),
        ])
    }

    private static func time(_ time: Timestamp?) -> String { time.map { "\($0.milliseconds)" } ?? "null" }
}
