import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let bulkProducts: [Operation] = [
        Operation(
            "products.bulkStatus", .needs(.productsWrite), .change, .post("/products/bulk-status"),
            takes: [
                .required("ids", .list(.anything, 1...1_000)), .required("status", .productStatus),
            ], answers: .results(.named("StatusVerdict")), "Set the status of many products", bulkStatus)
    ]

    /// Each id stands for itself: one that is refused changes nothing for the others.
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
                shop.endRequest()
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
