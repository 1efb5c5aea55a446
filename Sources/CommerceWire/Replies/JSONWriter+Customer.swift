import CommerceCore
import CommerceEngine
import CompactJSON

extension JSONWriter {
    /// A whole customer.
    mutating func members(of ordinal: CustomerOrdinal, in shop: isolated Shop) {
        let customer = shop.customer(ordinal)
        let statistics = shop.statistics(of: ordinal)
        member("id", shop.id(of: ordinal))
        member("email", customer.email)
        member("firstName", customer.firstName)
        member("lastName", customer.lastName)
        member("phone", customer.phone)
        member("company", customer.company)
        member("shippingAddress", json: customer.shippingAddress.map { shop.address($0) })
        member("billingAddress", json: customer.billingAddress.map { shop.address($0) })
        member("notes", customer.notes)
        key("tags")
        beginArray()
        for tag in customer.tags { value(tag) }
        endArray()
        member("portalExpiresAt", shop.portalEnd(of: ordinal))
        member("createdAt", customer.createdAt)
        member("updatedAt", customer.updatedAt)
        member("lastOrderAt", statistics.lastOrderAt)
        member("orderCount", statistics.orderCount)
        key("statistics")
        beginObject()
        members(of: statistics)
        endObject()
        member("version", Int64(customer.version))
    }

    /// What a customer's orders come to.
    mutating func members(of statistics: CustomerStatistics) {
        member("orderCount", statistics.orderCount)
        member("openOrderCount", statistics.openOrderCount)
        member("lifetimeValue", Money(minorUnits: statistics.lifetimeValueMinorUnits))
        member("totalPaid", Money(minorUnits: statistics.totalPaidMinorUnits))
        member("refundedTotal", Money(minorUnits: statistics.refundedMinorUnits))
        member("averageOrderValue", statistics.averageMinorUnits.map { Money(minorUnits: $0) })
        member("firstOrderAt", statistics.firstOrderAt)
        member("lastOrderAt", statistics.lastOrderAt)
    }

    /// The newest of a customer's orders in short, for a page about the customer.
    mutating func recentOrders(of ordinal: CustomerOrdinal, in shop: isolated Shop) {
        key("recentOrders")
        beginArray()
        let shown = shop.orders(of: ordinal).reversed().lazy.filter { !shop.isHidden($0) }.prefix(10)
        for number in shown {
            let order = shop.order(number)
            beginObject()
            member("id", order.id)
            member("orderNumber", order.number.description)
            member("status", order.status.name)
            member("paymentStatus", order.payment.name)
            member("fulfillmentStatus", order.fulfillment.name)
            member("total", order.total)
            member("createdAt", order.createdAt)
            endObject()
        }
        endArray()
    }
}

extension TableWriter {
    /// Writes one row of ``TableColumn/customers``.
    mutating func write(_ ordinal: CustomerOrdinal, in shop: isolated Shop) {
        let customer = shop.customer(ordinal)
        let statistics = shop.statistics(of: ordinal)
        write([
            shop.id(of: ordinal).description, customer.email, customer.firstName, customer.lastName,
            customer.phone ?? "", customer.company ?? "", customer.tags.joined(separator: ", "),
            "\(statistics.orderCount)", Money(minorUnits: statistics.lifetimeValueMinorUnits).description,
            statistics.lastOrderAt?.text ?? "",
            customer.shippingAddress.map { shop.address($0) } ?? "",
            customer.billingAddress.map { shop.address($0) } ?? "", customer.notes ?? "",
            customer.createdAt.text, customer.updatedAt.text,
        ])
    }
}
