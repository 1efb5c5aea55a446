package import CommerceCore

/// Where an order stands, in one byte: what lists of orders ask for.
///
///     bits 0–2 status · 3–4 payment · 5–6 fulfilment · 7 hidden
package struct OrderState: Hashable, Sendable {
    package let rawValue: UInt8

    static let hiddenBit: UInt8 = 0x80

    package init(
        _ status: OrderStatus, _ payment: PaymentStatus, _ fulfillment: FulfillmentStatus, isHidden: Bool
    ) {
        rawValue =
            status.rawValue | payment.rawValue << 3 | fulfillment.rawValue << 5
            | (isHidden ? OrderState.hiddenBit : 0)
    }

    /// - Complexity: O(lines), or O(1) of an order to which nothing has happened.
    package init(_ order: borrowing Order) {
        self =
            order.steps.isEmpty
            ? .placed
            : OrderState(order.status, order.payment, order.fulfillment, isHidden: order.isHidden)
    }

    /// Of every new order.
    static let placed = OrderState(.pending, .pending, .unfulfilled, isHidden: false)
}

/// A choice of states: on each axis some, and of nothing chosen all. Hidden orders are in none.
package struct OrderStates: Sendable {
    /// By the byte of a state: 1 if it is wanted.
    let isWanted: [UInt8]
    /// Whether every order is wanted that may be seen.
    let isEvery: Bool

    package init(
        statuses: [OrderStatus] = [], payments: [PaymentStatus] = [], fulfillments: [FulfillmentStatus] = []
    ) {
        var isWanted = [UInt8](repeating: 0, count: 256)
        for status in statuses.isEmpty ? OrderStatus.allCases : statuses {
            for payment in payments.isEmpty ? PaymentStatus.allCases : payments {
                for fulfillment in fulfillments.isEmpty ? FulfillmentStatus.allCases : fulfillments {
                    let state = OrderState(status, payment, fulfillment, isHidden: false)
                    isWanted[Int(state.rawValue)] = 1
                }
            }
        }
        self.isWanted = isWanted
        isEvery = statuses.isEmpty && payments.isEmpty && fulfillments.isEmpty
    }

    package func contains(_ state: OrderState) -> Bool { isWanted[Int(state.rawValue)] != 0 }
}
