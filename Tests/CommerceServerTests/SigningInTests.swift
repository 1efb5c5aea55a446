import CommerceServer
import Glibc
import TestSupport
import Testing

@Suite("who may do what on a connection")
struct SigningInTests {
    private let directory = TemporaryDirectory()
    private let files = TemporaryDirectory()
    private var tokenFile: String { "\(files.path)/token" }
    /// HS256 with this secret; over in 2100.
    private let secret = "0123456789abcdef0123456789abcdef"

    private func server() throws -> RunningServer {
        try RunningServer(directory) { configuration in
            configuration.asksNobody = false
            configuration.adminTokenFile = tokenFile
            configuration.jwtSecret = Array(secret.utf8)
        }
    }

    private func key() throws -> String {
        let descriptor = open(tokenFile, O_RDONLY)
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &buffer, buffer.count)
        try #require(count > 1 && buffer[count - 1] == 0x0A)
        return String(decoding: buffer[..<(count - 1)], as: UTF8.self)
    }

    private func jwt(_ claims: String) -> String {
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        let code = Array(signed.utf8).withUnsafeBytes {
            Cryptography.hmacSHA256(key: Array(secret.utf8), $0)
        }
        return signed + "." + Base64URL.encode(code)
    }

    private func auth(_ token: String) -> String { #"{"op":"auth","token":"\#(token)"}"# }

    @Test("before signing in only ping and describe answer; names that do not exist are told apart")
    func unsigned() throws {
        let server = try server()
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"ping"}"#).isOK)
        #expect(try connection.ask(#"{"op":"describe"}"#).isOK)
        for operation in ["orders.list", "products.list", "inventory.reserve", "system.snapshot"] {
            #expect(try connection.ask(#"{"op":"\#(operation)"}"#).isError("unauthenticated"), "\(operation)")
        }
        #expect(try connection.ask(#"{"op":"orders.fly"}"#).isError("unknown_operation"))
        let batch = try connection.ask(#"{"op":"batch","requests":[{"op":"ping"},{"op":"orders.list"}]}"#)
        #expect(batch.contains(#"{"ok":{"time":"#) && batch.contains(#""code":"unauthenticated""#))
    }

    @Test("an API key signs in; one with any character changed does not, nor does anything else")
    func apiKey() throws {
        let server = try server()
        let key = try key()
        #expect(key.hasPrefix("hf_") && key.utf8.count == 46)
        let connection = try server.connect()
        let bytes = Array(key.utf8)
        for index in bytes.indices {
            var wrong = bytes
            wrong[index] = wrong[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let reply = try connection.ask(auth(String(decoding: wrong, as: UTF8.self)))
            #expect(reply.isError("unauthenticated"), "character \(index)")
        }
        for wrong in ["", "hf_", key + "A", String(key.dropLast()), "a.b.c", "..", "*"] {
            #expect(try connection.ask(auth(wrong)).isError("unauthenticated"), "\(wrong)")
        }
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isError("unauthenticated"))
        #expect(try connection.ask(auth(key)).contains(#""subject":"key:token-file""#))
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isOK)
    }

    @Test("auth wants a token that is a text, and nothing else beside it")
    func authFields() throws {
        let server = try server()
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"auth"}"#).isError("missing_field"))
        #expect(try connection.ask(#"{"op":"auth","token":7}"#).isError("invalid_value"))
        #expect(try connection.ask(#"{"op":"auth","token":"x","role":"ADMIN"}"#).isError("unknown_field"))
    }

    @Test("signing in concerns one connection only")
    func otherConnections() throws {
        let server = try server()
        let (signed, other) = (try server.connect(), try server.connect())
        #expect(try signed.ask(auth(try key())).isOK)
        #expect(try other.ask(#"{"op":"orders.list"}"#).isError("unauthenticated"))
    }

    @Test("a second auth replaces the first; a refused one changes nothing")
    func secondAuth() throws {
        let server = try server()
        let connection = try server.connect()
        let adjust = #"{"op":"inventory.adjust","sku":"22423","quantityChange":1,"reason":"RECEIVED"}"#
        #expect(try connection.ask(auth(try key())).isOK)
        #expect(try connection.ask(adjust).isOK)
        #expect(try connection.ask(auth("nobody")).isError("unauthenticated"))
        #expect(try connection.ask(adjust).isOK)
        let manager = jwt(#"{"sub":"user-1","role":"MANAGER","exp":4102444800}"#)
        #expect(try connection.ask(auth(manager)).contains(#""subject":"user-1""#))
        let refused = try connection.ask(adjust)
        #expect(refused.isError("forbidden") && refused.contains(#""requiredPermission":"inventory:write""#))
        #expect(
            try connection.ask(#"{"op":"inventory.getByVariant","sku":"22423"}"#).contains(#""quantity":44"#))
    }

    @Test("permissions of a JWT are exactly those that it names")
    func permissions() throws {
        let server = try server()
        let connection = try server.connect()
        let reply = try connection.ask(
            auth(jwt(#"{"sub":"shelf","permissions":["inventory:read"],"exp":4102444800}"#)))
        #expect(reply == #"{"ok":{"subject":"shelf","permissions":["inventory:read"]}}"#)
        #expect(try connection.ask(#"{"op":"inventory.list"}"#).isOK)
        #expect(try connection.ask(#"{"op":"orders.list"}"#).isError("forbidden"))
        #expect(try connection.ask(#"{"op":"system.snapshot"}"#).isError("forbidden"))
    }

    @Test("without a secret no JWT is let in, a well-made one neither")
    func noSecret() throws {
        let server = try RunningServer(directory) { $0.asksNobody = false }
        let token = jwt(#"{"sub":"u","role":"ADMIN","exp":4102444800}"#)
        #expect(try server.connect().ask(auth(token)).isError("unauthenticated"))
    }

    @Test("the token file is its owner's alone, and a new start makes a new key that ends the old")
    func tokenFileMode() throws {
        let first = try server()
        let old = try key()
        #expect(mode() == 0o600)
        first.drain()
        chmod(tokenFile, 0o644)
        let second = try server()
        #expect(mode() == 0o600)
        let connection = try second.connect()
        #expect(try connection.ask(auth(old)).isError("unauthenticated"))
        #expect(try connection.ask(auth(try key())).isOK)
    }

    private func mode() -> mode_t {
        var status = stat()
        stat(tokenFile, &status)
        return status.st_mode & 0o7777
    }

    @Test("a token file that cannot be written keeps the server from starting, with 73")
    func badTokenFile() {
        let error = #expect(throws: ServerError.self) {
            try RunningServer(directory) { $0.adminTokenFile = "\(files.path)/missing/token" }
        }
        #expect(error?.exitCode == ExitCode.cannotCreate)
    }
}
