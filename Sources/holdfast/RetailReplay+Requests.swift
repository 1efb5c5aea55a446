import CommerceClient
import CommerceServer
import CompactJSON

extension RetailReplay {
    /// So that the longest products stay well below the longest line.
    private static let batchRequestsMaximum = 200

    /// Sends `count` requests in batches and hands out each one's verdict, an object with `ok` or `error`.
    func runBatches(
        _ count: Int, write: (Int, inout JSONWriter) -> Void, verdict: (Int, JSONNode) throws -> Void
    ) throws {
        var next = 0
        var done = 0
        try client.run { _, request in
            guard next < count else { return nil }
            let start = next
            next = min(start + Self.batchRequestsMaximum, count)
            request.beginObject()
            request.member("op", "batch")
            request.key("requests")
            request.beginArray()
            for index in start..<next { write(index, &request) }
            request.endArray()
            request.endObject()
            return start
        } reply: { reply in
            guard let results = reply.ok?["results"] else {
                throw ServerError(refusal: reply.error, of: "a batch")
            }
            let expected = min(Self.batchRequestsMaximum, count - reply.tag)
            guard results.count == expected else {
                throw ClientError(.protocolViolation, endpoint: "\(client.endpoint)")
            }
            var index = reply.tag
            for result in results.elements {
                try verdict(index, result)
                index += 1
            }
            done += results.count
            progress.update(done)
        }
    }

    /// Sends one request, of which `write` makes the members, and hands out its result.
    func runOne(_ write: (inout JSONWriter) -> Void, reply read: (JSONNode) -> Void) throws {
        var isSent = false
        try client.run { _, request in
            guard !isSent else { return nil }
            isSent = true
            request.beginObject()
            write(&request)
            request.endObject()
            return 0
        } reply: { reply in
            guard let ok = reply.ok else { throw ServerError(refusal: reply.error, of: "a question") }
            read(ok)
        }
    }

    /// Reads the stock of products, in batches.
    func readStock(of products: [Int], _ read: (Int, StockReading) -> Void) throws {
        try runBatches(products.count) { index, request in
            request.beginObject()
            request.member("op", "inventory.getByVariant")
            request.member("sku", plan.products[products[index]].sku)
            request.endObject()
        } verdict: { index, result in
            guard let stock = result["ok"], let quantity = stock["quantity"]?.int64,
                let reserved = stock["reserved"]?.int64, let available = stock["available"]?.int64
            else {
                throw ServerError(
                    refusal: result["error"], of: "the stock of \(plan.products[products[index]].sku)")
            }
            read(products[index], StockReading(quantity: quantity, reserved: reserved, available: available))
        }
    }
}
