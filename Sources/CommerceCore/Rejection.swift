/// A correct "no": the request is refused and nothing has changed.
///
/// ``code`` is stable; scripts match on it. The one table of codes, HTTP statuses and retryability is
/// ``RejectionCode``. No description holds personal data or secrets.
package enum Rejection: Error, Hashable, Sendable {
    case insufficientStock(variant: VariantOrdinal, requested: Quantity, available: Quantity)
    case invalidTransition(from: StaticName, to: StaticName, allowed: [StaticName])
    case reservationMismatch
    case reservationEnded
    case notFound(RejectionCode)
    case keyReused
    case versionConflict(expected: Int64, actual: Int64)
    case belowReserved(quantity: Quantity, reserved: Quantity)
    case notSellable(variant: VariantOrdinal)
    case alreadyExists(field: String)
    case missingField(String)
    case invalidValue(field: String, reason: String)
    case unknownField(String)
    case unknownOperation
    case malformed(reason: String)
    case tooLarge(limit: Int)
    case unauthenticated(reason: String)
    case forbidden(permission: String)
    case limitReached(what: String, maximum: Int)
    /// What should be deleted is needed by orders.
    case hasOrders
    /// Nobody could administer the shop any more.
    case lastAdministrator
    case tooManyRequests(retryAfterSeconds: Int)
    case methodNotAllowed(allowed: String)
    case unsupportedMediaType(expected: String)
    case storageFull
    case busy(reason: String)

    package init(from: StaticString, to: StaticString, allowed: [StaticString]) {
        self = .invalidTransition(
            from: StaticName(from), to: StaticName(to), allowed: allowed.map(StaticName.init))
    }

    /// As the case of the same name, from the names of the states.
    package static func invalidTransition(
        from: StaticString, to: StaticString, allowed: [StaticString]
    ) -> Rejection {
        Rejection(from: from, to: to, allowed: allowed)
    }

    package var code: RejectionCode {
        switch self {
        case .insufficientStock: .insufficientStock
        case .invalidTransition: .invalidTransition
        case .reservationMismatch: .reservationMismatch
        case .reservationEnded: .reservationEnded
        case .notFound(let code): code
        case .keyReused: .keyReused
        case .versionConflict: .versionConflict
        case .belowReserved: .belowReserved
        case .notSellable: .notSellable
        case .alreadyExists: .alreadyExists
        case .missingField: .missingField
        case .invalidValue: .invalidValue
        case .unknownField: .unknownField
        case .unknownOperation: .unknownOperation
        case .malformed: .malformedJSON
        case .tooLarge: .tooLarge
        case .unauthenticated: .unauthenticated
        case .forbidden: .forbidden
        case .limitReached: .limitReached
        case .hasOrders: .hasOrders
        case .lastAdministrator: .lastAdministrator
        case .tooManyRequests: .tooManyRequests
        case .methodNotAllowed: .methodNotAllowed
        case .unsupportedMediaType: .unsupportedMediaType
        case .storageFull: .storageFull
        case .busy: .busy
        }
    }
}

/// A name known at compile time, comparable unlike `StaticString`.
package struct StaticName: Hashable, Sendable {
    package let text: String

    package init(_ name: StaticString) { text = name.description }
}

/// Every code a client can meet, with its HTTP status, and whether the same request may succeed later.
package enum RejectionCode: String, Sendable, CaseIterable {
    case malformedJSON = "malformed_json"
    case unknownField = "unknown_field"
    case missingField = "missing_field"
    case invalidValue = "invalid_value"
    case unknownOperation = "unknown_operation"
    case insufficientStock = "insufficient_stock"
    case unauthenticated = "unauthenticated"
    case forbidden = "forbidden"
    case notFound = "not_found"
    case productNotFound = "product_not_found"
    case variantNotFound = "variant_not_found"
    case customerNotFound = "customer_not_found"
    case orderNotFound = "order_not_found"
    case orderItemNotFound = "order_item_not_found"
    case reservationNotFound = "reservation_not_found"
    case shippingMethodNotFound = "shipping_method_not_found"
    case apiKeyNotFound = "api_key_not_found"
    case categoryNotFound = "category_not_found"
    case tagNotFound = "tag_not_found"
    case userNotFound = "user_not_found"
    case roleNotFound = "role_not_found"
    case sessionNotFound = "session_not_found"
    case importNotFound = "import_not_found"
    case notificationNotFound = "notification_not_found"
    case uploadNotFound = "upload_not_found"
    case methodNotAllowed = "method_not_allowed"
    case invalidTransition = "invalid_transition"
    case reservationMismatch = "reservation_mismatch"
    case reservationEnded = "reservation_ended"
    case versionConflict = "version_conflict"
    case notSellable = "not_sellable"
    case alreadyExists = "already_exists"
    case belowReserved = "below_reserved"
    case limitReached = "limit_reached"
    case hasOrders = "has_orders"
    case lastAdministrator = "last_administrator"
    case tooLarge = "too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case keyReused = "key_reused"
    case tooManyRequests = "too_many_requests"
    case busy = "busy"
    case storageFull = "storage_full"

    package var statusCode: Int {
        switch self {
        case .malformedJSON, .unknownField, .missingField, .invalidValue, .unknownOperation,
            .insufficientStock:
            400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound, .productNotFound, .variantNotFound, .customerNotFound, .orderNotFound,
            .orderItemNotFound, .reservationNotFound, .shippingMethodNotFound, .apiKeyNotFound,
            .categoryNotFound, .tagNotFound, .userNotFound, .roleNotFound, .sessionNotFound,
            .importNotFound, .notificationNotFound, .uploadNotFound:
            404
        case .methodNotAllowed: 405
        case .invalidTransition, .reservationMismatch, .reservationEnded, .versionConflict, .notSellable,
            .alreadyExists, .belowReserved, .limitReached, .hasOrders, .lastAdministrator:
            409
        case .tooLarge: 413
        case .unsupportedMediaType: 415
        case .keyReused: 422
        case .tooManyRequests: 429
        case .busy: 503
        case .storageFull: 507
        }
    }

    /// The reason phrase of ``statusCode`` (RFC 9110), the `error` of the seed's body.
    package var reasonPhrase: StaticString {
        switch statusCode {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Insufficient Storage"
        }
    }

    /// Its place among all codes.
    package var index: Int {
        // A case without values is stored as its place, in one byte while there are no more than 256.
        Int(unsafeBitCast(self, to: UInt8.self))
    }

    /// Whether the very same request may succeed later without anyone changing it.
    package var isRetryable: Bool {
        switch self {
        case .insufficientStock, .busy, .storageFull, .versionConflict, .tooManyRequests: true
        default: false
        }
    }
}
