import CommerceCore
import CommerceEngine

extension ShopWorld {
    /// Everything that can be seen of a shop, as text, and every reservation under one of `ids`.
    func dump(reservations ids: [String] = []) -> [String] {
        run { shop in
            var lines: [String] = []
            for index in 0..<shop.productCount { lines.append("\(shop.product(ProductOrdinal(index)))") }
            for index in 0..<shop.variantCount {
                let stock = shop.stock(of: VariantOrdinal(index))
                lines.append("\(stock.id) \(stock.details) \(stock.inventory)")
                lines += shop.stockHistory(of: VariantOrdinal(index)).movements.map { "  \($0)" }
            }
            for index in 0..<shop.customerCount {
                let customer = shop.customer(CustomerOrdinal(index))
                lines.append("\(customer) \(shop.orders(of: CustomerOrdinal(index)))")
                lines += [customer.shippingAddress, customer.billingAddress].map {
                    "  \($0.map(shop.address) ?? "-")"
                }
            }
            for index in 0..<shop.shippingMethodCount {
                lines.append("\(shop.shippingMethod(ShippingMethodOrdinal(index)))")
            }
            for index in 0..<shop.apiKeyCount { lines.append("\(shop.apiKey(index))") }
            for index in 0..<shop.orderCount {
                lines += ShopWorld.dump(shop.order(OrderOrdinal(index)), shop)
            }
            for id in ids {
                let found = Array(id.utf8).withUnsafeBytes { shop.reservation(named: $0) }
                guard let (number, reservation) = found, reservation.isLive else { continue }
                lines.append("\(number) \(reservation)")
            }
            let totals = shop.totals()
            lines.append("\(totals)")
            return lines
        }
    }

    private static func dump(_ order: Order, _ shop: isolated Shop) -> [String] {
        [
            "\(order)",
            "  \(shop.contact(order.contact)) \(shop.address(order.shippingAddress)) \(shop.name(of: order.createdBy))",
        ]
            + order.lines.map { "  \(shop.label($0.label))" }
            + order.steps.map { "  \($0) \(shop.name(of: $0.event.by))" }
    }
}

/// The first line in which two dumps differ.
func firstDifference(_ left: [String], _ right: [String]) -> String? {
    for (left, right) in zip(left, right) where left != right { return "\(left)\n  is not\n\(right)" }
    return left.count == right.count ? nil : "\(left.count) lines are not \(right.count)"
}
