import HTTPWire

/// A kind of page of the dashboard: where it stands below `/dashboard/ecommerce`, and which module shows it.
///
/// All have the same shell. What the browser is told beforehand is only which modules it will need; which page a path
/// means is for the pages' own start to say, and this table must know the same paths.
struct PageFamily {
    /// The segments of the path; `*` stands for any.
    let path: [StaticString]
    let module: StaticString

    private init(_ module: StaticString, _ path: StaticString...) {
        self.path = path
        self.module = module
    }

    /// The first that fits counts.
    static let all = [
        PageFamily("overview.js"),
        PageFamily("sign-in.js", "sign-in"),
        PageFamily("products.js", "products"),
        PageFamily("product.js", "products", "*"),
        PageFamily("orders.js", "orders"),
        PageFamily("new-order.js", "orders", "new"),
        PageFamily("packing-slips.js", "orders", "packing-slips"),
        PageFamily("order.js", "orders", "*"),
        PageFamily("customers.js", "customers"),
        PageFamily("customer.js", "customers", "*"),
        PageFamily("inventory.js", "inventory"),
        PageFamily("import.js", "inventory", "import"),
        PageFamily("live-sale.js", "live"),
        PageFamily("notifications.js", "notifications"),
        PageFamily("settings.js", "settings"),
        PageFamily("settings.js", "settings", "*"),
    ]

    /// The position in ``all`` of the one that a path means, given what follows `/dashboard/ecommerce`; `nil` if none does.
    static func position(of path: HTTPPathSegments) -> Int? {
        all.firstIndex { $0.matches(path) }
    }

    private func matches(_ segments: HTTPPathSegments) -> Bool {
        var rest = path[...]
        for segment in segments {
            guard let wanted = rest.popFirst() else { return false }
            let isAny = wanted.utf8Start.pointee == UInt8(ascii: "*")
            guard isAny ? !segment.raw.isEmpty : segment.equals(wanted) else { return false }
        }
        return rest.isEmpty
    }
}
