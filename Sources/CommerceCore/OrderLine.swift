/// One line of an order: units of a variant at the price of that moment.
///
///     0 ≤ shipped ≤ quantity     0 ≤ restocked ≤ shipped     0 ≤ refunded ≤ quantity
///
/// 32 bytes: a million orders keep millions of these. Names and SKU are behind ``label``.
package struct OrderLine: Hashable, Sendable {
    package let variant: VariantOrdinal
    package let label: LabelOrdinal
    private let quantityUnits: Int32
    private var shippedUnits: Int32 = 0
    private var refundedUnits: Int32 = 0
    private var restockedUnits: Int32 = 0
    package let unitPrice: Money

    package init(variant: VariantOrdinal, label: LabelOrdinal, quantity: Quantity, unitPrice: Money) {
        self.variant = variant
        self.label = label
        quantityUnits = Int32(quantity.units)
        self.unitPrice = unitPrice
    }

    package var quantity: Quantity { Quantity(Int64(quantityUnits)) }
    package var shipped: Quantity {
        get { Quantity(Int64(shippedUnits)) }
        set { shippedUnits = Int32(newValue.units) }
    }
    package var refunded: Quantity {
        get { Quantity(Int64(refundedUnits)) }
        set { refundedUnits = Int32(newValue.units) }
    }
    package var restocked: Quantity {
        get { Quantity(Int64(restockedUnits)) }
        set { restockedUnits = Int32(newValue.units) }
    }

    package var unshipped: Quantity { quantity - shipped }

    /// Never out of range: judged when the order was placed.
    package var total: Money { Money(minorUnits: unitPrice.minorUnits * Int64(quantityUnits)) }
}
