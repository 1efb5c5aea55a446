import CommerceCore
import CommerceEngine

// The auditor's state against the engine's, all of it.
extension Auditor {
    /// What is different in the shop, in words.
    func differences(from shop: isolated Shop) -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ what: @autoclosure () -> String, _ engine: Value, _ expected: Value)
        {
            if engine != expected { found.append("\(what()) is \(engine), expected \(expected)") }
        }
        compare("products", shop.productCount, products.count)
        compare("variants", shop.variantCount, variants.count)
        compare("customers", shop.customerCount, customers.count)
        compare("orders", shop.orderCount, orders.count)
        guard found.isEmpty else { return found }
        for index in products.indices {
            let product = shop.product(ProductOrdinal(index))
            compare("name of product \(index)", product.name, products[index].name)
            compare("price of product \(index)", product.basePrice.minorUnits, products[index].price)
            compare("status of product \(index)", product.status == .published, products[index].isPublished)
        }
        for index in variants.indices {
            let stock = shop.stock(of: VariantOrdinal(index))
            let variant = variants[index]
            let name = "variant \(variant.sku)"
            compare("sku", stock.details.sku, variant.sku)
            compare("quantity of \(name)", stock.inventory.quantity.units, variant.quantity)
            compare("reserved of \(name)", stock.inventory.reserved.units, reserved(index))
            compare(
                "threshold of \(name)", stock.inventory.settings.lowStockThreshold.units, variant.threshold)
            compare("backorder of \(name)", stock.inventory.settings.allowBackorder, variant.allowsBackorder)
            compare("tracking of \(name)", stock.inventory.settings.trackInventory, variant.isTracked)
            let movements = shop.stockHistory(of: VariantOrdinal(index)).movements.map(\.change.units)
            compare("history of \(name)", movements, variant.movements)
        }
        for index in customers.indices {
            let own = orders.indices.filter { orders[$0].customer == index }.map { OrderOrdinal($0) }
            compare(
                "e-mail of customer \(index)", shop.customer(CustomerOrdinal(index)).email,
                customers[index].email)
            compare("orders of customer \(index)", shop.orders(of: CustomerOrdinal(index)), own)
        }
        for index in orders.indices {
            found += differences(orders[index], shop.order(OrderOrdinal(index)), shop)
        }
        found += reservationDifferences(from: shop)
        return found
    }

    private func differences(_ expected: AuditedOrder, _ order: Order, _ shop: isolated Shop) -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ what: String, _ engine: Value, _ expected: Value) {
            if engine != expected {
                found.append("\(what) of \(order.number) is \(engine), expected \(expected)")
            }
        }
        compare("id", order.id.description, expected.id)
        compare("number", order.number.description, expected.number)
        compare("status", "\(order.status.name)", expected.status)
        compare("payment", "\(order.payment.name)", expected.payment)
        compare("total", order.total.minorUnits, expected.total)
        compare("refunded total", order.refundedTotal.minorUnits, expected.refundedTotal)
        compare("key", order.idempotencyKey, expected.key ?? "")
        compare("history", order.statusHistory.count, expected.statusMoves + 1)
        compare("lines", order.lines.count, expected.lines.count)
        for (line, expected) in zip(order.lines, expected.lines) {
            compare("variant", line.variant.index, expected.variant)
            compare("quantity", line.quantity.units, expected.quantity)
            compare("price", line.unitPrice.minorUnits, expected.price)
            compare("product name", shop.label(line.label).productName, expected.productName)
            compare("shipped", line.shipped.units, expected.shipped)
            compare("refunded", line.refunded.units, expected.refunded)
            compare("restocked", line.restocked.units, expected.restocked)
        }
        return found
    }

    /// The newest reservation of each name.
    private func reservationDifferences(from shop: isolated Shop) -> [String] {
        var found: [String] = []
        for (index, expected) in reservations.enumerated()
        where !reservations[(index + 1)...].contains(where: { $0.id == expected.id }) {
            let isLive = expected.isLive(at: now)
            let bytes = Array(expected.id.utf8)
            guard let (_, reservation) = bytes.withUnsafeBytes({ shop.reservation(named: $0) }) else {
                if isLive || !expected.mayBeForgotten(at: now) {
                    found.append("reservation \(expected.id) is gone")
                }
                continue
            }
            if reservation.isLive != isLive {
                found.append(
                    "reservation \(expected.id) is \(reservation.state), expected \(isLive ? "live" : "ended")"
                )
            }
            guard isLive else { continue }
            if reservation.quantity.units != expected.quantity
                || reservation.expiresAt?.milliseconds != expected.deadline
                || reservation.variant.index != expected.variant
            {
                found.append("reservation \(expected.id) is \(reservation), expected \(expected)")
            }
        }
        return found
    }
}
