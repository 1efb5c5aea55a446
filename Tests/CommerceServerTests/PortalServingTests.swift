import CommerceClient
import CommerceServer
import TestSupport
import Testing

@Suite("The portal over sockets")
struct PortalServingTests {
    private let directory = TemporaryDirectory()
    private let files = TemporaryDirectory()

    private func server(_ configure: @escaping (inout ServerConfiguration) -> Void = { _ in }) throws
        -> RunningServer
    {
        try RunningServer(directory) { configuration in
            configuration.secretSource = .text(Secret("0123456789abcdef0123456789abcdef"))
            configure(&configuration)
        }
    }

    /// A customer with an order; answers the reply to `customers.portalToken`.
    private func link(_ server: RunningServer) throws -> String {
        let connection = try server.connect()
        let customer = try connection.ask(
            #"{"op":"customers.create","email":"a@b","firstName":"A","lastName":"B","shippingAddress":{"city":"Oslo"}}"#
        )
        let id = try #require(customer.text(of: "id"))
        let variant = try connection.ask(#"{"op":"inventory.list","limit":1}"#)
        let sku = try #require(variant.text(of: "sku"))
        let order = #"{"op":"orders.create","customerId":"\#(id)","items":[{"sku":"\#(sku)","quantity":1}]}"#
        #expect(try connection.ask(order).isOK)
        return try connection.ask(#"{"op":"customers.portalToken","customerId":"\#(id)"}"#)
    }

    private func get(_ socket: RawSocket, _ path: String, _ fields: String = "") -> (Int, String)? {
        socket.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
        return socket.receiveResponse().map { ($0.status, $0.body) }
    }

    @Test("a link is a token under the address of the pages, and shows the orders without a sign-in")
    func shows() throws {
        let server = try server { $0.publicURL = "https://shop.example" }
        let link = try link(server)
        let token = try #require(link.text(of: "token"))
        #expect(token.utf8.count == 43)
        #expect(link.contains(#""url":"https://shop.example/portal/orders/\#(token)""#))
        let socket = try server.connectHTTP()
        for _ in 0..<3 {
            let page = try #require(get(socket, "/customers/portal/\(token)"))
            #expect(page.0 == 200 && page.1.contains(#""orderNumber":"ORD-000001""#))
        }
        let wrong = String(token.dropLast(2)) + "AA"
        let refused = try #require(get(socket, "/customers/portal/\(wrong)"))
        #expect(refused.0 == 404 && refused.1.contains(#""code":"not_found""#))
    }

    @Test("without a public address a link leads to where the server listens")
    func ownAddress() throws {
        let server = try server()
        let port = try #require(server.httpPort)
        #expect(try link(server).contains(#""url":"http://127.0.0.1:\#(port)/portal/orders/"#))
    }

    @Test("a stranger has thirty requests at once, whether the replies are kept or not")
    func limits() throws {
        let tokenFile = files.path + "/token"
        let server = try server { configuration in
            configuration.asksNobody = false
            configuration.adminTokenFile = tokenFile
        }
        let socket = try server.connectHTTP()
        var statuses: [Int] = []
        for _ in 0..<40 { statuses.append(get(socket, "/customers/portal/none")?.0 ?? 0) }
        // The bucket gets one more each second that this takes.
        #expect(statuses.prefix(30).allSatisfy { $0 == 404 } && statuses.contains(429), "\(statuses)")
        let connection = try server.connect()
        let refused = try connection.ask(#"{"op":"customers.portal","token":"none"}"#)
        #expect(refused.isError("too_many_requests") || refused.isError("not_found"))
    }

    @Test("a kept reply has the entity tag of the first, and 304 for who has it")
    func entityTags() throws {
        let server = try server()
        let connection = try server.connect()
        let product = try connection.ask(#"{"op":"products.list","limit":1}"#)
        let id = try #require(product.text(of: "id"))
        let socket = try server.connectHTTP()
        func tag() throws -> String {
            socket.send("GET /products/\(id) HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = try #require(socket.receiveHead())
            let line = head.first { $0.lowercased().hasPrefix("etag:") }
            return String(try #require(line).dropFirst(6).filter { $0 != "\r" })
        }
        let first = try tag()
        #expect(try tag() == first)
        #expect(try #require(get(socket, "/products/\(id)", "If-None-Match: \(first)\r\n")).0 == 304)
        #expect(try connection.ask(#"{"op":"products.update","productId":"\#(id)","isFeatured":true}"#).isOK)
        #expect(try tag() != first)
        #expect(try #require(get(socket, "/products/\(id)", "If-None-Match: \(first)\r\n")).0 == 200)
        let metrics = try #require(get(socket, "/metrics")).1
        #expect(metrics.contains(#"holdfast_cache_lookups_total{cache="catalog",outcome="stale"} "#))
    }
}

extension RawSocket {
    /// The lines of a response's head, its content read too.
    fileprivate func receiveHead() -> [String]? {
        var lines: [String] = []
        var count = 0
        while let line = receiveLine(), line != "\r" {
            lines.append(line)
            let field = line.lowercased()
            if field.hasPrefix("content-length:") { count = Int(field.dropFirst(15).filter(\.isNumber)) ?? 0 }
        }
        guard receive(count: count) != nil else { return nil }
        return lines
    }
}
