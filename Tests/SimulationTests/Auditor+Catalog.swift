// Products and customers.
extension Auditor {
    mutating func createProduct(
        _ name: String, _ skus: [String], _ price: Int64, _ quantity: Int64, _ id: String?
    ) -> Verdict {
        let isNew = skus.allSatisfy { variant($0) == nil } && Set(skus).count == skus.count
        guard isNew else { return .refused("already_exists") }
        for sku in skus {
            var variant = Variant(sku: sku, product: products.count)
            if quantity > 0 { variant.movements = [quantity] }
            variants.append(variant)
        }
        products.append(Product(id: id ?? "?", name: name, price: price))
        return .ok([
            ("name", .text(name)), ("basePrice", .text(Auditor.money(price))),
            ("variants", .count(skus.count)),
        ])
    }

    mutating func updateProduct(_ id: String, _ name: String?, _ price: Int64?, _ status: String?) -> Verdict
    {
        guard let index = products.firstIndex(where: { $0.id == id }) else {
            return .refused("product_not_found")
        }
        products[index].name = name ?? products[index].name
        products[index].price = price ?? products[index].price
        if let status { products[index].isPublished = status == "PUBLISHED" }
        return .ok([
            ("name", .text(products[index].name)), ("basePrice", .text(Auditor.money(products[index].price))),
        ])
    }

    mutating func createCustomer(_ email: String, _ hasAddress: Bool, _ id: String?) -> Verdict {
        guard !customers.contains(where: { $0.email == email }) else { return .refused("already_exists") }
        customers.append(Customer(id: id ?? "?", email: email, hasAddress: hasAddress))
        return .ok([("email", .text(email)), ("orderCount", .number(0))])
    }

    static func money(_ cents: Int64) -> String { "\(cents / 100).\(cents / 10 % 10)\(cents % 10)" }
}
