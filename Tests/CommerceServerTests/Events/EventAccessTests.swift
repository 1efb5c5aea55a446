import CommerceClient
import CommerceServer
import TestSupport
import Testing

@Suite("Who may hear events")
struct EventAccessTests {
    private let directory = TemporaryDirectory()
    private let secret = "0123456789abcdef0123456789abcdef"

    private func server() throws -> RunningServer {
        try RunningServer(directory) { configuration in
            configuration.asksNobody = false
            configuration.jwtSecret = Array(secret.utf8)
        }
    }

    private func token(_ permissions: String...) -> String {
        let names = permissions.map { "\"\($0)\"" }.joined(separator: ",")
        let claims = #"{"sub":"u","permissions":[\#(names)],"exp":4102444800}"#
        let signed =
            Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        let code = Array(signed.utf8).withUnsafeBytes {
            Cryptography.hmacSHA256(key: Array(secret.utf8), $0)
        }
        return signed + "." + Base64URL.encode(code)
    }

    @Test("every topic needs its permissions; without one of them none is told")
    func permissions() throws {
        let server = try server()
        let rows = [
            ("notifications", ["notifications:read"]), ("stock", ["inventory:read"]),
            ("orders", ["orders:read"]), ("overview", ["orders:read"]),
            ("liveSale", ["inventory:read", "orders:read"]),
        ]
        for (topic, needed) in rows {
            #expect(try EventStream(server, topic).status == 401)
            #expect(try EventStream(server, topic, token: token("settings:read")).status == 403, "\(topic)")
            let names = needed.map { "\"\($0)\"" }.joined(separator: ",")
            #expect(!names.isEmpty)
            let allowed =
                needed.count == 1 ? token(needed[0]) : token(needed[0], needed[1])
            #expect(try EventStream(server, topic, token: allowed).status == 200, "\(topic)")
        }
        #expect(try EventStream(server, "stock,orders", token: token("inventory:read")).status == 403)
    }

    @Test("notifications that need more than the listener may are told to others only")
    func filtered() throws {
        let server = try server()
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"auth","token":"\#(token("*"))"}"#).isOK)
        let stream = try EventStream(
            server, "notifications", token: token("notifications:read", "inventory:read"))
        #expect(stream.next()?.name == "ready")
        let customer = try #require(
            try connection.ask(
                #"{"op":"customers.create","email":"a@x","firstName":"A","lastName":"L","shippingAddress":{"city":"L"}}"#
            ).text(of: "id"))
        let stock = try connection.ask(#"{"op":"inventory.getByVariant","sku":"85123A"}"#)
        let available = try #require(stock.split(separator: #""available":"#).last?.prefix { $0.isNumber })
        #expect(
            try connection.ask(
                #"{"op":"orders.create","customerId":"\#(customer)","items":[{"sku":"85123A","quantity":\#(available)}]}"#
            ).isOK)
        let told = try #require(stream.next("notification"))
        #expect(told.data.contains(#""kind":"LOW_STOCK""#))
    }

    @Test("who may hear no more is told so, and the stream ends")
    func revoked() throws {
        let server = try server()
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"auth","token":"\#(token("*"))"}"#).isOK)
        let key = try connection.ask(
            #"{"op":"apiKeys.create","name":"wall","permissions":["inventory:read"]}"#)
        let secret = try #require(key.text(of: "secret"))
        let stream = try EventStream(server, "stock", token: secret)
        #expect(stream.next()?.name == "ready")
        let id = try #require(key.text(of: "id"))
        #expect(try connection.ask(#"{"op":"apiKeys.revoke","apiKeyId":"\#(id)"}"#).isOK)
        #expect(try #require(stream.next("bye")).data == #"{"reason":"signed_out"}"#)
        #expect(stream.ends())
    }

    @Test(
        "what makes no sense is refused by name",
        arguments: [
            ("news", "topics"), ("stock,", "topics"), ("", "topics"), ("stock&topics=orders", "topics"),
            ("stock&speed=9", "speed"),
        ])
    func refusals(row: (query: String, field: String)) throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        let refused = try #require(socket.ask("GET", "/events?topics=\(row.query)"))
        #expect(refused.status == 400 && refused.body.contains(#""field":"\#(row.field)""#), "\(refused)")
        #expect(socket.ask("GET", "/livez")?.status == 200)
        #expect(socket.ask("POST", "/events?topics=stock", "{}")?.status == 405)
        #expect(socket.ask("HEAD", "/events?topics=stock")?.status == 200)
    }
}
