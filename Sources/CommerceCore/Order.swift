/// One order: what was bought, at which prices, and how far it has come.
///
///     subtotal = Σ line.quantity × line.unitPrice
///     total    = subtotal + tax + shipping - discount,   0 ≤ discount ≤ subtotal
///     0 ≤ refundedTotal ≤ total;   payment REFUNDED ⇔ refundedTotal = total after a payment
///
/// A plain value: `judge` methods (in `Order+Judge.swift`) turn a request into an ``OrderEvent`` or a
/// rejection and change nothing, ``apply(_:)`` takes an event in and judges nothing. What an event means
/// for stock is told by ``stockEffects(of:)``; the order itself moves no stock.
///
/// What happened since it was placed is kept as the events themselves (``steps``), so that there is one way
/// to build an order: place it, then apply.
package struct Order: Sendable {
    package let ordinal: OrderOrdinal
    package let customer: CustomerOrdinal
    package let contact: ContactOrdinal
    package let shippingAddress: AddressOrdinal
    package let billingAddress: AddressOrdinal
    package let shippingMethod: ShippingMethodOrdinal?
    package let createdBy: SubjectOrdinal
    package internal(set) var status: OrderStatus = .pending
    package internal(set) var payment: PaymentStatus = .pending
    /// Deleted as far as readers see; numbers, stock and history stay.
    package internal(set) var isHidden = false
    package let createdAt: Timestamp
    package internal(set) var updatedAt: Timestamp
    package let tax: Money
    package let shipping: Money
    package let discount: Money
    package internal(set) var refundedTotal = Money.zero
    package internal(set) var lines: [OrderLine]
    /// Empty if the order was placed without one.
    package let idempotencyKey: String
    /// Of the request that placed it, to tell a repetition from another body under the same key.
    package let fingerprint: UInt64
    package let customerNotes: String?
    /// Everything that happened since, oldest first; at most ``historyMaximum``.
    package internal(set) var steps: [OrderStep] = []

    package init(
        ordinal: OrderOrdinal, customer: CustomerOrdinal, contact: ContactOrdinal,
        shippingAddress: AddressOrdinal, billingAddress: AddressOrdinal,
        shippingMethod: ShippingMethodOrdinal?, createdBy: SubjectOrdinal, createdAt: Timestamp,
        tax: Money, shipping: Money, discount: Money, lines: [OrderLine],
        idempotencyKey: String, fingerprint: UInt64, customerNotes: String?
    ) {
        self.ordinal = ordinal
        self.customer = customer
        self.contact = contact
        self.shippingAddress = shippingAddress
        self.billingAddress = billingAddress
        self.shippingMethod = shippingMethod
        self.createdBy = createdBy
        self.createdAt = createdAt
        updatedAt = createdAt
        self.tax = tax
        self.shipping = shipping
        self.discount = discount
        self.lines = lines
        self.idempotencyKey = idempotencyKey
        self.fingerprint = fingerprint
        self.customerNotes = customerNotes
    }

    package static let linesMaximum = 2_000
    /// How many things may happen to one order: status changes, notes, shipments, refunds.
    package static let historyMaximum = 1_000
    /// How many may have happened before what can be done again and again: a note, a shipment that leaves
    /// units, a refund that leaves money. What finishes an order takes fewer entries than the rest, so it
    /// always finds room.
    package static let historyMaximumForParts = 900

    package var number: OrderNumber { OrderNumber(ordinal) }
    package var id: EntityID { EntityID(.order, createdAt: createdAt, ordinal: UInt64(ordinal.value)) }

    package var subtotal: Money {
        Money(minorUnits: lines.reduce(0) { $0 + $1.total.minorUnits })
    }

    package var total: Money {
        Money(
            minorUnits: subtotal.minorUnits + tax.minorUnits + shipping.minorUnits - discount.minorUnits)
    }

    /// Of all lines together.
    package var units: Quantity { lines.reduce(.zero) { $0 + $1.quantity } }

    package var fulfillment: FulfillmentStatus {
        if lines.allSatisfy({ $0.unshipped == .zero }) { return .fulfilled }
        return lines.contains { $0.shipped > .zero } ? .partiallyFulfilled : .unfulfilled
    }

    /// Units of `line` that the order still holds in its variant's `reserved`.
    package func heldUnits(ofLine line: Int) -> Quantity {
        status.isOpen ? lines[line].unshipped : .zero
    }

    package func id(ofLine line: Int) -> EntityID {
        EntityID(
            .orderItem, createdAt: createdAt,
            ordinal: UInt64(ordinal.value) * 2_048 % (1 << 38) + UInt64(line))
    }
}
