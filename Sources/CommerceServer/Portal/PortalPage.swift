import CommerceEngine

/// The pages of the portal: what is shown of the orders behind a link, and what is said where nothing is.
///
/// For every link that shows nothing there is one page, the same byte for byte: it does not tell whether a link was
/// never good, is over, or was replaced, nor whether an order is somebody else's.
struct PortalPage {
    static let folder = "/portal/orders"

    let assetFolder: String

    /// The list of a customer's orders, or the one order if there is no other.
    ///
    /// - Parameter isPart: Whether a later part of the list was asked for.
    func orders(_ reply: PortalReply, token: String, isPart: Bool) -> [UInt8] {
        if reply.orderCount == 1, let order = reply.orders.first {
            return self.order(order, reply.shop, back: nil)
        }
        let layout = PortalLayout(shop: reply.shop, assetFolder: assetFolder, title: "Your orders")
        let list = OrderList(reply: reply, address: "\(PortalPage.folder)/\(token)", isLaterPart: isPart)
        return layout.document { list.write(into: &$0) }
    }

    /// One order of a customer's.
    func order(_ reply: PortalReply, token: String) -> [UInt8]? {
        reply.orders.first.map { order($0, reply.shop, back: "\(PortalPage.folder)/\(token)") }
    }

    private func order(_ order: PortalOrder, _ shop: PortalShop, back: String?) -> [UInt8] {
        let layout = PortalLayout(
            shop: shop, assetFolder: assetFolder, title: "Order \(order.number)", back: back)
        return layout.document { OrderDetails(order: order, shop: shop).write(into: &$0) }
    }

    /// For whatever shows nothing.
    func notFound(_ shop: PortalShop) -> [UInt8] {
        let layout = PortalLayout(
            shop: shop, assetFolder: assetFolder, title: "This link is not valid any more")
        return layout.document { html in
            html.element(
                "p", text: "Links last 30 days and stop when a newer one is made.")
            html.element("p") { html in
                html.text("Look for our latest e-mail, or contact ")
                html.element("span", .ownDirection, text: shop.name)
                layout.contactWays(&html)
                html.text(".")
            }
        }
    }

    /// For who asks too often.
    func tooMany(_ shop: PortalShop, seconds: Int) -> [UInt8] {
        let layout = PortalLayout(shop: shop, assetFolder: assetFolder, title: "Please wait a moment")
        return layout.document { html in
            html.element("p", text: "There were too many tries from your connection.")
            html.element(
                "p", text: "Load this page again in \(PortalWords.count(seconds, "second", "seconds")).")
        }
    }
}
