import CommerceClient
import Testing

@Suite("a wire connection sends lines and waits for replies")
struct WireConnectionTests {
    @Test("replies come in the order of the requests")
    func order() throws {
        let server = try ScriptedServer { line, _ in .reply("re \(line)") }
        let connection = try WireConnection(host: "127.0.0.1", port: server.port)
        for number in 0..<1_000 { connection.send(line: Array("\(number)".utf8)) }
        #expect(connection.unanswered == 1_000)
        try connection.flush()
        for number in 0..<1_000 { #expect(try connection.receiveLine() == Array("re \(number)".utf8)) }
        #expect(connection.unanswered == 0)
        #expect(try connection.call(line: Array("last".utf8)) == Array("re last".utf8))
    }

    @Test("sending far more than any buffer holds before reading does not block for ever")
    func manyUnread() throws {
        let server = try ScriptedServer { line, _ in .reply(line + line) }
        let connection = try WireConnection(Endpoint(parsing: server.text))
        let line = [UInt8](repeating: 120, count: 100_000)
        for _ in 0..<300 { connection.send(line: line) }
        try connection.flush()
        for _ in 0..<300 { #expect(try connection.receiveLine().count == 200_000) }
    }

    @Test("a name is resolved")
    func name() throws {
        let server = try ScriptedServer { line, _ in .reply(line) }
        let connection = try WireConnection(host: "localhost", port: server.port)
        #expect(try connection.call(line: [49]) == [49])
    }

    @Test("a server that says nothing is a timeout, with what is due")
    func timeout() throws {
        let server = try ScriptedServer { _, _ in .silence }
        let connection = try WireConnection(Endpoint(parsing: server.text), timeoutMilliseconds: 20)
        connection.send(line: [49])
        connection.send(line: [50])
        try connection.flush()
        let error = #expect(throws: ClientError.self) { try connection.receiveLine() }
        #expect(error?.code == .timeout(unanswered: 2))
        #expect(error?.exitCode == 75)
    }

    @Test("a server that closes is reported after its last reply")
    func farewell() throws {
        let server = try ScriptedServer { _, _ in .farewell("too long") }
        let connection = try WireConnection(Endpoint(parsing: server.text))
        for _ in 0..<200 { connection.send(line: [UInt8](repeating: 120, count: 10_000)) }
        try connection.flush()
        #expect(try connection.receiveLine() == Array("too long".utf8))
        let error = #expect(throws: ClientError.self) { try connection.receiveLine() }
        #expect(error?.code == .closed(errno: 0, unanswered: 199))
        #expect(error?.exitCode == 74)
    }

    @Test("a closed connection fails with `closed`")
    func closed() throws {
        let server = try ScriptedServer { line, _ in .reply(line) }
        let connection = try WireConnection(Endpoint(parsing: server.text))
        connection.close()
        connection.close()
        let error = #expect(throws: ClientError.self) { try connection.call(line: [49]) }
        #expect(error?.code == .closed(errno: 0, unanswered: 1))
    }

    @Test("a port where nobody listens, and a host that is not there, are told apart")
    func cannotConnect() throws {
        let port = try ScriptedServer { _, _ in .silence }.port
        let refused = #expect(throws: ClientError.self) { try WireConnection(host: "127.0.0.1", port: port) }
        #expect(refused?.exitCode == 69)
        let unknown = #expect(throws: ClientError.self) { try WireConnection(host: "name.invalid", port: 1) }
        #expect(unknown?.exitCode == 68)
    }

    @Test("signing in succeeds, or fails with the server's code and without the token")
    func authenticate() throws {
        let server = try ScriptedServer { line, _ in
            switch line {
            case #"{"op":"auth","token":"go\"od"}"#: .reply(#"{"ok":{"subject":"tester"}}"#)
            case #"{"op":"auth","token":"odd"}"#: .reply("what?")
            default: .reply(#"{"error":{"statusCode":401,"code":"unauthenticated"}}"#)
            }
        }
        let connection = try WireConnection(Endpoint(parsing: server.text))
        try connection.authenticate(token: "go\"od")
        let refused = #expect(throws: ClientError.self) { try connection.authenticate(token: "secret-word") }
        #expect(refused?.code == .notAuthenticated(code: "unauthenticated"))
        #expect(refused?.exitCode == 77)
        #expect(refused?.description.contains("secret") == false)
        let odd = #expect(throws: ClientError.self) { try connection.authenticate(token: "odd") }
        #expect(odd?.code == .protocolViolation)
    }

    @Test(
        "endpoints are a host and a port",
        arguments: [
            ("127.0.0.1:7070", "127.0.0.1", 7_070), ("localhost:1", "localhost", 1),
            ("[::1]:65535", "::1", 65_535),
        ])
    func endpoints(text: String, host: String, port: UInt16) throws {
        let endpoint = try Endpoint(parsing: text)
        #expect(endpoint == Endpoint(host: host, port: port))
        #expect(endpoint.description == text)
    }

    @Test(
        "what is not an endpoint is refused as usage",
        arguments: [
            "", "host", ":7070", "host:", "host:0", "host:65536", "host:-1", "::1:7070", "[]:1", "host:x",
        ])
    func badEndpoints(text: String) {
        let error = #expect(throws: ClientError.self) { try Endpoint(parsing: text) }
        #expect(error == ClientError(.invalidEndpoint, endpoint: text))
        #expect(error?.exitCode == 64)
    }
}
