import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let variants: [Operation] = [
        Operation(
            "products.addVariant", .needs(.productsWrite), .change,
            .post("/products/{productId}/variants", creates: true),
            takes: [.required("productId", .id(.product))] + .newVariant, answers: .named("Variant"),
            "Add a variant to a product", addVariant),
        Operation(
            "products.updateVariant", .needs(.productsWrite), .change,
            .patch("/products/variants/{variantId}"),
            takes: [.required("variantId", .id(.variant))] + .expectedVersion + .variantFields
                + .stockSettings,
            answers: .named("Variant"), "Change a variant and its stock settings", updateVariant),
        Operation(
            "products.deleteVariant", .needs(.productsDelete), .change,
            .delete("/products/variants/{variantId}"),
            takes: [.required("variantId", .id(.variant))] + .expectedVersion, answers: .nothing,
            "Take a variant out of the catalog", deleteVariant),
    ]

    private static let addVariant: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let product = try fields.product(in: shop)
        _ = try fields.string("name")
        let new = try fields.newVariant(named: "", at: shop.now)
        guard shop.product(product).variants.count < Product.variantsMaximum else {
            throw .limitReached(what: "variants of a product", maximum: Product.variantsMaximum)
        }
        let variant = try shop.addVariant(new, to: product, subject: request.subject(in: shop))
        write(variant, request, shop, &reply)
    }

    private static let updateVariant: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let variant = try fields.namedVariant(in: shop)
        let version = try fields.expectedVersion()
        let stock = shop.stock(of: variant)
        var changed = stock.details
        try fields.read(into: &changed)
        let settings = try fields.stockSettings(changing: stock.inventory.settings)
        try shop.update(variant, expectedVersion: version, settings: settings) { $0 = changed }
        write(variant, request, shop, &reply)
    }

    private static let deleteVariant: Handler = { (request, shop, reply) throws(Rejection) in
        let version = try request.fields.expectedVersion()
        try shop.delete(try request.fields.namedVariant(in: shop), expectedVersion: version)
        reply.append("{}")
    }

    private static func write(
        _ variant: VariantOrdinal, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        let stock = shop.stock(of: variant)
        request.session.entityVersion = stock.details.version
        reply.beginObject()
        reply.members(of: stock, in: shop)
        reply.endObject()
    }
}

extension RequestFields {
    /// The variant that `variantId` names; `sku` is a field of the variant here.
    fileprivate func namedVariant(in shop: isolated Shop) throws(Rejection) -> VariantOrdinal {
        try shop.findVariant(
            RequestFields.entityID(try required("variantId"), "variantId", else: .variantNotFound))
    }
}
