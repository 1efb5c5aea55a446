import CommerceCore
import CommerceWire

/// One order: what was bought and what it costs. Nothing of it is for staff alone.
struct OrderDetails {
    let order: PortalOrder
    let shop: ShopSettings

    func write(into html: inout HTMLWriter) {
        OrderStatus(order: order).write(into: &html)
        OrderTimeline(order: order).write(into: &html)
        html.element("section") { html in
            html.element("h2", text: "Items")
            writeItems(&html)
            writeRefunds(&html)
        }
        TrackingInfo(order: order).write(into: &html)
    }

    private func writeItems(_ html: inout HTMLWriter) {
        html.element("table", .class("items")) { html in
            html.element("caption", text: PortalWords.count(order.unitCount, "item", "items"))
            html.element("thead") { html in
                html.element("tr") { html in
                    for name in ["Item", "Quantity", "Price", "Total"] {
                        html.element("th", .named("scope", "col"), text: name)
                    }
                }
            }
            html.element("tbody") { html in
                for item in order.items { write(item, &html) }
            }
            html.element("tfoot") { writeTotals(&$0) }
        }
    }

    private func write(_ item: PortalItem, _ html: inout HTMLWriter) {
        html.element("tr") { html in
            html.element("th", .named("scope", "row")) { html in
                html.element("span", .ownDirection, text: PortalWords.name(of: item.label))
                if let sku = item.label.sku { html.element("code", text: sku) }
                if item.refunded > .zero {
                    html.element("span", .class("hint"), text: "\(item.refunded.units) returned")
                }
            }
            html.element("td", .class("amount"), text: String(item.quantity.units))
            html.element("td", .class("amount")) { $0.money(item.unitPrice, shop) }
            html.element("td", .class("amount")) { $0.money(item.total, shop) }
        }
    }

    /// What is nothing is not shown, but for what is bought and what it comes to.
    private func writeTotals(_ html: inout HTMLWriter) {
        let parts = [
            ("Subtotal", order.subtotal), ("Discount", Money(minorUnits: -order.discount.minorUnits)),
            ("Shipping", order.shipping), ("Tax", order.tax), ("Total", order.total),
        ]
        for (name, amount) in parts where amount != .zero || name.hasSuffix("otal") {
            html.element("tr", name == "Total" ? .class("total") : nil) { html in
                html.element("th", .named("scope", "row"), .named("colspan", "3"), text: name)
                html.element("td", .class("amount")) { $0.money(amount, shop) }
            }
        }
    }

    private func writeRefunds(_ html: inout HTMLWriter) {
        for refund in order.refunds {
            html.element("p") { html in
                html.money(refund.amount, shop)
                html.text(" refunded on ")
                html.moment(refund.at)
            }
        }
    }
}

extension PortalOrder {
    /// Of all lines together.
    var unitCount: Int64 { items.reduce(0) { $0 + $1.quantity.units } }
}
