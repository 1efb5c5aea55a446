import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let liveSale: [Operation] = [
        Operation(
            "liveSale.get", .needs(.inventoryRead), .read, .get("/live-sale"),
            takes: [
                .optional("variantIds", .list(.id(.variant), 1...variantsMaximum)),
                .optional("limit", .integer(1...Int64(variantsMaximum))),
            ], answers: .named("LiveSale"), tellsTime: true,
            "The last 300 seconds of the shop, and of some variants or those most wanted", getLiveSale)
    ]

    private static let variantsMaximum = 24

    private static let getLiveSale: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let limit = try fields.integer("limit", in: 1...Int64(variantsMaximum))
        let named = try variants(fields, shop)
        if let named {
            guard limit == nil else {
                throw .invalidValue(field: "limit", reason: "give variantIds or a limit, not both")
            }
            for variant in named { shop.watch(variant) }
        }
        let showsMoney = request.may(.ordersRead)
        reply.beginObject()
        reply.liveMoments(in: shop)
        reply.liveTotals(showsMoney: showsMoney, in: shop)
        reply.liveHistory(showsMoney: showsMoney, in: shop)
        reply.key("variants")
        reply.beginArray()
        for variant in named ?? shop.mostWanted(Int(limit ?? 12)) {
            let seconds = shop.seconds(of: variant)
            reply.beginObject()
            reply.live(variant, seconds, in: shop)
            reply.liveHistory(seconds)
            reply.endObject()
        }
        reply.endArray()
        reply.endObject()
    }

    /// - Throws: for a list that is none or too long, then for the first id that names nothing.
    private static func variants(_ fields: RequestFields, _ shop: isolated Shop) throws(Rejection)
        -> [VariantOrdinal]?
    {
        guard let list = fields.optional("variantIds") else { return nil }
        guard list.kind == .array, (1...variantsMaximum).contains(list.count) else {
            throw .invalidValue(
                field: "variantIds", reason: "must be a list of 1 to \(variantsMaximum) ids")
        }
        var variants: [VariantOrdinal] = []
        for element in list.elements {
            let id = try RequestFields.entityID(element, "variantIds", else: .variantNotFound)
            let variant = try shop.findVariant(id)
            if !variants.contains(variant) { variants.append(variant) }
        }
        return variants
    }
}
