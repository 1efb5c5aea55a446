package import CommerceCore

// Who may look at a customer's orders without an account: whoever has the newest link of the customer, or one of an
// order. The links themselves are made elsewhere, from a secret; here is how many-th one is good and until when.
//
//     a link of a customer ends   30 days after max(made by hand, the last order)
//     a link of an order ends     30 days after max(the order, its last change of status)
//
// Making a new link ends those before it: the customer's and those of the customer's orders.
extension Shop {
    package static let portalMilliseconds: Int64 = 30 * 86_400_000
    /// Links of one customer, one after another; as many as a reference can number.
    package static let portalGenerationMaximum: UInt32 = 1 << 24 - 1

    /// When the link that is good now ends; it may have ended. `nil` if there is none: no order and none made by hand.
    package func portalEnd(of customer: CustomerOrdinal) -> Timestamp? {
        guard customers[customer.index].customer.deletedAt == nil else { return nil }
        let made = customers[customer.index].customer.portalIssuedAt
        let ordered = customers[customer.index].statistics.lastOrderAt
        guard let newest = [made, ordered].compactMap(\.self).max() else { return nil }
        return newest.adding(milliseconds: Shop.portalMilliseconds)
    }

    /// When the link to this order ends; it may have ended. `nil` if the order is hidden.
    package func portalEnd(of order: OrderOrdinal) -> Timestamp? {
        let value = self.order(order)
        guard !value.isHidden, !customers[value.customer.index].customer.isDeleted else { return nil }
        let moved = value.steps.last { $0.before != $0.after }?.event.at ?? value.createdAt
        return moved.adding(milliseconds: Shop.portalMilliseconds)
    }

    /// Ends the customer's links and makes a new one good, from now on.
    ///
    /// - Returns: The number of the new one.
    /// - Throws: what is not there, then ``Rejection/limitReached(what:maximum:)``, then ``Rejection/storageFull``.
    package func renewPortal(of customer: CustomerOrdinal) throws(Rejection) -> UInt32 {
        let generation = customers[customer.index].customer.portalGeneration
        guard generation < Shop.portalGenerationMaximum else {
            throw .limitReached(what: "links of a customer", maximum: Int(Shop.portalGenerationMaximum))
        }
        let now = now
        try update(customer, shippingAddress: nil, billingAddress: nil) {
            $0.portalGeneration = generation + 1
            $0.portalIssuedAt = now
        }
        return generation + 1
    }
}
