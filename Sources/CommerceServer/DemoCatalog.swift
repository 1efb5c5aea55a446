import CommerceCore
import CommerceEngine

/// A small shop to try things with: four products, one of them with variants, a customer, two ways to ship.
enum DemoCatalog {
    private static let goods: [(name: String, sku: String, price: Int64, stock: Int64)] = [
        ("Regency cake stand", "22423", 12_75, 42), ("White hanging heart", "85123A", 2_55, 500),
        ("Jumbo bag red retrospot", "85099B", 1_95, 12),
    ]
    private static let sizes: [(name: String, sku: String, stock: Int64)] = [
        ("Small", "SHIRT-S", 25), ("Medium", "SHIRT-M", 40), ("Large", "SHIRT-L", 8),
    ]

    static func fill(_ shop: isolated Shop) throws {
        let subject = shop.subject(named: "demo")
        for good in goods {
            var product = product(good.name, price: good.price, shop.now)
            product.sku = good.sku
            _ = try shop.create(
                product, [variant("Default", good.sku, good.stock, shop.now)], slugIsFree: true,
                subject: subject)
        }
        _ = try shop.create(
            product("Ocean blue shirt", price: 50_00, shop.now),
            sizes.map { variant($0.name, $0.sku, $0.stock, shop.now) }, slugIsFree: true, subject: subject)
        let customer = Customer(
            email: "ada@example.com", firstName: "Ada", lastName: "Lovelace", at: shop.now)
        _ = try shop.create(
            customer, shippingAddress: #"{"line1":"12 St James's Square","city":"London","country":"GB"}"#,
            billingAddress: nil)
        _ = shop.create(ShippingMethod(name: "Standard", price: Money(minorUnits: 4_95), at: shop.now))
        _ = shop.create(ShippingMethod(name: "Express", price: Money(minorUnits: 12_50), at: shop.now))
        shop.endRequest()
    }

    private static func product(_ name: String, price: Int64, _ now: Timestamp) -> Product {
        let slug = name.lowercased().map { $0 == " " ? "-" : $0 }
        var product = Product(name: name, slug: String(slug), basePrice: Money(minorUnits: price), at: now)
        product.status = .published
        product.publishedAt = now
        return product
    }

    private static func variant(_ name: String, _ sku: String, _ stock: Int64, _ now: Timestamp) -> NewVariant
    {
        var details = Variant(product: ProductOrdinal(0), name: name, at: now)
        details.sku = sku
        var new = NewVariant(details: details)
        new.openingQuantity = Quantity(stock)
        return new
    }
}
