import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let catalog: [Operation] = [
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
            takes: .page() + [.optional("status", .productStatus)], answers: .page(of: .named("Product")),
            cache: .catalog, "Products", listProducts),
        Operation(
            "products.update", .needs(.productsWrite), .change, .patch("/products/{productId}"),
            takes: [.required("productId", .id(.product))] + .productFields, answers: .named("Product"),
            "Change a product", updateProduct),
        Operation(
            "products.addVariant", .needs(.productsWrite), .change,
            .post("/products/{productId}/variants", creates: true),
            takes: [.required("productId", .id(.product))] + .newVariant, answers: .named("Variant"),
            "Add a variant to a product", addVariant),
        Operation(
            "products.updateVariant", .needs(.productsWrite), .change,
            .patch("/products/variants/{variantId}"),
            takes: [.required("variantId", .id(.variant))] + .variantFields, answers: .named("Variant"),
            "Change a variant", updateVariant),
        Operation(
            "products.bulkStatus", .needs(.productsWrite), .change, .post("/products/bulk-status"),
            takes: [
                .required("ids", .list(.anything, 1...1_000)), .required("status", .productStatus),
            ], answers: .results(.named("StatusVerdict")), "Set the status of many products", bulkStatus),
    ]

    private static let createProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try fields.string("name")
        guard let price = try fields.money("basePrice") else { throw .missingField("basePrice") }
        var product = Product(
            name: name, slug: RequestFields.slug(from: name), basePrice: price, at: shop.now)
        try fields.read(into: &product)
        if product.status == .published { product.publishedAt = shop.now }
        let variants = try newVariants(fields, product, shop)
        let ordinal = try shop.create(
            product, variants, slugIsFree: fields.optional("slug") == nil, subject: request.subject(in: shop))
        write(ordinal, shop, &reply)
    }

    /// The variants named, or the one default variant that everything sellable has.
    private static func newVariants(
        _ fields: RequestFields, _ product: Product, _ shop: isolated Shop
    ) throws(Rejection) -> [NewVariant] {
        guard let list = fields.optional("variants") else {
            var new = try RequestFields(fields.node).defaultVariant(at: shop.now)
            new.details.sku = product.sku
            new.details.barcode = product.barcode
            return [new]
        }
        for name in ["quantity", "attributes"] + RequestFields.settingNames as [StaticString]
        where fields.optional(name) != nil {
            throw .invalidValue(
                field: name.description, reason: "belongs to each of the variants when they are given")
        }
        guard list.kind == .array, list.count >= 1, list.count <= 1_000 else {
            throw .invalidValue(field: "variants", reason: "must be a list of 1 to 1000 variants")
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

    private static func write(_ ordinal: ProductOrdinal, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.endObject()
    }

    private static let getProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let product = try request.fields.product(in: shop)
        request.session.shows(.product(product))
        write(product, shop, &reply)
    }

    private static let getProductBySlug: Handler = { (request, shop, reply) throws(Rejection) in
        let product = try shop.findProduct(slug: try request.fields.string("slug"))
        request.session.shows(.product(product))
        write(product, shop, &reply)
    }

    private static let listProducts: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let page = try fields.page(defaultDescending: true)
        let entry = { (index: Int, reply: inout JSONWriter) in write(ProductOrdinal(index), shop, &reply) }
        guard let status = try fields.enumeration("status", ProductStatus.self, \.name) else {
            return page.write(count: shop.productCount, into: &reply, entry)
        }
        let matching = (0..<shop.productCount).filter { shop.product(ProductOrdinal($0)).status == status }
        page.write(matching: matching, into: &reply, entry)
    }

    private static let updateProduct: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.product(in: shop)
        var changed = shop.product(ordinal)
        try fields.read(into: &changed)
        try shop.update(ordinal) { $0 = changed }
        write(ordinal, shop, &reply)
    }

    private static let addVariant: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let product = try fields.product(in: shop)
        _ = try fields.string("name")
        let new = try fields.newVariant(named: "", at: shop.now)
        let variant = try shop.addVariant(new, to: product, subject: request.subject(in: shop))
        write(variant, shop, &reply)
    }

    private static let updateVariant: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let id = try RequestFields.entityID(
            try fields.required("variantId"), "variantId", else: .variantNotFound)
        let variant = try shop.findVariant(id)
        var changed = shop.stock(of: variant).details
        try fields.read(into: &changed)
        try shop.update(variant) { $0 = changed }
        write(variant, shop, &reply)
    }

    private static func write(_ variant: VariantOrdinal, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        reply.beginObject()
        reply.members(of: shop.stock(of: variant), in: shop)
        reply.endObject()
    }

    private static let bulkStatus: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ids = try fields.required("ids")
        guard ids.kind == .array, ids.count >= 1, ids.count <= 1_000 else {
            throw .invalidValue(field: "ids", reason: "must be a list of 1 to 1000 ids")
        }
        _ = try fields.required("status")
        guard let status = try fields.enumeration("status", ProductStatus.self, \.name) else { return }
        reply.append("{\"results\":[")
        for element in ids.elements {
            reply.beginObject()
            reply.member("id", element.string ?? "")
            do throws(Rejection) {
                let ordinal = try shop.findProduct(
                    RequestFields.entityID(element, "ids", else: .productNotFound))
                try shop.update(ordinal) { $0.status = status }
                shop.endRequest()  // each id stands for itself
                reply.member("status", status.name)
            } catch {
                reply.key("error")
                reply.value(error, in: shop)
            }
            reply.endObject()
        }
        reply.append("]}")
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
