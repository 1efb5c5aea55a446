import CommerceCore
import CommerceEngine
import CompactJSON

// Lists of variants by their stock. All of them are answered by the read model.
extension Operation {
    static let inventoryLists: [Operation] = [
        Operation(
            "inventory.list", .needs(.inventoryRead), .read, .get("/inventory"),
            takes: .page(sort: stockSorts.names) + .stockFilters, answers: .page(of: .named("StockItem")),
            cache: .inventory, "The stock of variants, searched and filtered",
            { (request, shop, reply) throws(Rejection) in
                try list(request, shop, &reply, .init())
            }),
        Operation(
            "inventory.lowStock", .needs(.inventoryRead), .read, .get("/inventory/low-stock"),
            takes: .page(sort: stockSorts.names) + .stockFilters, answers: .page(of: .named("StockItem")),
            cache: .inventory, "Variants below their threshold",
            { (request, shop, reply) throws(Rejection) in
                try list(request, shop, &reply, .init(required: .isLow))
            }),
    ]

    private static let stockSorts = ListSorts<StockQuery.Sort>(
        [
            ("createdAt", .createdAt), ("name", .name), ("sku", .sku), ("updatedAt", .updatedAt),
            ("available", .available),
        ])

    private static func list(
        _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter,
        _ filter: FlagFilter<StockFlags>
    ) throws(Rejection) {
        let selection = try request.fields.list(stockSorts)
        var query = StockQuery(page: selection.request)
        query.sort = selection.sort
        query.flags = filter
        try request.fields.read(into: &query, in: shop)
        reply.page(try shop.variants(query), of: selection, in: shop) { ordinal, reply in
            reply.beginObject()
            reply.stockItemMembers(of: shop.stock(of: VariantOrdinal(Int(ordinal))), in: shop)
            reply.endObject()
        }
    }
}

/// The states of stock that people look for. A variant may be in several.
enum StockState: CaseIterable {
    case inStock, low, out, backordered, untracked, held

    var name: StaticString {
        switch self {
        case .inStock: "IN_STOCK"
        case .low: "LOW"
        case .out: "OUT"
        case .backordered: "BACKORDERED"
        case .untracked: "UNTRACKED"
        case .held: "HELD"
        }
    }

    fileprivate var flag: StockFlags {
        switch self {
        case .inStock: .isInStock
        case .low: .isLow
        case .out: .isOut
        case .backordered: .isBackordered
        case .untracked: .isUntracked
        case .held: .isHeld
        }
    }
}

extension [Parameter] {
    /// Which variants a list of stock is about.
    fileprivate static let stockFilters: [Parameter] = [
        .optional("q", .text()), .optional("state", .list(.stockState, 1...6)),
        .optional("categoryId", .id(.category)),
    ]
}

extension Schema {
    fileprivate static let stockState = Schema.names(StockState.self, \.name)
}

extension RequestFields {
    /// Reads what a list of stock is restricted to: of several states, any; a category with all below it.
    fileprivate func read(into query: inout StockQuery, in shop: isolated Shop) throws(Rejection) {
        query.text = try searchText()
        for state in try enumerations("state", StockState.self, \.name) {
            query.flags.anyOf.formUnion(state.flag)
        }
        if let category = optional("categoryId") {
            let id = try RequestFields.entityID(category, "categoryId", else: .categoryNotFound)
            query.categories = shop.subtree(of: try shop.findCategory(id))
        }
    }
}

extension JSONWriter {
    /// A variant's stock, and what it is called.
    fileprivate mutating func stockItemMembers(of stock: StockView, in shop: isolated Shop) {
        let product = shop.product(stock.details.product)
        stockMembers(of: stock)
        member("productId", shop.id(of: stock.details.product))
        member("productName", product.name)
        member("productStatus", product.status.name)
        member("variantName", stock.details.name)
        member("barcode", stock.details.barcode)
        member("image", stock.details.image ?? product.featuredImage ?? product.images.first?.url)
    }
}
