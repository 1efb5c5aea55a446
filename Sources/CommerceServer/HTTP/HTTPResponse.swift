import CommerceCore
import CommerceWire
import HTTPWire

/// What is decided about a response apart from its content.
struct HTTPResponse {
    let isHead: Bool
    var keepsAlive: Bool
    var status = HTTPStatus.ok
    var contentType: StaticString = "application/json"
    /// Replies concern who asked; nobody between may keep them.
    var cacheControl: StaticString = "no-store"
    var entityTag: String?
    var contentSecurityPolicy: StaticString?
    /// Where else to look.
    var location: StaticString?
    /// What browsers are told of a page.
    var policy: PagePolicy?
    var allow: String?
    var retryAfterSeconds: Int?
    /// The name under which a table is to be kept.
    var fileName: StaticString?
    /// Where a table goes on.
    var nextCursor: String?
    /// Whether a condition on it makes sense: the successful answer to a read that does not
    /// change by itself.
    var isCacheable = false

    /// Takes the outcome of an operation on.
    mutating func take(status code: Int, _ operation: Operation?, of session: WireSession) {
        status = HTTPStatus(UInt16(code))
        isCacheable = code == 200 && operation?.route?.method == .get && operation?.tellsTime == false
        // The address of a portal's page is its key: no copy of what it shows stays behind.
        if operation?.cache == .portal { isCacheable = false }
        if isCacheable { cacheControl = "private, no-cache" }
        if code == 200, case .csv(let name) = operation?.media {
            contentType = "text/csv; charset=utf-8"
            fileName = name
            nextCursor = session.nextCursor
        }
        if code == 503 { retryAfterSeconds = 1 }
        if code == 429 { retryAfterSeconds = session.retryAfterSeconds ?? 1 }
    }

    mutating func refuse(_ rejection: Rejection) {
        status = HTTPStatus(UInt16(rejection.code.statusCode))
        if case .tooManyRequests(let seconds) = rejection { retryAfterSeconds = seconds }
    }

    /// 405, or the answer to OPTIONS.
    mutating func allow(_ methods: [Route.Method], isOptions: Bool) {
        var names = methods.map(\.rawValue)
        if methods.contains(.get) { names.append("HEAD") }
        names.append("OPTIONS")
        allow = names.joined(separator: ", ")
        status = isOptions ? .noContent : .methodNotAllowed
    }
}

extension Route.Method {
    /// `nil` for a method that no operation has.
    init?(_ method: HTTPMethod) {
        switch method {
        case .get, .head: self = .get
        case .post: self = .post
        case .put: self = .put
        case .patch: self = .patch
        case .delete: self = .delete
        case .options, .trace: return nil
        }
    }
}
