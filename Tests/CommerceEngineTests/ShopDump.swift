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
                lines.append("  \(shop.statistics(of: CustomerOrdinal(index)))")
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
            return lines + ShopWorld.dumpPeople(shop) + ShopWorld.dumpMessages(shop)
        }
    }

    private static func dumpPeople(_ shop: isolated Shop) -> [String] {
        var lines: [String] = []
        for index in 0..<shop.categoryCount { lines.append("\(shop.category(CategoryOrdinal(index)))") }
        for index in 0..<shop.tagCount { lines.append("\(shop.tag(TagOrdinal(index)))") }
        for index in 0..<shop.roleCount { lines.append("\(shop.role(RoleOrdinal(index)))") }
        for index in 0..<shop.userCount {
            let user = UserOrdinal(index)
            lines.append("\(shop.user(user)) \(shop.permissions(of: user).names)")
            // Those that are over may be forgotten or not.
            lines += shop.liveSessions(of: user).map { "  \($0) \(String(describing: shop.session($0)))" }
        }
        lines.append("\(shop.settings)")
        return lines
    }

    private static func dumpMessages(_ shop: isolated Shop) -> [String] {
        var lines = ["\(shop.auditNumbers) \(shop.stockImportNumbers)"]
        lines += shop.auditNumbers.map { "\(String(describing: shop.auditEntry($0)))" }
        lines += shop.stockImportNumbers.map {
            "\(String(describing: shop.stockImport(StockImportOrdinal(Int($0)))))"
        }
        for index in 0..<shop.notificationCount { lines.append("\(shop.notification(index))") }
        lines += shop.outboxEntries(limit: shop.outboxCount).map { "\($0)" }
        for index in 0..<2 {
            let subject = SubjectOrdinal(index)
            lines.append("\(shop.readMark(of: subject)) \(shop.unreadCount(of: subject))")
        }
        return lines
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
