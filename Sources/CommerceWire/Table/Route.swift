/// Where an operation stands in REST: a method and a path whose `{names}` are parameters of the operation.
///
///     .get("/orders/{orderId}")        .post("/orders", creates: true)
package struct Route: Hashable, Sendable {
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether the other parameters come in the body; of the rest they are the query.
        package var hasBody: Bool { self != .get && self != .delete }
    }

    package let method: Method
    package let path: String
    /// Of a success that is no replay.
    package let status: Int

    private init(_ method: Method, _ path: String, status: Int) {
        precondition(path.hasPrefix("/"), "route \(path)")
        self.method = method
        self.path = path
        self.status = status
    }

    static func get(_ path: String) -> Route { Route(.get, path, status: 200) }
    static func post(_ path: String, creates: Bool = false) -> Route {
        Route(.post, path, status: creates ? 201 : 200)
    }
    static func put(_ path: String) -> Route { Route(.put, path, status: 200) }
    static func patch(_ path: String) -> Route { Route(.patch, path, status: 200) }
    static func delete(_ path: String) -> Route { Route(.delete, path, status: 204) }

    /// Literal segments and parameter names, in order.
    package enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
    }

    package var segments: [Segment] {
        path.split(separator: "/").map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    package var parameterNames: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
