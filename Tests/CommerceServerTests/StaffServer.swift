import CommerceServer
import TestSupport
import Testing

/// A server that asks who is there, with one user of it, asked by HTTP.
struct StaffServer {
    static let email = "ada@example.com"
    static let password = "correct horse battery"
    private static let secret = Array("0123456789abcdef0123456789abcdef".utf8)

    let server: RunningServer
    let socket: RawSocket

    init(
        _ directory: TemporaryDirectory, role: String = "MANAGER",
        _ configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        server = try RunningServer(directory) { configuration in
            configuration.asksNobody = false
            configuration.jwtSecret = StaffServer.secret
            configure(&configuration)
        }
        socket = try server.connectHTTP()
        let roles = try #require(socket.ask("GET", "/roles", "", StaffServer.administrator)).body
        let before = try #require(roles.split(beforeMember: "name", role)).suffix(64)
        let id = try #require(String(before).text(of: "id"))
        let user = """
            {"email":"\(StaffServer.email)","name":"Ada","roleIds":["\(id)"],"password":"\(StaffServer.password)"}
            """
        let made = try #require(socket.ask("POST", "/users", user, StaffServer.administrator))
        #expect(made.status == 201)
    }

    /// A field that lets an administrator in.
    static var administrator: String {
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "."
            + Base64URL.encode(Array(#"{"sub":"kit","role":"ADMIN","exp":4102444800}"#.utf8))
        let code = Array(signed.utf8).withUnsafeBytes { Cryptography.hmacSHA256(key: secret, $0) }
        return "Authorization: Bearer \(signed).\(Base64URL.encode(code))"
    }

    /// Sends one request with these fields.
    func ask(_ method: String, _ path: String, _ fields: [String], _ body: String = "") throws -> RawResponse
    {
        // Several fields go in as one, because each ends as the next begins.
        socket.request(method, path, body, fields.isEmpty ? "X-Test: 1" : fields.joined(separator: "\r\n"))
        return try #require(socket.response())
    }

    /// Signs in as a page of the server does.
    func signIn(_ fields: String..., password: String = StaffServer.password) throws -> RawResponse {
        try ask(
            "POST", "/sessions", fields,
            #"{"email":"\#(StaffServer.email)","password":"\#(password)","cookie":true}"#)
    }
}

extension RawResponse {
    /// The Cookie field of a browser that took all cookies of this response.
    var cookieField: String {
        "Cookie: " + cookies.map { $0.prefix { $0 != ";" } }.joined(separator: "; ")
    }
}
