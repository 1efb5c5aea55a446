package import CommerceCore
package import CommerceEngine
package import CompactJSON

extension JSONWriter {
    /// The seed's error body with its stable code:
    /// `{"statusCode":400,"code":"…","error":"Bad Request","message":"…","details":{…}}`.
    package mutating func value(
        _ rejection: Rejection, requestID: String? = nil, in shop: isolated Shop
    ) {
        beginObject()
        member("statusCode", rejection.code.statusCode)
        member("code", rejection.code.rawValue)
        member("error", rejection.code.reasonPhrase)
        member("message", rejection.message)
        key("details")
        beginObject()
        details(of: rejection, in: shop)
        endObject()
        if let requestID { member("requestId", requestID) }
        endObject()
    }

    private mutating func details(of rejection: Rejection, in shop: isolated Shop) {
        switch rejection {
        case .insufficientStock(let variant, let requested, let available):
            name(variant, in: shop)
            member("requested", requested)
            member("available", available)
        case .notSellable(let variant): name(variant, in: shop)
        case .invalidTransition(let from, let to, let allowed):
            member("from", from.text)
            member("to", to.text)
            key("allowed")
            beginArray()
            for name in allowed { value(name.text) }
            endArray()
        case .versionConflict(let expected, let actual):
            member("expected", expected)
            member("actual", actual)
        case .belowReserved(let quantity, let reserved):
            member("quantity", quantity)
            member("reserved", reserved)
        case .alreadyExists(let field), .missingField(let field), .unknownField(let field):
            member("field", field)
        case .invalidValue(let field, let reason):
            member("field", field)
            member("reason", reason)
        case .forbidden(let permission): member("requiredPermission", permission)
        case .limitReached(let what, let maximum):
            member("limit", what)
            member("maximum", maximum)
        case .tooLarge(let limit): member("maximumBytes", limit)
        case .tooManyRequests(let seconds): member("retryAfterSeconds", seconds)
        case .methodNotAllowed(let allowed): member("allowed", allowed)
        case .unsupportedMediaType(let expected): member("expected", expected)
        case .malformed(let reason), .unauthenticated(let reason), .busy(let reason): member("reason", reason)
        case .reservationMismatch, .reservationEnded, .notFound, .keyReused, .unknownOperation, .storageFull,
            .hasOrders, .lastAdministrator:
            break
        }
    }

    private mutating func name(_ variant: VariantOrdinal, in shop: isolated Shop) {
        let stock = shop.stock(of: variant)
        member("variantId", stock.id)
        member("sku", stock.details.sku)
    }
}

extension Rejection {
    /// One sentence for people. Scripts read the code.
    var message: String {
        switch self {
        case .insufficientStock: "Insufficient inventory for product variant"
        case .invalidTransition(let from, let to, _):
            "The change from \(from.text) to \(to.text) is not allowed"
        case .reservationMismatch: "A reservation with this id exists with other content"
        case .reservationEnded: "The reservation has ended"
        case .notFound(let code): Rejection.notFoundMessage(code)
        case .keyReused: "The idempotency key was used with another request"
        case .versionConflict: "The value has changed since it was read"
        case .belowReserved: "The quantity would fall below what is reserved"
        case .notSellable: "The product is not published or the variant is not active"
        case .alreadyExists(let field): "The value of \(field) is taken"
        case .missingField(let field): "The field \(field) is missing"
        case .invalidValue(let field, let reason): "The field \(field) is not valid: \(reason)"
        case .unknownField: "The request has a field that the operation does not know"
        case .unknownOperation: "There is no such operation; describe lists them"
        case .malformed(let reason): "The line is not a request: \(reason)"
        case .tooLarge(let limit): "The line is longer than \(limit) bytes"
        case .unauthenticated(let reason): reason
        case .forbidden(let permission): "The permission \(permission) is missing"
        case .limitReached(let what, let maximum): "At most \(maximum) \(what)"
        case .hasOrders: "Orders still need it"
        case .lastAdministrator: "The shop would be left without an active administrator"
        case .tooManyRequests(let seconds): "Too many requests; try again in \(seconds) seconds"
        case .methodNotAllowed(let allowed): "The method is not one of \(allowed)"
        case .unsupportedMediaType(let expected): "The content is not \(expected)"
        case .storageFull: "The disk is full; nothing can be changed until there is room"
        case .busy(let reason): reason
        }
    }

    private static func notFoundMessage(_ code: RejectionCode) -> String {
        switch code {
        case .productNotFound: "There is no such product"
        case .variantNotFound: "There is no such variant"
        case .customerNotFound: "There is no such customer"
        case .orderNotFound: "There is no such order"
        case .orderItemNotFound: "The order has no such line"
        case .reservationNotFound: "There is no such reservation"
        case .shippingMethodNotFound: "There is no such shipping method"
        case .apiKeyNotFound: "There is no such API key"
        case .categoryNotFound: "There is no such category"
        case .tagNotFound: "There is no such tag"
        case .userNotFound: "There is no such user"
        case .roleNotFound: "There is no such role"
        case .sessionNotFound: "There is no such session"
        case .importNotFound: "There is no such import"
        case .notificationNotFound: "There is no such notification"
        case .uploadNotFound: "There is no such file"
        default: "There is no such thing"
        }
    }
}
