import CommerceWire
import CompactJSON
import Testing

@Suite("REST: path, query and body are the line they stand for")
struct RESTTests {
    @Test("a created resource is answered whole with 201, its repetition with 200 and the same")
    func creating() throws {
        let world = try WireWorld()
        let body = #"{"customerId":"$ADA","items":[{"sku":"CUP","quantity":2}]}"#
        let first = try world.rest(.post, "/orders", body, key: "k1")
        #expect(first.status == 201)
        #expect(first.value["orderNumber"].text == "ORD-000001")
        #expect(first.value["items"].items.count == 1)
        let again = try world.rest(.post, "/orders", body, key: "k1")
        #expect(again.status == 200)
        #expect(again.value["id"].text == first.value["id"].text)
        #expect(again.text.hasSuffix(#""replayed":true}"#))
        #expect(try world.stock("CUP") == "10/2")
    }

    @Test("a key is one for both protocols, whatever the view")
    func keysAcrossProtocols() throws {
        let world = try WireWorld()
        let members = #""customerId":"$ADA","items":[{"sku":"CUP","quantity":2}]"#
        let line = try world.must("orders.create", #"\#(members),"idempotencyKey":"k1""#)
        let rest = try world.rest(.post, "/orders", "{\(members)}", key: "k1")
        #expect(rest.status == 200)
        #expect(rest.value["id"].text == line["orderId"].text)
        let other = try world.rest(.post, "/orders", "{\(members),\"tax\":\"1.00\"}", key: "k1")
        #expect(other.status == 422)
        #expect(other.value["code"].text == "key_reused")
        let adjusted = #""sku":"CUP","quantityChange":3,"reason":"RECEIVED""#
        _ = try world.must("inventory.adjust", #"\#(adjusted),"idempotencyKey":"a1""#)
        #expect(try world.rest(.post, "/inventory/adjust", "{\(adjusted)}", key: "a1").status == 200)
        #expect(try world.stock("CUP") == "13/2")
    }

    @Test("the compact view is there for who asks")
    func compactView() throws {
        let world = try WireWorld()
        let body = #"{"customerId":"$ADA","items":[{"sku":"CUP","quantity":2}]}"#
        let reply = try world.rest(.post, "/orders?view=compact", body)
        #expect(reply.status == 201)
        #expect(reply.value["orderId"].text.hasPrefix("o"))
        #expect(reply.value["items"] == .absent)
    }

    @Test("a number in the query is a number, text in its place is refused as such")
    func queries() throws {
        let world = try WireWorld()
        #expect(try world.rest(.get, "/products?limit=2").value["items"].items.count == 2)
        for query in ["limit=two", "limit=0", "limit=02", "limit=", "status=none"] {
            let reply = try world.rest(.get, "/products?\(query)")
            #expect(reply.status == 400, "\(query)")
            #expect(reply.value["code"].text == "invalid_value", "\(query)")
        }
        #expect(try world.rest(.get, "/products?colour=red").value["code"].text == "unknown_field")
        #expect(try world.rest(.get, "/products?limit=2&limit=3").value["code"].text == "invalid_value")
    }

    @Test(
        "what is no request of REST is refused with one code",
        arguments: [
            ("/orders/$UNKNOWN/notes", "{\"note\":\"x\"}", "order_not_found"),
            ("/inventory/adjust", "", "missing_field"), ("/inventory/adjust", "[]", "malformed_json"),
            ("/inventory/adjust", "{", "malformed_json"),
            ("/inventory/adjust", "{\"id\":1}", "unknown_field"),
            ("/inventory/adjust", "{\"op\":\"ping\"}", "unknown_field"),
            ("/inventory/adjust", "{\"sku\":\"CUP\",\"sku\":\"CUP\"}", "malformed_json"),
            ("/orders/$UNKNOWN/notes", "{\"note\":\"x\",\"orderId\":\"y\"}", "unknown_field"),
            ("/inventory/adjust?sku=CUP", "{}", "unknown_field"),
        ])
    func refusals(_ target: String, _ body: String, _ code: String) throws {
        let reply = try WireWorld().rest(.post, target, body)
        #expect(reply.value["code"].text == code, "\(reply.text)")
    }

    @Test("an unknown path has no route, a known one under another method says which it has")
    func routing() throws {
        let world = try WireWorld()
        guard case .noRoute = try world.rest(.get, "/nothing/here").outcome else {
            Issue.record("a route for nothing")
            return
        }
        guard case .otherMethods(let methods) = try world.rest(.delete, "/inventory/low-stock").outcome else {
            Issue.record("DELETE of a list")
            return
        }
        #expect(methods == [.get])
        #expect(try world.rest(.get, "/products/slug/cup").value["name"].text == "Cup")
        #expect(try world.rest(.get, "/products/$P-CUP").value["slug"].text == "cup")
    }

    @Test("the OpenAPI document is JSON and holds every route and every schema that is named")
    func openAPI() throws {
        var writer = JSONWriter()
        OpenAPIDocument.write(.shared, into: &writer)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        let document = JSONDocument()
        let value = try withExtendedLifetime(document) { Value(try document.parse(writer.bytes)) }
        for operation in OperationTable.shared.operations {
            guard let route = operation.route else { continue }
            let entry = value["paths"][route.path][route.method.rawValue.lowercased()]
            #expect(entry["operationId"].text == operation.name.description)
        }
        let names = Set(
            text.split(separator: "#/components/schemas/").dropFirst().map { $0.prefix { $0 != "\"" } })
        for name in names {
            #expect(value["components"]["schemas"][String(name)]["type"].text == "object", "\(name)")
        }
    }
}
