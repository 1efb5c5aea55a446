/// One order: what was bought and what it costs. Nothing of it is for staff alone.
struct OrderDetails {
    let order: PortalOrder
    let shop: PortalShop

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

    private func write(_ item: PortalOrder.Item, _ html: inout HTMLWriter) {
        html.element("tr") { html in
            html.element("th", .named("scope", "row")) { html in
                html.element("span", .ownDirection, text: item.name)
                if let sku = item.sku { html.element("code", text: sku) }
                if item.refunded > 0 {
                    html.element("span", .class("hint"), text: "\(item.refunded) returned")
                }
            }
            html.element("td", .class("amount"), text: String(item.quantity))
            html.element("td", .class("amount")) { $0.money(item.unitPrice, shop) }
            html.element("td", .class("amount")) { $0.money(item.total, shop) }
        }
    }

    private func writeTotals(_ html: inout HTMLWriter) {
        for (name, amount) in order.amounts + [("Total", order.total)] {
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
                html.time(refund.at)
            }
        }
    }
}
