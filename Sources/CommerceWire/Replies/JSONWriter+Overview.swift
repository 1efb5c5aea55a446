package import CommerceCore
package import CommerceEngine
package import CompactJSON

/// Orders that wait for somebody, and how a list is asked for them.
private struct Waiting {
    let name: StaticString
    let statuses: [OrderStatus]
    var payments: [PaymentStatus] = []
    var fulfillments: [FulfillmentStatus] = []

    static let unpaid = Waiting(
        name: "unpaid", statuses: [.pending, .processing, .shipped, .delivered], payments: [.pending])
    static let all = [
        unpaid,
        Waiting(name: "toShip", statuses: [.pending, .processing], fulfillments: [.unfulfilled]),
        Waiting(name: "partlyShipped", statuses: [.processing], fulfillments: [.partiallyFulfilled]),
        Waiting(name: "paymentFailed", statuses: [.pending, .processing], payments: [.failed]),
    ]

    var states: OrderStates {
        OrderStates(statuses: statuses, payments: payments, fulfillments: fulfillments)
    }

    /// As the query of a list of orders.
    var query: String {
        var parts = ["status=" + Waiting.joined(statuses.map(\.name))]
        if !payments.isEmpty { parts.append("paymentStatus=" + Waiting.joined(payments.map(\.name))) }
        if !fulfillments.isEmpty {
            parts.append("fulfillmentStatus=" + Waiting.joined(fulfillments.map(\.name)))
        }
        return parts.joined(separator: "&")
    }

    private static func joined(_ names: [StaticString]) -> String {
        names.map(\.description).joined(separator: ",")
    }
}

extension JSONWriter {
    /// A span of days with the one before it.
    mutating func period(
        _ name: StaticString, _ spans: (current: Range<Timestamp>, previous: Range<Timestamp>),
        in shop: isolated Shop
    ) {
        key(name)
        beginObject()
        members(of: shop.sales(from: spans.current.lowerBound, to: spans.current.upperBound))
        key("previous")
        beginObject()
        members(of: shop.sales(from: spans.previous.lowerBound, to: spans.previous.upperBound))
        endObject()
        endObject()
    }

    private mutating func members(of period: SalesPeriod) {
        let sum = period.sum
        member("from", period.from)
        member("to", period.to)
        member("orders", period.orderCount)
        member("units", sum.units)
        member("value", Money(minorUnits: sum.valueMinorUnits))
        member("revenue", Money(minorUnits: sum.revenueMinorUnits))
        let average = sum.orders > 0 ? sum.valueMinorUnits / Int64(sum.orders) : 0
        member("averageOrder", Money(minorUnits: average))
    }

    mutating func hours(_ days: OverviewDays, in shop: isolated Shop) {
        key("hours")
        beginArray()
        for hour in days.hours {
            let period = shop.sales(from: hour.lowerBound, to: hour.upperBound)
            beginObject()
            member("from", period.from)
            member("orders", period.orderCount)
            member("revenue", Money(minorUnits: period.sum.revenueMinorUnits))
            endObject()
        }
        endArray()
    }

    /// How many orders wait for somebody, and where they are listed.
    mutating func attention(in shop: isolated Shop) {
        let dayAgo = Timestamp(milliseconds: max(0, shop.now.milliseconds - 86_400_000))
        key("attention")
        beginObject()
        for waiting in Waiting.all { member(waiting.name, shop.orderCount(of: waiting.states)) }
        member("unpaidOver24Hours", shop.orderCount(of: Waiting.unpaid.states, before: dayAgo))
        member("unpaidBefore", dayAgo)
        key("queries")
        beginObject()
        for waiting in Waiting.all { member(waiting.name, waiting.query) }
        endObject()
        endObject()
    }

    mutating func stockFigures(in shop: isolated Shop) {
        beginObject()
        member("low", shop.variantCount(of: .isLow))
        member("out", shop.variantCount(of: .isOut))
        key("refused")
        beginArray()
        for (variant, refusedUnits) in shop.soldOutAndWanted(5) {
            beginObject()
            names(of: variant, in: shop)
            member("available", shop.available(of: variant))
            member("refusedUnits", refusedUnits)
            endObject()
        }
        endArray()
        endObject()
    }

    /// A variant's id and what people call it.
    mutating func names(of variant: VariantOrdinal, in shop: isolated Shop) {
        let details = shop.variant(variant)
        member("variantId", shop.id(of: variant))
        member("productId", shop.id(of: details.product))
        member("sku", details.sku)
        member("productName", shop.product(details.product).name)
        member("variantName", details.name)
    }

    /// An order as lists of the newest show it.
    ///
    /// - Parameter isNew: Whether it came in since the last time, where that is told.
    package mutating func summary(
        of ordinal: OrderOrdinal, isNew: Bool? = nil, in shop: isolated Shop
    ) {
        let order = shop.order(ordinal)
        beginObject()
        member("orderId", order.id)
        member("orderNumber", order.number.description)
        member("customerId", shop.id(of: order.customer))
        member("customerName", shop.contact(order.contact).name)
        member("status", order.status.name)
        member("paymentStatus", order.payment.name)
        member("fulfillmentStatus", order.fulfillment.name)
        member("total", order.total)
        member("itemCount", order.units)
        member("createdAt", order.createdAt)
        member("updatedAt", order.updatedAt)
        if let isNew { member("isNew", isNew) }
        endObject()
    }
}
