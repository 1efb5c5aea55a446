import CommerceClient
import CommerceCore
import CommerceServer
import CommerceWire
import TestSupport
import Testing

/// Every operation × every kind of caller × both protocols, over real sockets. The rows come from the table, so an
/// operation that is added is asked too; its request names a member that there is not, which is judged after access
/// and before anything else, so that nothing is ever changed.
@Suite("The matrix of operations and callers")
struct AccessMatrixTests {
    private let directory = TemporaryDirectory()
    private let secret = "0123456789abcdef0123456789abcdef"

    /// Somebody who asks, and what must be answered.
    private struct Caller {
        let name: String
        /// `nil` shows none.
        let token: String?
        /// `nil` is let in nowhere.
        let permissions: PermissionSet?
    }

    private func jwt(_ claims: String, secret: String? = nil) -> String {
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        let code = Array(signed.utf8).withUnsafeBytes {
            Cryptography.hmacSHA256(key: Array((secret ?? self.secret).utf8), $0)
        }
        return signed + "." + Base64URL.encode(code)
    }

    private func callers() throws -> [Caller] {
        var callers = [
            Caller(name: "no token", token: nil, permissions: nil),
            Caller(
                name: "an expired token", token: jwt(#"{"sub":"u","role":"ADMIN","exp":1000000000}"#),
                permissions: nil),
            Caller(
                name: "a token of another secret",
                token: jwt(#"{"sub":"u","role":"ADMIN","exp":4102444800}"#, secret: secret + "x"),
                permissions: nil),
            Caller(
                name: "a token without signature",
                token: Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + "."
                    + Base64URL.encode(Array(#"{"sub":"u","role":"ADMIN","exp":4102444800}"#.utf8)) + ".",
                permissions: nil),
            Caller(name: "a portal token of a customer", token: try portalToken(), permissions: nil),
            Caller(
                name: "a token of a session that is not",
                token: jwt(#"{"iss":"holdfast","sub":"u","uid":"u","sid":"s","exp":4102444800}"#),
                permissions: nil),
        ]
        for role in ["ADMIN", "MANAGER"] {
            let token = jwt(#"{"sub":"u","role":"\#(role)","exp":4102444800}"#)
            callers.append(Caller(name: role, token: token, permissions: PermissionSet(role: role)))
        }
        for permission in Permission.allCases {
            let claims = #"{"sub":"u","permissions":["\#(permission.name)"],"exp":4102444800}"#
            callers.append(
                Caller(
                    name: permission.name, token: jwt(claims),
                    permissions: PermissionSet(names: [permission.name])))
        }
        return callers
    }

    private func portalToken() throws -> String {
        let secret = try #require(ServerSecret(Array(secret.utf8)))
        return PortalTokens(secret).make(
            PortalTokens.Reference(kind: .customer, ordinal: 0, generation: 0))
    }

    /// 401, 403, or 0 for anything else.
    private func expected(_ access: Operation.Access, _ permissions: PermissionSet?) -> Int {
        switch access {
        case .anyone: 0
        case .signedIn: permissions == nil ? 401 : 0
        case .needs(let permission):
            permissions.map { $0.contains(permission) ? 0 : 403 } ?? 401
        }
    }

    private func server() throws -> RunningServer {
        try RunningServer(directory) { configuration in
            configuration.asksNobody = false
            configuration.jwtSecret = Array(secret.utf8)
            configuration.httpPort = 0
        }
    }

    @Test("on the line protocol each is let in, refused as unknown or refused as forbidden, and nothing else")
    func lines() throws {
        let server = try server()
        for caller in try callers() {
            let connection = try server.connect()
            if let token = caller.token {
                let reply = try connection.ask(#"{"op":"auth","token":"\#(token)"}"#)
                #expect(reply.isOK == (caller.permissions != nil), "\(caller.name)")
            }
            var asked = 0
            for operation in OperationTable.shared.operations {
                let reply = try connection.ask(#"{"op":"\#(operation.name)","nonsense":1}"#)
                let status =
                    reply.isError("unauthenticated") ? 401 : reply.isError("forbidden") ? 403 : 0
                #expect(
                    status == expected(operation.access, caller.permissions),
                    "\(operation.name) by \(caller.name): \(reply)")
                #expect(!reply.isOK, "\(operation.name) lets a misspelt member pass")
                asked += 1
            }
            #expect(asked == OperationTable.shared.operations.count)
        }
    }

    @Test("by REST the same; a token that is shown must be good even where none is needed")
    func rest() throws {
        let server = try server()
        let port = try #require(server.httpPort)
        for caller in try callers() {
            let socket = try RawSocket(port: port)
            for operation in OperationTable.shared.operations {
                guard let route = operation.route else { continue }
                socket.send(request(route, caller.token))
                let (status, body) = try #require(
                    socket.receiveResponse(), "\(operation.name) by \(caller.name)")
                let isBad = caller.token != nil && caller.permissions == nil
                let wanted = isBad ? 401 : expected(operation.access, caller.permissions)
                #expect(
                    (status == 401 || status == 403 ? status : 0) == wanted,
                    "\(operation.name) by \(caller.name): \(status) \(body)")
                #expect(status >= 400, "\(operation.name) lets a misspelt member pass")
            }
        }
    }

    @Test("every operation but the connection's own has a route, so that the matrix has its row twice")
    func rows() {
        let without = OperationTable.shared.operations.filter { $0.route == nil }.map { "\($0.name)" }
        #expect(without.allSatisfy { ["auth", "batch"].contains($0) || $0.hasSuffix(".subscribe") })
    }

    private func request(_ route: Route, _ token: String?) -> String {
        let path =
            "/"
            + route.segments.map { segment in
                switch segment {
                case .literal(let text): text
                case .parameter: "zzz"
                }
            }.joined(separator: "/")
        let body = route.method.hasBody ? #"{"nonsense":1}"# : ""
        var head =
            "\(route.method.rawValue) \(path)\(body.isEmpty ? "?nonsense=1" : "") HTTP/1.1\r\nHost: h\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if !body.isEmpty {
            head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return head + "\r\n" + body
    }
}
