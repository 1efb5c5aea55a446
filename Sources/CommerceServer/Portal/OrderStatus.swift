import CommerceWire

/// How far an order has come and whether it is paid, in plain words.
struct OrderStatus {
    let order: PortalOrder

    func write(into html: inout HTMLWriter) {
        html.element("p", .class("summary")) { html in
            writeBadge(into: &html)
            if let payment = PortalWords.payment(of: order) {
                html.element("span", .class("payment"), text: payment)
            }
            html.text("Ordered on ")
            html.moment(order.createdAt)
        }
    }

    func writeBadge(into html: inout HTMLWriter) {
        html.element(
            "span", .class(PortalWords.tone(of: order.stage)), text: PortalWords.words(of: order.stage))
    }
}
