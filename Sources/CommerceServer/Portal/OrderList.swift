import CommerceWire

/// The orders of a customer, newest first, each with a link to itself.
struct OrderList {
    let view: PortalView
    /// The address of this page, without the part of a list that is shown.
    let address: String
    /// Whether an earlier part of the list is before this one.
    let isLaterPart: Bool

    func write(into html: inout HTMLWriter) {
        if view.orders.isEmpty {
            html.element("p", text: "There are no orders yet.")
            return
        }
        html.element("table", .class("orders")) { html in
            html.element(
                "caption", text: PortalWords.count(view.total, "order", "orders") + ", newest first")
            html.element("thead") { html in
                html.element("tr") { html in
                    for name in ["Order", "Date", "Status", "Items", "Total"] {
                        html.element("th", .named("scope", "col"), text: name)
                    }
                }
            }
            html.element("tbody") { html in
                for order in view.orders { write(order, &html) }
            }
        }
        if view.nextCursor != nil || isLaterPart { writePager(&html) }
    }

    private func write(_ order: PortalOrder, _ html: inout HTMLWriter) {
        html.element("tr") { html in
            html.element("th", .named("scope", "row")) { html in
                html.element("a", .address("\(address)/\(order.orderNumber)"), text: order.orderNumber)
            }
            html.element("td") { $0.day(order.createdAt) }
            html.element("td") { OrderStatus(order: order).writeBadge(into: &$0) }
            html.element("td", text: PortalWords.count(order.unitCount, "item", "items"))
            html.element("td", .class("amount")) { $0.money(order.total, view.shop) }
        }
    }

    private func writePager(_ html: inout HTMLWriter) {
        html.element("nav", .named("aria-label", "More orders"), .class("pager")) { html in
            if isLaterPart { html.element("a", .address(address), text: "Newest orders") }
            if let cursor = view.nextCursor {
                html.element("a", .address("\(address)?cursor=\(cursor)"), text: "Earlier orders")
            }
        }
    }
}
