import CommerceCore
import CommerceWire

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
    func orders(_ view: PortalView, token: String, isPart: Bool) -> [UInt8] {
        if view.total == 1, let order = view.orders.first { return self.order(order, view.shop, back: nil) }
        let layout = PortalLayout(shop: view.shop, assetFolder: assetFolder, title: "Your orders")
        let list = OrderList(view: view, address: "\(PortalPage.folder)/\(token)", isLaterPart: isPart)
        return layout.document { list.write(into: &$0) }
    }

    /// One order, with the way back to the others if the link shows any.
    func order(_ view: PortalView, token: String) -> [UInt8]? {
        view.orders.first.map {
            order($0, view.shop, back: view.isOfOneOrder ? nil : "\(PortalPage.folder)/\(token)")
        }
    }

    private func order(_ order: PortalOrder, _ shop: ShopSettings, back: String?) -> [UInt8] {
        let layout = PortalLayout(
            shop: shop, assetFolder: assetFolder, title: "Order \(order.orderNumber)", back: back)
        return layout.document { OrderDetails(order: order, shop: shop).write(into: &$0) }
    }

    /// For whatever shows nothing.
    func notFound(_ shop: ShopSettings) -> [UInt8] {
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
    func tooMany(_ shop: ShopSettings, seconds: Int) -> [UInt8] {
        let layout = PortalLayout(shop: shop, assetFolder: assetFolder, title: "Please wait a moment")
        return layout.document { html in
            html.element("p", text: "There were too many tries from your connection.")
            html.element(
                "p", text: "Load this page again in \(PortalWords.count(seconds, "second", "seconds")).")
        }
    }
}
