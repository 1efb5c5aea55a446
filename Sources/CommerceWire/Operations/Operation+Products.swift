import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let products: [Operation] = [
        Operation(
            "products.create", .needs(.productsWrite), .change, .post("/products", creates: true),
            takes: .newProduct, answers: .named("Product"), "Add a product with its variants", createProduct),
        Operation(
            "products.get", .needs(.productsRead), .read, .get("/products/{productId}"),
            takes: [.required("productId", .id(.product))], answers: .named("Product"), cache: .catalog,
            "One product with its variants", getProduct),
        Operation(
            "products.getBySlug", .needs(.productsRead), .read, .get("/products/slug/{slug}"),
            takes: [.required("slug", .text(bytes: 200))], answers: .named("Product"), cache: .catalog,
            "One product by its slug", getProductBySlug),
        Operation(
            "products.list", .needs(.productsRead), .read, .get("/products"),
            takes: .page(sort: productSorts.names) + .productFilters,
            answers: .page(of: .named("Product")), cache: .catalog, "Products, searched and filtered",
            listProducts),
        Operation(
            "products.update", .needs(.productsWrite), .change, .patch("/products/{productId}"),
            takes: [.required("productId", .id(.product))] + .expectedVersion + .productFields,
            answers: .named("Product"), "Change a product", updateProduct),
        Operation(
            "products.delete", .needs(.productsDelete), .change, .delete("/products/{productId}"),
            takes: [.required("productId", .id(.product))] + .expectedVersion, answers: .nothing,
            "Take a product out of the catalog", deleteProduct),
    ]

    private static let createProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try fields.string("name")
        guard let price = try fields.money("basePrice") else { throw .missingField("basePrice") }
        var product = Product(
            name: name, slug: Slug.make(from: name, otherwise: "product"), basePrice: price, at: shop.now)
        try fields.read(into: &product)
        product.categories = try fields.categories(in: shop) ?? []
        let tags = try fields.tags(in: shop) ?? []
        if product.status == .published { product.publishedAt = shop.now }
        let variants = try newVariants(fields, product, shop)
        let ordinal = try shop.create(
            product, variants, slugIsFree: fields.optional("slug") == nil, tags: tags,
            subject: request.subject(in: shop))
        write(ordinal, request, shop, &reply)
    }

    /// The variants named, or the one default variant that everything sellable has.
    private static func newVariants(
        _ fields: RequestFields, _ product: Product, _ shop: isolated Shop
    ) throws(Rejection) -> [NewVariant] {
        guard let list = fields.optional("variants") else {
            var new = try fields.defaultVariant(at: shop.now)
            new.details.sku = product.sku
            new.details.barcode = product.barcode
            return [new]
        }
        for name in ["quantity", "attributes"] + RequestFields.settingNames as [StaticString]
        where fields.optional(name) != nil {
            throw .invalidValue(
                field: name.description, reason: "belongs to each of the variants when they are given")
        }
        guard list.kind == .array, list.count >= 1, list.count <= Product.variantsMaximum else {
            throw .invalidValue(
                field: "variants", reason: "must be a list of 1 to \(Product.variantsMaximum) variants")
        }
        var variants: [NewVariant] = []
        for element in list.elements {
            guard element.kind == .object else {
                throw .invalidValue(field: "variants", reason: "each must be an object")
            }
            let each = RequestFields(element)
            try each.requireKnown([Parameter].newVariant.map(\.name), alsoEnvelope: false)
            _ = try each.string("name")
            variants.append(try each.newVariant(named: "", at: shop.now))
        }
        return variants
    }

    private static func write(
        _ ordinal: ProductOrdinal, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        request.session.entityVersion = shop.product(ordinal).version
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.endObject()
    }

    private static let getProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let product = try request.fields.product(in: shop)
        request.session.shows(.product(product))
        write(product, request, shop, &reply)
    }

    private static let getProductBySlug: Handler = { (request, shop, reply) throws(Rejection) in
        let product = try shop.findProduct(slug: try request.fields.string("slug"))
        request.session.shows(.product(product))
        write(product, request, shop, &reply)
    }

    private static let updateProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.product(in: shop)
        let version = try fields.expectedVersion()
        var changed = shop.product(ordinal)
        try fields.read(into: &changed)
        if let categories = try fields.categories(in: shop) { changed.categories = categories }
        let tags = try fields.tags(in: shop)
        try shop.update(ordinal, expectedVersion: version, tags: tags) { $0 = changed }
        write(ordinal, request, shop, &reply)
    }

    private static let deleteProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let version = try request.fields.expectedVersion()
        try shop.delete(try request.fields.product(in: shop), expectedVersion: version)
        reply.append("{}")
    }
}

extension RequestFields {
    /// The one variant of a product that names none: it takes the product's SKU, stock and attributes.
    fileprivate func defaultVariant(at now: Timestamp) throws(Rejection) -> NewVariant {
        var details = Variant(product: ProductOrdinal(0), name: "Default", at: now)
        details.attributes = try objectText("attributes") ?? "{}"
        var new = NewVariant(details: details)
        new.settings = try stockSettings(changing: StockSettings())
        new.openingQuantity = Quantity(try integer("quantity", in: 0...Quantity.requestMaximum.units) ?? 0)
        return new
    }
}
