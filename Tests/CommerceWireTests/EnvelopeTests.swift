import CommerceWire
import Testing

@Suite("Requests and replies")
struct EnvelopeTests {
    @Test(
        "id is echoed byte for byte",
        arguments: [
            "1", "-0", "1.0e5", "1E+2", "0.10", "123456789012345678901234567890", #""""#, #""a""#, #""é😀""#,
            #""\u00e9\n\/\"\\""#, #""\ud83d\ude00""#, "\"\(String(repeating: "x", count: 64))\"",
            String(repeating: "9", count: 64), "\"\(String(repeating: #"\u0061"#, count: 64))\"",
        ])
    func echo(id: String) throws {
        let world = try WireWorld()
        let ok = try world.send(#"{"id":\#(id),"op":"ping"}"#)
        #expect(ok.line.hasPrefix(#"{"id":\#(id),"ok":{"#))
        let error = try world.send(#"{"op":"nothing", "id" : \#(id) }"#)
        #expect(error.line.hasPrefix(#"{"id":\#(id),"error":{"#))
    }

    @Test(
        "an id that is neither number nor text of at most 64 bytes is refused and not echoed",
        arguments: [
            "null", "true", "false", "[]", "[1]", "{}", "\"\(String(repeating: "x", count: 65))\"",
            String(repeating: "9", count: 65), "\"\(String(repeating: "é", count: 33))\"",
        ])
    func badID(id: String) throws {
        let reply = try WireWorld(isEmpty: true).send(#"{"id":\#(id),"op":"ping"}"#)
        #expect(reply.code == "invalid_value")
        #expect(reply.details["field"] == "id")
        #expect(reply.value.names == ["error"])
    }

    @Test("without an id the reply has none")
    func noID() throws {
        let reply = try WireWorld(isEmpty: true).send(#"{"op":"ping"}"#)
        #expect(reply.line == #"{"ok":{"time":"2026-11-22T13:00:00.000Z"}}"#)
    }

    @Test("an HTTP request gets an error and the connection closes, a bad line does not close it")
    func http() throws {
        let world = try WireWorld(isEmpty: true)
        for line in ["GET / HTTP/1.1", "POST /orders HTTP/1.0", "PRI * HTTP/2.0"] {
            guard case .closes = world.outcome(of: line) else {
                Issue.record("\(line) does not close")
                continue
            }
            #expect(try world.send(line).code == "malformed_json")
        }
        for line in ["GET", "{", "Hello", "HTTP/1.1 200 OK"] {
            guard case .replied = world.outcome(of: line) else {
                Issue.record("\(line) closes")
                continue
            }
        }
    }

    @Test("a refusal has the seed's body: status, code, phrase, message, details")
    func errorBody() throws {
        let reply = try WireWorld().ask("inventory.reserve", #""sku":"CUP","quantity":1000"#)
        #expect(reply.error.names == ["code", "details", "error", "message", "statusCode"])
        #expect(reply.error["statusCode"] == 400)
        #expect(reply.error["error"] == "Bad Request")
        #expect(reply.error["message"] == "Insufficient inventory for product variant")
        #expect(reply.details["sku"] == "CUP")
        #expect(reply.details["requested"] == 1000)
        #expect(reply.details["available"] == 10)
    }

    @Test("view is full or compact, on every operation")
    func view() throws {
        let world = try WireWorld()
        for view in [#""Full""#, #""""#, "1", "true", "{}", "null"] {
            let reply = try world.ask("inventory.list", #""view":\#(view)"#)
            #expect(reply.code == "invalid_value")
            #expect(reply.details["field"] == "view")
        }
        try world.must("inventory.list", #""view":"full""#)
        try world.must("ping", #""view":"compact""#)
    }

    @Test("an order's reply is compact unless the whole is asked for")
    func fullView() throws {
        let world = try WireWorld()
        let members = #""customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]"#
        let compact = try world.must("orders.create", members)
        #expect(compact.names == ["orderId", "orderNumber", "replayed", "status", "total"])
        #expect(try world.must("orders.create", members + #","view":"compact""#).names == compact.names)
        let full = try world.must("orders.create", members + #","view":"full""#)
        #expect(full["orderNumber"] == "ORD-000003")
        #expect(full["replayed"] == false)
        let got = try world.must("orders.get", #""orderId":"\#(full["id"].text)""#)
        #expect(full.names.filter { $0 != "replayed" } == got.names)
        for name in got.names { #expect(full[name] == got[name]) }
    }

    @Test("white space and the order of members do not matter")
    func spelling() throws {
        let world = try WireWorld()
        let reply = try world.send(
            "  {\t\"quantity\" : 2 , \"sku\":\"C\\u0055P\" ,\"op\"\r: \"inventory.reserve\" }\t")
        #expect(reply.ok["available"] == 8)
    }
}
