/// One thing a simulated client asks for, as the client sees it: names and texts, nothing of the engine's.
enum Ask {
    case createProduct(name: String, skus: [String], price: Int64, quantity: Int64)
    case updateProduct(id: String, name: String?, price: Int64?, status: String?)
    case createCustomer(email: String, hasAddress: Bool)
    case reserve(sku: String, quantity: Int64, id: String?, ttlSeconds: Int64?)
    case release(id: String)
    case releaseOpenEnded(sku: String, quantity: Int64)
    case extend(id: String, ttlSeconds: Int64)
    case order(customer: String, lines: [AskedLine], discount: Int64, tax: Int64)
    case adjust(sku: String, change: Int64, expected: Int64?)
    case settings(sku: String, threshold: Int64?, backorder: Bool?, track: Bool?)
    case status(order: String, to: String)
    case payment(order: String, to: String)
    case cancel(order: String)
    case fulfil(order: String, units: [AskedUnits])
    case refund(order: String, amount: Int64?, units: [AskedUnits])
    case readStock(sku: String)
    case check(sku: String, quantity: Int64)
    case readOrder(id: String)
    case lowStock
    /// A line that is refused whatever the state: its members and the code it gets.
    case broken(operation: String, members: String, code: String)
}

/// A line of an order as asked for.
enum AskedLine {
    case units(sku: String, quantity: Int64, price: Int64?)
    case reservation(String)
}

/// Units of an order's line, named by SKU.
struct AskedUnits {
    let sku: String
    let quantity: Int64
    let restock: Bool
}

/// An ask with its idempotency key.
struct SimulatedRequest {
    let ask: Ask
    let key: String?

    /// The operation's name, and the body without id and key: equal texts are equal bodies.
    let operation: String
    let body: String

    init(_ ask: Ask, key: String? = nil) {
        self.ask = ask
        self.key = key
        (operation, body) = ask.wire
    }

    /// The request as JSON.
    func json(id: Int?) -> String {
        var text = id.map { "{\"id\":\($0),\"op\":\"\(operation)\"" } ?? "{\"op\":\"\(operation)\""
        if let key { text += ",\"idempotencyKey\":\"\(key)\"" }
        return text + body + "}"
    }
}

extension Ask {
    /// Operation and members, each member with a comma before it.
    fileprivate var wire: (String, String) {
        switch self {
        case .createProduct(let name, let skus, let price, let quantity):
            let variants = skus.map { "{\"name\":\"\($0)\",\"sku\":\"\($0)\",\"quantity\":\(quantity)}" }
            return (
                "products.create",
                Ask.members([
                    ("name", Ask.quoted(name)), ("basePrice", Ask.money(price)), ("status", "\"PUBLISHED\""),
                    ("variants", "[\(variants.joined(separator: ","))]"),
                ])
            )
        case .updateProduct(let id, let name, let price, let status):
            return (
                "products.update",
                Ask.members([
                    ("productId", Ask.quoted(id)), ("name", name.map(Ask.quoted)),
                    ("basePrice", price.map(Ask.money)), ("status", status.map(Ask.quoted)),
                ])
            )
        case .createCustomer(let email, let hasAddress):
            return (
                "customers.create",
                Ask.members([
                    ("email", Ask.quoted(email)), ("firstName", "\"A\""), ("lastName", "\"B\""),
                    ("shippingAddress", hasAddress ? "{\"line1\":\"\(email)\"}" : nil),
                ])
            )
        case .order(let customer, let lines, let discount, let tax):
            return (
                "orders.create",
                Ask.members([
                    ("customerId", Ask.quoted(customer)),
                    ("items", "[\(lines.map(\.json).joined(separator: ","))]"),
                    ("discount", discount == 0 ? nil : Ask.money(discount)),
                    ("tax", tax == 0 ? nil : Ask.money(tax)),
                ])
            )
        case .reserve, .release, .releaseOpenEnded, .extend, .adjust, .settings, .readStock, .check,
            .lowStock:
            return stockWire
        default: return orderWire
        }
    }

    private var stockWire: (String, String) {
        switch self {
        case .reserve(let sku, let quantity, let id, let ttl):
            return (
                "inventory.reserve",
                Ask.members([
                    ("sku", Ask.quoted(sku)), ("quantity", "\(quantity)"),
                    ("reservationId", id.map(Ask.quoted)),
                    ("ttlSeconds", ttl.map { "\($0)" }),
                ])
            )
        case .release(let id): return ("inventory.release", Ask.members([("reservationId", Ask.quoted(id))]))
        case .releaseOpenEnded(let sku, let quantity):
            return (
                "inventory.release", Ask.members([("sku", Ask.quoted(sku)), ("quantity", "\(quantity)")])
            )
        case .extend(let id, let ttl):
            return (
                "inventory.extend",
                Ask.members([("reservationId", Ask.quoted(id)), ("ttlSeconds", "\(ttl)")])
            )
        case .adjust(let sku, let change, let expected):
            return (
                "inventory.adjust",
                Ask.members([
                    ("sku", Ask.quoted(sku)), ("quantityChange", "\(change)"), ("reason", "\"COUNTED\""),
                    ("expectedQuantity", expected.map { "\($0)" }),
                ])
            )
        case .settings(let sku, let threshold, let backorder, let track):
            return (
                "inventory.update",
                Ask.members([
                    ("sku", Ask.quoted(sku)), ("lowStockThreshold", threshold.map { "\($0)" }),
                    ("allowBackorder", backorder.map { "\($0)" }), ("trackInventory", track.map { "\($0)" }),
                ])
            )
        case .check(let sku, let quantity):
            return ("inventory.check", Ask.members([("sku", Ask.quoted(sku)), ("quantity", "\(quantity)")]))
        case .readStock(let sku): return ("inventory.getByVariant", Ask.members([("sku", Ask.quoted(sku))]))
        default: return ("inventory.lowStock", Ask.members([("limit", "100")]))
        }
    }

    private var orderWire: (String, String) {
        switch self {
        case .status(let order, let status):
            return (
                "orders.updateStatus",
                Ask.members([("orderId", Ask.quoted(order)), ("status", Ask.quoted(status))])
            )
        case .payment(let order, let status):
            return (
                "orders.updatePayment",
                Ask.members([("orderId", Ask.quoted(order)), ("paymentStatus", Ask.quoted(status))])
            )
        case .cancel(let order):
            return (
                "orders.cancel", Ask.members([("orderId", Ask.quoted(order)), ("reason", "\"CUSTOMER\"")])
            )
        case .fulfil(let order, let units):
            return (
                "orders.fulfil",
                Ask.members([
                    ("orderId", Ask.quoted(order)),
                    ("lines", Ask.lines(units) { $0.json(withRestock: false) }),
                ])
            )
        case .refund(let order, let amount, let units):
            return (
                "orders.refund",
                Ask.members([
                    ("orderId", Ask.quoted(order)), ("amount", amount.map(Ask.money)),
                    ("lines", Ask.lines(units) { $0.json(withRestock: true) }),
                ])
            )
        case .readOrder(let id): return ("orders.get", Ask.members([("orderId", Ask.quoted(id))]))
        case .broken(let operation, let members, _): return (operation, members)
        default: preconditionFailure("\(self) is no ask about orders")
        }
    }

    private static func members(_ members: [(String, String?)]) -> String {
        members.map { name, value in value.map { ",\"\(name)\":\($0)" } ?? "" }.joined()
    }

    private static func lines(_ units: [AskedUnits], _ json: (AskedUnits) -> String) -> String? {
        units.isEmpty ? nil : "[\(units.map(json).joined(separator: ","))]"
    }

    fileprivate static func quoted(_ text: String) -> String { "\"\(text)\"" }

    fileprivate static func money(_ cents: Int64) -> String {
        "\"\(cents / 100).\(cents / 10 % 10)\(cents % 10)\""
    }
}

extension AskedLine {
    fileprivate var json: String {
        switch self {
        case .units(let sku, let quantity, let price):
            let priced = price.map { ",\"unitPrice\":\(Ask.money($0))" } ?? ""
            return "{\"sku\":\"\(sku)\",\"quantity\":\(quantity)\(priced)}"
        case .reservation(let id): return "{\"reservationId\":\"\(id)\"}"
        }
    }
}

extension AskedUnits {
    fileprivate func json(withRestock: Bool) -> String {
        let restocked = withRestock ? ",\"restock\":\(restock)" : ""
        return "{\"sku\":\"\(sku)\",\"quantity\":\(quantity)\(restocked)}"
    }
}
