package import CommerceCore

/// Sums over the whole shop, for `verify` and people.
package struct ShopTotals: Sendable {
    package internal(set) var orders = 0
    package internal(set) var variants = 0
    package internal(set) var customers = 0
    package internal(set) var unitsReserved = Quantity.zero
    package internal(set) var unitsOnHand = Quantity.zero
    /// Σ total of all orders, in minor units; a sum may leave the range of ``Money``.
    package internal(set) var revenueMinorUnits: Int64 = 0

    package var revenueText: String { Money(minorUnits: revenueMinorUnits).description }
}

extension Shop {
    /// - Complexity: O(orders + variants).
    package func totals() -> ShopTotals {
        var totals = ShopTotals()
        totals.orders = orders.count
        totals.variants = variants.count
        totals.customers = customers.count
        for index in variants.indices {
            let inventory = variants[index].owned { $0.inventory }
            totals.unitsReserved += inventory.reserved
            totals.unitsOnHand += inventory.quantity
        }
        for index in orders.indices {
            totals.revenueMinorUnits += OrderActor.total(orders[index], (), on: unownedExecutor).minorUnits
        }
        return totals
    }
}
