import CommerceCore
import CommerceEngine

/// What a token lets its holder see now.
struct PortalAccess {
    let customer: CustomerOrdinal
    /// The one order that may be seen, if the token is an order's.
    let order: OrderOrdinal?
    let end: Timestamp

    /// Opens a token. There is one refusal for every token that shows nothing: forged, replaced, over, of somebody who
    /// was deleted, of another server, no text, none at all.
    ///
    /// - Throws: ``Rejection/notFound(_:)``.
    init(
        token: UnsafeRawBufferPointer?, _ keys: (any PortalKeys)?, _ shop: isolated Shop
    ) throws(Rejection) {
        guard let token, let reference = keys?.open(token),
            let access = PortalAccess(reference, shop), shop.now < access.end
        else { throw .notFound(.notFound) }
        self = access
    }

    private init?(_ reference: PortalReference, _ shop: isolated Shop) {
        let end: Timestamp?
        switch reference.target {
        case .customer(let ordinal):
            guard ordinal.index < shop.customerCount else { return nil }
            (customer, order, end) = (ordinal, nil, shop.portalEnd(of: ordinal))
        case .order(let ordinal):
            guard ordinal.index < shop.orderCount else { return nil }
            (customer, order) = (shop.order(ordinal).customer, ordinal)
            end = shop.portalEnd(of: ordinal)
        }
        guard let end, shop.customer(customer).portalGeneration == reference.generation else { return nil }
        self.end = end
    }

    /// The orders that may be seen, in the order of placing.
    func orders(in shop: isolated Shop) -> [OrderOrdinal] {
        if let order { return [order] }
        return shop.orders(of: customer).filter { !shop.isHidden($0) }
    }

    var shown: Shown { order.map(Shown.order) ?? .customer(customer) }
}
