import CommerceCore
import CommerceEngine
import CompactJSON

// The list of products: search, filters, orders. All of it is answered by the read model.
extension Operation {
    static let productSorts = ListSorts<CatalogQuery.Sort>(
        [
            ("createdAt", .createdAt), ("name", .name), ("price", .price), ("updatedAt", .updatedAt),
            ("available", .available),
        ], isDescendingByDefault: true)

    static let listProducts: Handler = { (request, shop, reply) throws(Rejection) in
        let selection = try request.fields.list(productSorts)
        var query = CatalogQuery(page: selection.request)
        query.sort = selection.sort
        try request.fields.read(into: &query, in: shop)
        reply.page(try shop.products(query), of: selection, in: shop) { ordinal, reply in
            reply.beginObject()
            reply.members(of: ProductOrdinal(Int(ordinal)), in: shop)
            reply.endObject()
        }
    }
}

extension RequestFields {
    /// Reads what a list of products is restricted to.
    ///
    /// A category that is not there is refused; a tag that is not there has no products.
    func read(into query: inout CatalogQuery, in shop: isolated Shop) throws(Rejection) {
        query.text = try searchText()
        if let status = try enumeration("status", ProductStatus.self, \.name) { query.statuses = [status] }
        if let category = optional("categoryId") {
            let id = try RequestFields.entityID(category, "categoryId", else: .categoryNotFound)
            query.categories = shop.subtree(of: try shop.findCategory(id))
        }
        if let choices = try tags(in: shop) {
            query.tags = choices.map { choice in
                switch choice {
                case .known(let ordinal): shop.tag(ordinal).name
                case .named(let name): name
                }
            }
        }
        query.priceFrom = try money("minPrice")
        query.priceTo = try money("maxPrice")
        query.isFeatured = try flag("featured")
        query.isVisible = try flag("visible")
        query.isInStock = try flag("inStock")
    }
}
