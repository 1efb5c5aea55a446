import CommerceClient
import CommerceServer
import Glibc
import TestSupport
import Testing

@Suite("Signing in with a password")
struct PasswordSessionTests {
    private let directory = TemporaryDirectory()
    private let files = TemporaryDirectory()
    private let secret = "0123456789abcdef0123456789abcdef"

    private func server() throws -> RunningServer {
        try RunningServer(directory) { configuration in
            configuration.asksNobody = false
            configuration.jwtSecret = Array(secret.utf8)
            configuration.httpPort = 0
        }
    }

    private func administrator(_ server: RunningServer) throws -> WireConnection {
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "."
            + Base64URL.encode(Array(#"{"sub":"kit","role":"ADMIN","exp":4102444800}"#.utf8))
        let code = Array(signed.utf8).withUnsafeBytes {
            Cryptography.hmacSHA256(key: Array(secret.utf8), $0)
        }
        let connection = try server.connect()
        #expect(try connection.ask(auth(signed + "." + Base64URL.encode(code))).isOK)
        return connection
    }

    private func auth(_ token: String) -> String { #"{"op":"auth","token":"\#(token)"}"# }

    /// A user with the role of that name. Answers the user's id.
    private func add(_ email: String, role: String, by administrator: WireConnection) throws -> String {
        let roles = try administrator.ask(#"{"op":"roles.list"}"#)
        let before = try #require(roles.split(beforeMember: "name", role)).suffix(64)
        let id = try #require(String(before).text(of: "id"))
        let reply = try administrator.ask(
            #"{"op":"users.create","email":"\#(email)","name":"N","roleIds":["\#(id)"],"password":"\#(password)"}"#
        )
        #expect(reply.isOK && !reply.contains(password) && !reply.contains("scrypt"))
        return try #require(reply.text(of: "id"))
    }

    private let password = "correct horse battery"

    private func signIn(_ connection: WireConnection, _ email: String, _ password: String) throws -> String {
        try connection.ask(#"{"op":"sessions.create","email":"\#(email)","password":"\#(password)"}"#)
    }

    @Test("the right password opens a session whose token signs in; what comes behind it waits its turn")
    func signsIn() throws {
        let server = try server()
        _ = try add("ada@example.com", role: "MANAGER", by: try administrator(server))
        let connection = try server.connect()
        try connection.send(
            #"{"id":1,"op":"sessions.create","email":"ADA@example.com","password":"\#(password)"}"#,
            #"{"id":2,"op":"ping"}"#)
        let reply = try connection.receive()
        #expect(reply.hasPrefix(#"{"id":1,"ok":{"sessionId":"s"#))
        #expect(try connection.receive().hasPrefix(#"{"id":2,"ok""#))
        let token = try #require(reply.text(of: "accessToken"))
        #expect(try connection.ask(auth(token)).isOK)
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isOK)
        #expect(try connection.ask(#"{"op":"users.list"}"#).isError("forbidden"))
        let current = try connection.ask(#"{"op":"sessions.current"}"#)
        #expect(current.contains(#""email":"ada@example.com""#) && current.contains("orders:read"))
    }

    @Test("wrong password, unknown name and inactive user are one answer; the fifth failure locks")
    func refusals() throws {
        let server = try server()
        let administrator = try administrator(server)
        let user = try add("ada@example.com", role: "MANAGER", by: administrator)
        let connection = try server.connect()
        let wrong = try signIn(connection, "ada@example.com", "wrong password")
        #expect(wrong.isError("unauthenticated"))
        #expect(try signIn(connection, "bob@example.com", password) == wrong)
        #expect(
            try administrator.ask(#"{"op":"users.update","userId":"\#(user)","isActive":false}"#).isOK)
        #expect(try signIn(connection, "ada@example.com", password) == wrong)
        for _ in 0..<3 { #expect(try signIn(connection, "ada@example.com", "wrong") == wrong) }
        #expect(try signIn(connection, "Ada@example.com", password).isError("too_many_requests"))
    }

    @Test("a role's change, a user's end and a session's end hold at once on open connections")
    func liveAccess() throws {
        let server = try server()
        let administrator = try administrator(server)
        let user = try add("ada@example.com", role: "MANAGER", by: administrator)
        let connection = try server.connect()
        let session = try signIn(connection, "ada@example.com", password)
        #expect(try connection.ask(auth(try #require(session.text(of: "accessToken")))).isOK)
        let list = #"{"op":"orders.list"}"#
        #expect(try connection.ask(list).isOK)
        #expect(try administrator.ask(#"{"op":"users.update","userId":"\#(user)","roleIds":[]}"#).isOK)
        #expect(try connection.ask(list).isError("forbidden"))
        #expect(try administrator.ask(#"{"op":"users.delete","userId":"\#(user)"}"#).isOK)
        #expect(try connection.ask(list).isError("unauthenticated"))
        let other = try server.connect()
        #expect(
            try other.ask(auth(try #require(session.text(of: "accessToken")))).isError("unauthenticated"))
    }

    @Test("a refresh token works once; used again it ends the session, and signing out does too")
    func refresh() throws {
        let server = try server()
        _ = try add("ada@example.com", role: "MANAGER", by: try administrator(server))
        let connection = try server.connect()
        let first = try #require(
            try signIn(connection, "ada@example.com", password).text(of: "refreshToken"))
        let refreshed = try connection.ask(#"{"op":"sessions.refresh","refreshToken":"\#(first)"}"#)
        let token = try #require(refreshed.text(of: "accessToken"))
        #expect(try connection.ask(auth(token)).isOK)
        #expect(try connection.ask(#"{"op":"sessions.list"}"#).contains(#""isCurrent":true"#))
        let again = try server.connect()
        let stolen = #"{"op":"sessions.refresh","refreshToken":"\#(first)"}"#
        #expect(try again.ask(stolen).isError("unauthenticated"))
        #expect(try connection.ask(#"{"op":"sessions.list"}"#).isError("unauthenticated"))
        let next = try #require(refreshed.text(of: "refreshToken"))
        #expect(
            try again.ask(#"{"op":"sessions.refresh","refreshToken":"\#(next)"}"#).isError("unauthenticated"))
        let second = try signIn(connection, "ada@example.com", password)
        #expect(try connection.ask(auth(try #require(second.text(of: "accessToken")))).isOK)
        #expect(try connection.ask(#"{"op":"sessions.deleteCurrent"}"#).isOK)
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isError("unauthenticated"))
        #expect(
            try again.ask(#"{"op":"sessions.refresh","refreshToken":"nonsense"}"#).isError("unauthenticated"))
    }

    @Test("users choose another password by the present one; other sessions end, this one stays")
    func ownPassword() throws {
        let server = try server()
        _ = try add("ada@example.com", role: "MANAGER", by: try administrator(server))
        let (mine, other) = (try server.connect(), try server.connect())
        for connection in [mine, other] {
            let session = try signIn(connection, "ada@example.com", password)
            #expect(try connection.ask(auth(try #require(session.text(of: "accessToken")))).isOK)
        }
        func change(_ current: String, _ new: String) throws -> String {
            try mine.ask(
                #"{"op":"users.changeOwnPassword","currentPassword":"\#(current)","newPassword":"\#(new)"}"#)
        }
        #expect(try change("wrong", "another long phrase").isError("invalid_value"))
        #expect(try change(password, "12345678").isError("invalid_value"))
        #expect(try change(password, "another long phrase").isOK)
        #expect(try mine.ask(#"{"op":"orders.list"}"#).isOK)
        #expect(try other.ask(#"{"op":"orders.list"}"#).isError("unauthenticated"))
        #expect(try signIn(other, "ada@example.com", password).isError("unauthenticated"))
        #expect(try signIn(other, "ada@example.com", "another long phrase").isOK)
    }

    @Test("the last administrator stays; a key is shown once and revoked on open connections")
    func administratorsAndKeys() throws {
        let server = try server()
        let administrator = try administrator(server)
        let user = try add("root@example.com", role: "ADMIN", by: administrator)
        for change in [#""isActive":false"#, #""roleIds":[]"#] {
            let reply = try administrator.ask(#"{"op":"users.update","userId":"\#(user)",\#(change)}"#)
            #expect(reply.isError("last_administrator"))
        }
        #expect(
            try administrator.ask(#"{"op":"users.delete","userId":"\#(user)"}"#).isError("last_administrator")
        )
        let made = try administrator.ask(
            #"{"op":"apiKeys.create","name":"till","permissions":["orders:read"],"expiresInDays":1}"#)
        let (key, id) = (try #require(made.text(of: "secret")), try #require(made.text(of: "id")))
        #expect(try !administrator.ask(#"{"op":"apiKeys.list"}"#).contains(key))
        let connection = try server.connect()
        #expect(try connection.ask(auth(key)).isOK)
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isOK)
        #expect(try connection.ask(#"{"op":"products.list"}"#).isError("forbidden"))
        #expect(try administrator.ask(#"{"op":"apiKeys.revoke","apiKeyId":"\#(id)"}"#).isOK)
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isError("unauthenticated"))
    }

    @Test("by REST the same, and the response waits for the password while later ones keep their order")
    func rest() throws {
        let server = try server()
        _ = try add("ada@example.com", role: "MANAGER", by: try administrator(server))
        let socket = try RawSocket(port: try #require(server.httpPort))
        let body = #"{"email":"ada@example.com","password":"\#(password)"}"#
        socket.send(
            "POST /sessions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                + "GET /ping HTTP/1.1\r\nHost: h\r\n\r\n")
        let (status, reply) = try #require(socket.receiveResponse())
        #expect(status == 201)
        let token = try #require(reply.text(of: "accessToken"))
        #expect(try #require(socket.receiveResponse()).body.hasPrefix(#"{"time":"#))
        socket.send("GET /sessions/current HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n")
        let (shown, current) = try #require(socket.receiveResponse())
        #expect(shown == 200 && current.contains("ada@example.com"))
        socket.send(
            "DELETE /sessions/current HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n")
        #expect(socket.receiveResponse()?.status == 204)
        socket.send("GET /orders HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n")
        #expect(socket.receiveResponse()?.status == 401)
    }
}
