import CommerceCore
import CommerceEngine
import CompactJSON

/// One text looked for everywhere: in orders by number and e-mail address, in products, variants and customers by
/// their texts. Of each kind a few, best what is named exactly; a kind that the caller may not see is empty.
struct SearchAll {
    private enum Best {
        case order(OrderOrdinal)
        case variant(VariantOrdinal)
        case customer(CustomerOrdinal)
    }

    private let text: String
    private let page: ListRequest
    private let permissions: PermissionSet

    init(text: String, limit: Int, _ request: Request) throws(Rejection) {
        self.text = text
        page = try ListRequest(limit: limit)
        permissions = request.permissions
    }

    /// - Complexity: As the searches over each kind.
    func write(in shop: isolated Shop, into reply: inout JSONWriter) throws(Rejection) {
        let best = best(in: shop)
        reply.beginObject()
        reply.key("best")
        write(best, in: shop, &reply)
        reply.key("orders")
        reply.beginArray()
        for order in try orders(in: shop) { write(order, in: shop, &reply) }
        reply.endArray()
        reply.key("products")
        reply.beginArray()
        for product in try products(in: shop) { write(product, in: shop, &reply) }
        reply.endArray()
        reply.key("variants")
        reply.beginArray()
        for variant in try variants(best, in: shop) { write(variant, in: shop, &reply) }
        reply.endArray()
        reply.key("customers")
        reply.beginArray()
        for customer in try customers(in: shop) { write(customer, in: shop, &reply) }
        reply.endArray()
        reply.member("sequence", Int64(clamping: shop.sequence))
        reply.endObject()
    }

    // MARK: Looking

    /// What the text names exactly.
    private func best(in shop: isolated Shop) -> Best? {
        if permissions.contains(.ordersRead), let number = OrderNumber(text.uppercased()),
            let order = try? shop.findOrder(number), !shop.isHidden(order)
        {
            return .order(order)
        }
        if permissions.contains(.productsRead) || permissions.contains(.inventoryRead) {
            if let variant = shop.findVariant(sku: text) { return .variant(variant) }
        }
        if permissions.contains(.customersRead), let customer = shop.findCustomer(email: text) {
            return .customer(customer)
        }
        return nil
    }

    private func orders(in shop: isolated Shop) throws(Rejection) -> [OrderOrdinal] {
        guard permissions.contains(.ordersRead) else { return [] }
        var query = OrderQuery(page: try ListRequest(limit: page.limit, isDescending: true))
        query.text = text
        return try shop.orders(matching: query).ordinals.map { OrderOrdinal($0) }
    }

    private func products(in shop: isolated Shop) throws(Rejection) -> [ProductOrdinal] {
        guard permissions.contains(.productsRead) else { return [] }
        var query = CatalogQuery(page: page)
        query.text = text
        return try shop.products(query).ordinals.map { ProductOrdinal($0) }
    }

    /// The one whose SKU it is comes first.
    private func variants(_ best: Best?, in shop: isolated Shop) throws(Rejection) -> [VariantOrdinal] {
        guard permissions.contains(.productsRead) || permissions.contains(.inventoryRead) else { return [] }
        var query = StockQuery(page: page)
        query.text = text
        let found = try shop.variants(query).ordinals.map { VariantOrdinal($0) }
        guard case .variant(let named) = best else { return found }
        return Array(([named] + found.filter { $0 != named }).prefix(page.limit))
    }

    private func customers(in shop: isolated Shop) throws(Rejection) -> [CustomerOrdinal] {
        guard permissions.contains(.customersRead) else { return [] }
        var query = CustomerQuery(page: page)
        query.text = text
        return try shop.customers(query).ordinals.map { CustomerOrdinal($0) }
    }

    // MARK: Writing

    private static let pages = "/dashboard/ecommerce"

    private func write(_ best: Best?, in shop: isolated Shop, _ reply: inout JSONWriter) {
        let (type, id, path): (StaticString, EntityID, String)
        switch best {
        case .order(let order): (type, id, path) = ("order", shop.order(order).id, "/orders/")
        case .variant(let variant):
            (type, id, path) = ("variant", shop.id(of: variant), "/inventory?variant=")
        case .customer(let customer): (type, id, path) = ("customer", shop.id(of: customer), "/customers/")
        case nil: return reply.null()
        }
        reply.beginObject()
        reply.member("type", type)
        reply.member("id", id)
        reply.member("url", "\(SearchAll.pages)\(path)\(id)")
        reply.endObject()
    }

    private func write(_ ordinal: OrderOrdinal, in shop: isolated Shop, _ reply: inout JSONWriter) {
        let order = shop.order(ordinal)
        reply.beginObject()
        reply.member("orderId", order.id)
        reply.member("orderNumber", order.number.description)
        reply.member("customerName", shop.contact(order.contact).name)
        reply.member("status", order.status.name)
        reply.member("total", order.total)
        reply.member("createdAt", order.createdAt)
        reply.member("url", "\(SearchAll.pages)/orders/\(order.id)")
        reply.endObject()
    }

    private func write(_ ordinal: ProductOrdinal, in shop: isolated Shop, _ reply: inout JSONWriter) {
        let product = shop.product(ordinal)
        let id = shop.id(of: ordinal)
        reply.beginObject()
        reply.member("productId", id)
        reply.member("name", product.name)
        reply.member("sku", product.sku)
        reply.member("status", product.status.name)
        reply.member("image", product.featuredImage ?? product.images.first?.url)
        reply.member("url", "\(SearchAll.pages)/products/\(id)")
        reply.endObject()
    }

    private func write(_ variant: VariantOrdinal, in shop: isolated Shop, _ reply: inout JSONWriter) {
        reply.beginObject()
        reply.names(of: variant, in: shop)
        reply.key("available")
        if permissions.contains(.inventoryRead) {
            reply.value(shop.available(of: variant).units)
        } else {
            reply.null()
        }
        reply.member("url", "\(SearchAll.pages)/inventory?variant=\(shop.id(of: variant))")
        reply.endObject()
    }

    private func write(_ ordinal: CustomerOrdinal, in shop: isolated Shop, _ reply: inout JSONWriter) {
        let customer = shop.customer(ordinal)
        let id = shop.id(of: ordinal)
        reply.beginObject()
        reply.member("customerId", id)
        reply.member("name", "\(customer.firstName) \(customer.lastName)")
        reply.member("email", customer.email)
        reply.member("company", customer.company)
        reply.member("url", "\(SearchAll.pages)/customers/\(id)")
        reply.endObject()
    }
}
