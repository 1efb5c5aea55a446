import CompactJSON

/// An order, as far as its customer sees it. Amounts are decimal texts, times are those of ISO 8601.
struct PortalOrder {
    struct Item {
        let name: String
        let sku: String?
        let quantity: Int
        var unitPrice = ""
        var total = ""
        var refunded = 0
    }

    struct Shipment {
        let items: [Item]
        let carrier: String?
        let trackingNumber: String?
        let trackingAddress: String?
        let at: String
    }

    struct Stage {
        let name: String
        /// `nil` for what is to come.
        let at: String?
    }

    struct Refund {
        let amount: String
        let at: String
    }

    let number: String
    let stage: String
    let stages: [Stage]
    let paymentStatus: String
    let items: [Item]
    /// Subtotal, tax, shipping, discount and total.
    let amounts: [(name: String, amount: String)]
    let total: String
    /// The lines of the address that are shown.
    let addressLines: [String]
    let shipments: [Shipment]
    let refunds: [Refund]
    let createdAt: String
    let paidAt: String?

    var unitCount: Int { items.reduce(0) { $0 + $1.quantity } }
}

extension PortalOrder {
    /// `nil` if the reply is not of the shape that the operation declares.
    init?(_ node: JSONNode) {
        guard let number = node["orderNumber"]?.string, let stage = node["stage"]?.string,
            let total = node["total"]?.string, let createdAt = node["createdAt"]?.string
        else { return nil }
        self.number = number
        self.stage = stage
        self.total = total
        self.createdAt = createdAt
        paidAt = node["paidAt"]?.string
        paymentStatus = node["paymentStatus"]?.string ?? ""
        stages = PortalOrder.list(node["stages"]).compactMap { node in
            node["stage"]?.string.map { Stage(name: $0, at: node["at"]?.string) }
        }
        items = PortalOrder.list(node["items"]).compactMap { Item($0) }
        amounts = PortalOrder.amounts(node)
        addressLines = PortalOrder.lines(of: node["shippingAddress"], else: node["customerName"]?.string)
        shipments = PortalOrder.list(node["shipments"]).map { node in
            Shipment(
                items: PortalOrder.list(node["items"]).compactMap { Item($0) },
                carrier: node["carrier"]?.string, trackingNumber: node["trackingNumber"]?.string,
                trackingAddress: node["trackingUrl"]?.string, at: node["createdAt"]?.string ?? "")
        }
        refunds = PortalOrder.list(node["refunds"]).compactMap { node in
            guard let amount = node["amount"]?.string, let at = node["createdAt"]?.string else { return nil }
            return Refund(amount: amount, at: at)
        }
    }

    private static func list(_ node: JSONNode?) -> [JSONNode] { node.map { Array($0.elements) } ?? [] }

    /// What is nothing is not shown, but for what is bought and what it comes to.
    private static func amounts(_ node: JSONNode) -> [(name: String, amount: String)] {
        let parts: [(StaticString, String)] = [
            ("subtotal", "Subtotal"), ("discount", "Discount"), ("shipping", "Shipping"), ("tax", "Tax"),
        ]
        return parts.compactMap { name, words in
            guard let amount = node[name]?.string, words == "Subtotal" || amount != "0.00" else { return nil }
            return (words, words == "Discount" ? "-\(amount)" : amount)
        }
    }

    private static func lines(of address: JSONNode?, else name: String?) -> [String] {
        func joined(_ names: StaticString...) -> String {
            names.compactMap { address?[$0]?.string }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        let person = joined("firstName", "lastName")
        return [
            person.isEmpty ? name ?? "" : person, joined("company"), joined("line1"), joined("line2"),
            joined("postalCode", "city"), joined("region"), joined("country"), joined("phone"),
        ].filter { !$0.isEmpty }
    }
}

extension PortalOrder.Item {
    init?(_ node: JSONNode) {
        guard let product = node["productName"]?.string, let quantity = node["quantity"]?.int64 else {
            return nil
        }
        let variant = node["variantName"]?.string ?? ""
        // The only variant of a product has the product's name, or none of its own.
        let isPlain = variant.isEmpty || variant == product || variant == "Default"
        self.init(
            name: isPlain ? product : "\(product), \(variant)", sku: node["sku"]?.string,
            quantity: Int(quantity), unitPrice: node["unitPrice"]?.string ?? "",
            total: node["totalPrice"]?.string ?? "", refunded: Int(node["refundedQuantity"]?.int64 ?? 0))
    }
}
