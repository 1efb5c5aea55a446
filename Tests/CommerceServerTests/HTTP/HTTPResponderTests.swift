import CommerceServer
import TestSupport
import Testing

@Suite("responses by HTTP say what they are")
struct HTTPResponderTests {
    private let directory = TemporaryDirectory()

    @Test("a read has a tag, is not sent again while it holds, and HEAD tells the same")
    func tags() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        let first = try #require(socket.ask("GET", "/products?limit=100"))
        let tag = try #require(first.fields["etag"])
        let again = try #require(socket.ask("GET", "/products?limit=100", "", "If-None-Match: \(tag)"))
        #expect(again.status == 304)
        #expect(again.body.isEmpty && again.fields["content-length"] == nil)
        let head = try #require(socket.ask("HEAD", "/products?limit=100"))
        #expect(head.fields["content-length"] == "\(first.body.utf8.count)")
        #expect(head.fields["etag"] == tag)
        _ = socket.ask(
            "POST", "/inventory/adjust", #"{"sku":"85123A","quantityChange":1,"reason":"RECEIVED"}"#)
        let changed = try #require(
            socket.ask("GET", "/products?limit=100", "", "If-None-Match: \(tag)"))
        #expect(changed.status == 200)
        #expect(changed.fields["etag"] != tag)
    }

    @Test(
        "a key that is no text is refused, so that no two keys become one",
        arguments: [[0xFF], [0x61, 0xC3], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func keys(key: [UInt8]) throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        socket.send(Array("POST /inventory/reserve HTTP/1.1\r\nHost: a\r\nIdempotency-Key: ".utf8) + key)
        socket.send("\r\nContent-Length: 29\r\n\r\n" + #"{"sku":"85123A","quantity":1}"#)
        #expect(socket.response()?.status == 400)
    }

    @Test("TRACE is known and nobody has it", arguments: ["/ping", "/products/p0000000000000000"])
    func trace(path: String) throws {
        let server = try RunningServer(directory)
        let response = try #require(try server.connectHTTP().ask("TRACE", path))
        #expect(response.status == 405)
        #expect(response.fields["allow"]?.contains("GET, ") == true)
        #expect(!response.body.contains("X-Test"))
    }

    @Test("metrics count what was asked, by operation and by outcome")
    func metrics() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        for quantity in [1, 1, 1_000_000] {
            _ = socket.ask("POST", "/inventory/reserve", #"{"sku":"85123A","quantity":\#(quantity)}"#)
        }
        _ = try server.connect().ask(
            #"{"op":"batch","requests":[{"op":"inventory.reserve","sku":"85123A","quantity":1}]}"#)
        let response = try #require(socket.ask("GET", "/metrics"))
        #expect(response.fields["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let text = try PrometheusText(response.body)
        #expect(text.value("holdfast_reservations_total", ["outcome": "ok"]) == 3)
        #expect(text.value("holdfast_reservations_total", ["outcome": "insufficient_stock"]) == 1)
        #expect(text.value("holdfast_refusals_total", ["code": "insufficient_stock"]) == 1)
        #expect(text.value("holdfast_refusals_total", ["code": "storage_full"]) == 0)
        #expect(text.value("holdfast_request_seconds_count", ["operation": "inventory.reserve"]) == 4)
        #expect(
            text.value("holdfast_requests_total", ["operation": "inventory.reserve", "result": "refused"])
                == 1)
        #expect(text.value("holdfast_http_responses_total", ["class": "2xx"]) == 2)
        #expect(text.value("holdfast_connections", ["protocol": "http"]) == 1)
        #expect(try #require(text.value("holdfast_journal_appended_bytes_total")) > 0)
        #expect(try #require(text.value("process_resident_memory_bytes")) > 1_000_000)
        #expect(try #require(text.value("process_cpu_seconds_total")) > 0)
    }
}
