import CompactJSON

/// The shop, as far as customers see it.
struct PortalShop: Hashable {
    let name: String
    let contactEmail: String?
    let contactPhone: String?
    /// The code of ISO 4217.
    let currency: String
    /// How amounts and times are shown, `en-GB`.
    let locale: String
}

/// What the operation `customers.portal` answers, as values: a page shows this and nothing else, so that it cannot show
/// more than the operation does.
struct PortalReply {
    let shop: PortalShop
    let customerName: String
    let orders: [PortalOrder]
    let orderCount: Int
    let nextCursor: String?
}

extension PortalReply {
    /// `nil` if the reply is not of the shape that the operation declares.
    init?(_ node: JSONNode) {
        guard let shop = node["shop"].flatMap(PortalShop.init), let orders = node["orders"],
            let total = node["total"]?.int64
        else { return nil }
        self.shop = shop
        self.orders = orders.elements.compactMap { PortalOrder($0) }
        orderCount = Int(total)
        nextCursor = node["nextCursor"]?.string
        let customer = node["customer"]
        customerName = [customer?["firstName"]?.string, customer?["lastName"]?.string].compactMap(\.self)
            .joined(separator: " ")
    }
}

extension PortalShop {
    init?(_ node: JSONNode) {
        guard let name = node["name"]?.string, let currency = node["currency"]?.string,
            let locale = node["locale"]?.string
        else { return nil }
        self.init(
            name: name, contactEmail: node["contactEmail"]?.string,
            contactPhone: node["contactPhone"]?.string, currency: currency, locale: locale)
    }
}
