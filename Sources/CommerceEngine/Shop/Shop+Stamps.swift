package import CommerceCore

/// What a reply shows, as far as it can change: what its ``Shop/stamp(of:)`` is made of.
package enum Shown: Hashable, Sendable {
    /// A product with its variants, their stock, its categories and tags.
    case product(ProductOrdinal)
    /// One variant and its stock.
    case variant(VariantOrdinal)
    /// A customer and all of the customer's orders, under the shop's name.
    case customer(CustomerOrdinal)
    /// One order, its customer, under the shop's name.
    case order(OrderOrdinal)
    /// Anything.
    case everything
}

extension Shop {
    /// A number that is another one as soon as anything of what is shown has changed.
    ///
    /// Mixed from the values themselves, or from versions that move with them, so that the ways on which stock and
    /// orders change need not know that somebody looks. Two states get the same number by chance only, once in 2⁶⁴.
    ///
    /// - Complexity: O(variants) of a product, otherwise O(1).
    package func stamp(of shown: Shown) -> UInt64 {
        var stamp = Stamp()
        switch shown {
        case .product(let product):
            stamp.mix(products[product.index].version, taxonomyVersion)
            for variant in products[product.index].variants {
                stamp.mix(VariantActor.stamp(variants[variant.index], (), on: unownedExecutor))
            }
        case .variant(let variant):
            stamp.mix(VariantActor.stamp(variants[variant.index], (), on: unownedExecutor))
        case .customer(let customer): mix(customer, &stamp)
        case .order(let order):
            stamp.mix(UInt64(OrderActor.stepCount(orders[order.index], (), on: unownedExecutor)))
            mix(OrderActor.customer(orders[order.index], (), on: unownedExecutor), &stamp)
        case .everything:
            stamp.mix(sequence)
            stamp.mix(lapseCount)
        }
        return stamp.value
    }

    private func mix(_ customer: CustomerOrdinal, _ stamp: inout Stamp) {
        stamp.mix(customers[customer.index].customer.version, settings.version)
        stamp.mix(UInt32(customers[customer.index].orders.count), customers[customer.index].orderChanges)
    }
}

/// Numbers, mixed in order into one.
struct Stamp {
    private(set) var value: UInt64 = 0x243f_6a88_85a3_08d3

    @inline(__always)
    mutating func mix(_ number: UInt64) {
        value = ByteHash.fold(value ^ 0xa076_1d64_78bd_642f, number ^ 0xe703_7ed1_a0b4_28db) ^ (value &<< 1)
    }

    @inline(__always)
    mutating func mix(_ high: UInt32, _ low: UInt32) { mix(UInt64(high) << 32 | UInt64(low)) }
}

extension VariantActor {
    /// Of everything that is shown of a variant.
    static let stamp = OwnedCall { (actor: isolated VariantActor, _: Void) -> UInt64 in
        let inventory = actor.inventory
        let settings = inventory.settings
        var stamp = Stamp()
        stamp.mix(UInt64(bitPattern: inventory.quantity.units))
        stamp.mix(UInt64(bitPattern: inventory.reserved.units))
        stamp.mix(UInt64(bitPattern: settings.lowStockThreshold.units))
        stamp.mix(
            actor.details.version, (settings.trackInventory ? 1 : 0) | (settings.allowBackorder ? 2 : 0))
        stamp.mix(UInt64(bitPattern: inventory.lastRestockedAt?.milliseconds ?? -1))
        return stamp.value
    }
}

extension OrderActor {
    static let stepCount = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.steps.count }
}
