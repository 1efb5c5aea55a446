import CommerceCore
import CommerceEngine
import CompactJSON

// Members that name an entity.
extension RequestFields {
    static let variantNames: [StaticString] = ["variantId", "sku"]

    /// The variant that `variantId` or `sku` names.
    func variant(in shop: isolated Shop) throws(Rejection) -> VariantOrdinal {
        try RequestFields.variant(id: optional("variantId"), sku: optional("sku"), in: shop)
    }

    static func variant(id: JSONNode?, sku: JSONNode?, in shop: isolated Shop) throws(Rejection)
        -> VariantOrdinal
    {
        if let id {
            guard sku == nil else {
                throw .invalidValue(
                    field: "sku", reason: "name a variant by variantId or by sku, not by both")
            }
            return try shop.findVariant(entityID(id, "variantId", else: .variantNotFound))
        }
        guard let sku else { throw .missingField("sku") }
        guard let bytes = sku.stringBytes else { throw .invalidValue(field: "sku", reason: "must be a text") }
        return try shop.findVariant(sku: bytes)
    }

    /// An id as this server writes it; any other text names nothing.
    static func entityID(
        _ value: JSONNode, _ name: StaticString, else code: RejectionCode
    ) throws(Rejection) -> EntityID {
        guard let bytes = value.stringBytes else {
            throw .invalidValue(field: name.description, reason: "must be a text")
        }
        guard let id = EntityID(bytes) else { throw .notFound(code) }
        return id
    }

    func order(in shop: isolated Shop) throws(Rejection) -> OrderOrdinal {
        try RequestFields.order(id: try required("orderId"), "orderId", in: shop)
    }

    /// Nobody who asks sees a hidden order.
    static func order(id: JSONNode, _ name: StaticString, in shop: isolated Shop) throws(Rejection)
        -> OrderOrdinal
    {
        let ordinal = try shop.findOrder(entityID(id, name, else: .orderNotFound))
        guard !shop.isHidden(ordinal) else { throw .notFound(.orderNotFound) }
        return ordinal
    }

    func customer(in shop: isolated Shop) throws(Rejection) -> CustomerOrdinal {
        try shop.findCustomer(
            RequestFields.entityID(try required("customerId"), "customerId", else: .customerNotFound))
    }

    func product(in shop: isolated Shop) throws(Rejection) -> ProductOrdinal {
        try shop.findProduct(
            RequestFields.entityID(try required("productId"), "productId", else: .productNotFound))
    }

    /// A reservation's id as clients make it.
    func reservationID() throws(Rejection) -> JSONNode {
        let value = try required("reservationId")
        try RequestFields.judge(reservationID: value)
        return value
    }

    @inline(__always)
    static func judge(reservationID value: JSONNode) throws(Rejection) {
        guard let bytes = value.stringBytes, !bytes.isEmpty, bytes.count <= Reservation.idBytesMaximum else {
            throw .invalidValue(
                field: "reservationId", reason: "must be a text of 1 to \(Reservation.idBytesMaximum) bytes")
        }
    }

    /// The version that a change was made against; `nil` if it does not say.
    func expectedVersion() throws(Rejection) -> UInt32? {
        try integer("expectedVersion", in: 0...Int64(UInt32.max)).map(UInt32.init)
    }

    static let keyBytesMaximum = 128

    static func judge(idempotencyKey value: JSONNode) throws(Rejection) -> UnsafeRawBufferPointer {
        guard let bytes = value.stringBytes, !bytes.isEmpty, bytes.count <= keyBytesMaximum else {
            throw .invalidValue(
                field: "idempotencyKey", reason: "must be a text of 1 to \(keyBytesMaximum) bytes")
        }
        return bytes
    }

    /// A time to live in whole seconds; 0 = no deadline.
    static func timeToLive(_ value: JSONNode) throws(Rejection) -> Int64 {
        let seconds = try integer(
            value, "ttlSeconds", in: 0...Reservation.timeToLiveMaximumMilliseconds / 1_000)
        return seconds * 1_000
    }
}
