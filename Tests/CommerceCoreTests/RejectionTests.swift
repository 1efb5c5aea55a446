import CommerceCore
import Testing

@Suite("Rejections")
struct RejectionTests {
    /// The table that scripts rely on, written once more.
    private static let table: [(code: String, status: Int, isRetryable: Bool)] = [
        ("malformed_json", 400, false), ("unknown_field", 400, false), ("missing_field", 400, false),
        ("invalid_value", 400, false), ("unknown_operation", 400, false), ("insufficient_stock", 400, true),
        ("unauthenticated", 401, false), ("forbidden", 403, false), ("not_found", 404, false),
        ("product_not_found", 404, false), ("variant_not_found", 404, false),
        ("customer_not_found", 404, false), ("order_not_found", 404, false),
        ("order_item_not_found", 404, false), ("reservation_not_found", 404, false),
        ("shipping_method_not_found", 404, false), ("api_key_not_found", 404, false),
        ("category_not_found", 404, false), ("tag_not_found", 404, false), ("user_not_found", 404, false),
        ("role_not_found", 404, false), ("session_not_found", 404, false), ("import_not_found", 404, false),
        ("notification_not_found", 404, false), ("upload_not_found", 404, false),
        ("method_not_allowed", 405, false),
        ("invalid_transition", 409, false), ("reservation_mismatch", 409, false),
        ("reservation_ended", 409, false), ("version_conflict", 409, true), ("not_sellable", 409, false),
        ("already_exists", 409, false), ("below_reserved", 409, false), ("limit_reached", 409, false),
        ("has_orders", 409, false), ("last_administrator", 409, false), ("too_large", 413, false),
        ("unsupported_media_type", 415, false), ("key_reused", 422, false), ("too_many_requests", 429, true),
        ("busy", 503, true), ("storage_full", 507, true),
    ]

    @Test("codes, HTTP statuses and retryability never change")
    func codes() {
        #expect(RejectionCode.allCases.map(\.rawValue) == RejectionTests.table.map(\.code))
        #expect(RejectionCode.allCases.map(\.statusCode) == RejectionTests.table.map(\.status))
        #expect(RejectionCode.allCases.map(\.isRetryable) == RejectionTests.table.map(\.isRetryable))
    }

    @Test("every code has the reason phrase of its status", arguments: RejectionCode.allCases)
    func phrases(code: RejectionCode) {
        let phrases = [
            400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
            405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
            415: "Unsupported Media Type", 429: "Too Many Requests", 422: "Unprocessable Content",
            503: "Service Unavailable",
            507: "Insufficient Storage",
        ]
        #expect(phrases[code.statusCode] == code.reasonPhrase.description)
    }

    @Test("every rejection has its code, and every code that is no rejection's is one of not found")
    func rejections() {
        let variant = VariantOrdinal(0)
        let rejections: [(Rejection, String)] = [
            (.insufficientStock(variant: variant, requested: .zero, available: .zero), "insufficient_stock"),
            (.invalidTransition(from: "A", to: "B", allowed: ["C"]), "invalid_transition"),
            (.reservationMismatch, "reservation_mismatch"), (.reservationEnded, "reservation_ended"),
            (.keyReused, "key_reused"), (.versionConflict(expected: 1, actual: 2), "version_conflict"),
            (.belowReserved(quantity: .zero, reserved: .zero), "below_reserved"),
            (.notSellable(variant: variant), "not_sellable"),
            (.alreadyExists(field: "sku"), "already_exists"), (.missingField("op"), "missing_field"),
            (.invalidValue(field: "a", reason: "b"), "invalid_value"), (.unknownField("x"), "unknown_field"),
            (.unknownOperation, "unknown_operation"), (.malformed(reason: "r"), "malformed_json"),
            (.tooLarge(limit: 1), "too_large"), (.unauthenticated(reason: "r"), "unauthenticated"),
            (.forbidden(permission: "p"), "forbidden"),
            (.limitReached(what: "w", maximum: 1), "limit_reached"), (.hasOrders, "has_orders"),
            (.lastAdministrator, "last_administrator"),
            (.tooManyRequests(retryAfterSeconds: 1), "too_many_requests"),
            (.methodNotAllowed(allowed: "GET"), "method_not_allowed"),
            (.unsupportedMediaType(expected: "text/csv"), "unsupported_media_type"),
            (.storageFull, "storage_full"),
            (.busy(reason: "r"), "busy"),
        ]
        for (rejection, code) in rejections { #expect(rejection.code.rawValue == code) }
        let own = Set(rejections.map(\.1))
        for code in RejectionCode.allCases where !own.contains(code.rawValue) {
            #expect(code.statusCode == 404)
            #expect(Rejection.notFound(code).code == code)
        }
    }

    @Test("a reservation with a deadline is live before it and lapsed from it on")
    func deadline() {
        let made = Timestamp(milliseconds: 1_000)
        let timed = Reservation(
            id: "r", variant: VariantOrdinal(0), quantity: Quantity(1), timeToLiveMilliseconds: 500,
            createdAt: made, availableAfter: .zero)
        #expect(timed.expiresAt == Timestamp(milliseconds: 1_500))
        #expect(!timed.hasLapsed(at: Timestamp(milliseconds: 1_499)))
        #expect(timed.hasLapsed(at: Timestamp(milliseconds: 1_500)))
        let open = Reservation(
            id: "r", variant: VariantOrdinal(0), quantity: Quantity(1), timeToLiveMilliseconds: 0,
            createdAt: made, availableAfter: .zero)
        #expect(open.expiresAt == nil)
        #expect(!open.hasLapsed(at: .latest))
    }
}
