package import CommerceCore
package import CommerceEngine

/// Everything that the holder of a link is shown, masked already: what `customers.portal` answers as JSON and the pages of
/// the portal as HTML. Get one by ``LineExecutor/portalView(token:_:session:shop:)``.
///
/// Each value is put in here by name, so that what is added to orders and customers elsewhere does not appear: no ids,
/// no costs, no names of staff, no notes and reasons, no bill. It is not escaped for any page.
package struct PortalView: Sendable {
    package let shop: ShopSettings
    package let firstName: String
    package let lastName: String
    /// `m•••@example.org`
    package let email: String
    /// When the link ends.
    package let expiresAt: Timestamp
    /// Whether the link shows one order alone.
    package let isOfOneOrder: Bool
    /// One page of them, the newest first.
    package let orders: [PortalOrder]
    package let nextCursor: String?
    /// Of all orders that the link shows.
    package let total: Int
}

/// One order as its customer sees it.
package struct PortalOrder: Sendable {
    package let orderNumber: String
    package let status: OrderStatus
    package let payment: PaymentStatus
    package let fulfillment: FulfillmentStatus
    package let stage: OrderStage
    /// What the order has come past with the time, then what is to come.
    package let stages: [(stage: OrderStage, at: Timestamp?)]
    package let subtotal: Money
    package let tax: Money
    package let shipping: Money
    package let discount: Money
    package let total: Money
    package let refundedTotal: Money
    package let customerName: String
    /// Where it goes, member by member in the order of an envelope; street and telephone masked.
    package let shippingAddress: [(name: StaticString, text: String)]
    package let items: [PortalItem]
    package let shipments: [PortalShipment]
    package let refunds: [(amount: Money, at: Timestamp)]
    package let history: [(from: OrderStatus?, to: OrderStatus, at: Timestamp)]
    package let createdAt: Timestamp
    package let paidAt: Timestamp?
    package let shippedAt: Timestamp?
    package let deliveredAt: Timestamp?
    package let cancelledAt: Timestamp?
}

/// What was ordered, on one line.
package struct PortalItem: Sendable {
    package let label: LineLabel
    package let quantity: Quantity
    package let unitPrice: Money
    package let total: Money
    package let shipped: Quantity
    package let refunded: Quantity
}

/// A parcel.
package struct PortalShipment: Sendable {
    package let items: [(label: LineLabel, quantity: Quantity)]
    package let carrier: String?
    package let trackingNumber: String?
    /// Begins with `https://`.
    package let trackingURL: String?
    package let at: Timestamp
}

/// Which part of what a link shows is wanted.
package struct PortalRequest: Sendable {
    /// The order of this number alone.
    package var orderNumber: String?
    package var limit = Int(Page.limitDefault)
    package var cursor: String?

    package init(orderNumber: String? = nil) { self.orderNumber = orderNumber }
}

extension LineExecutor {
    /// What a link shows now, for a page: judged and counted as `customers.portal` is.
    ///
    /// - Throws: ``Rejection/tooManyRequests(retryAfterSeconds:)``, then ``Rejection/notFound(_:)`` for every link that
    ///   shows nothing, then ``Rejection/invalidValue(field:reason:)`` for a cursor that none gave.
    /// - Complexity: O(orders of the customer).
    package func portalView(
        token: UnsafeRawBufferPointer, _ request: PortalRequest, session: WireSession, shop: isolated Shop
    ) throws(Rejection) -> PortalView {
        let operation = Operation.customerPortal
        do throws(Rejection) {
            try judge(operation, session, shop)
            let access = try PortalAccess(token: token, session.portal, shop)
            let page = try Page(
                limit: request.limit, cursor: request.cursor, isDescendingByDefault: true)
            let view = try PortalView(access, orderNumber: request.orderNumber, page, in: shop)
            meter?.ran(operation, nil)
            return view
        } catch {
            meter?.ran(operation, error.code)
            throw error
        }
    }
}
