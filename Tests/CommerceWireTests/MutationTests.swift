import TestSupport
import Testing

@Suite("Lines at random")
struct MutationTests {
    /// Good requests to be spoilt.
    private static let good = [
        #"{"id":1,"op":"inventory.reserve","sku":"CUP","quantity":1,"reservationId":"r1","ttlSeconds":60}"#,
        #"{"id":"a","op":"inventory.release","reservationId":"r1"}"#,
        #"{"op":"inventory.release","sku":"CUP","quantity":1}"#,
        #"{"op":"inventory.extend","reservationId":"r1","ttlSeconds":0}"#,
        #"{"op":"inventory.adjust","sku":"CUP","quantityChange":2,"reason":"COUNTED","idempotencyKey":"k1"}"#,
        #"{"op":"inventory.update","sku":"CUP","lowStockThreshold":3,"allowBackorder":false}"#,
        #"{"op":"inventory.history","sku":"CUP","limit":5,"cursor":"d3"}"#,
        #"{"op":"inventory.lowStock","limit":5,"offset":1}"#,
        #"{"id":1.5,"op":"orders.create","idempotencyKey":"o1","customerId":"$ADA","items":[{"sku":"CUP","quantity":1},{"reservationId":"r1"}],"tax":"0.10","discount":0}"#,
        #"{"op":"orders.create","customerId":"$BOB","items":[{"variantId":"$V-GIFT","quantity":3,"unitPrice":"1.10"}],"shippingAddress":{"city":"\u00d6rebro"},"view":"full"}"#,
        #"{"op":"orders.updateStatus","orderId":"$ORDER","status":"PROCESSING","notes":"x"}"#,
        #"{"op":"orders.updatePayment","orderId":"$ORDER","paymentStatus":"PAID"}"#,
        #"{"op":"orders.fulfil","orderId":"$ORDER","lines":[{"sku":"CUP","quantity":1}],"trackingUrl":"https://p.example"}"#,
        #"{"op":"orders.refund","orderId":"$ORDER","amount":"0.01","lines":[{"sku":"CUP","quantity":1,"restock":true}]}"#,
        #"{"op":"orders.cancel","orderId":"$ORDER","reason":"STOCK"}"#,
        #"{"op":"orders.list","status":"PENDING","customerId":"$ADA","sort":"-createdAt"}"#,
        #"{"op":"products.create","name":"Random","basePrice":"1.00","variants":[{"name":"v","quantity":1}]}"#,
        #"{"op":"products.update","productId":"$P-CUP","status":"PUBLISHED","slug":"cup"}"#,
        #"{"op":"products.bulkStatus","ids":["$P-CUP","$P-GIFT"],"status":"PUBLISHED"}"#,
        #"{"op":"customers.create","email":"r@example.com","firstName":"R","lastName":"M","tags":["t"]}"#,
        #"{"op":"batch","requests":[{"op":"ping"},{"op":"inventory.check","sku":"CUP","quantity":1},{"op":"inventory.reserve","sku":"CUP","quantity":1}]}"#,
        #"{"op":"auth","token":"orders:read"}"#, #"{"op":"ping"}"#, #"{"op":"system.snapshot"}"#,
    ]
    /// What is put where something else was.
    private static let pieces = [
        "null", "true", "-1", "0", "1e9", "9223372036854775808", "-9223372036854775808", "2000000000", #""""#,
        "{}",
        "[]", #""\ud800""#, #""\u0000""#, "\"", "\\", ",", ":", "{", "}", "[", "]", #""sku":"CUP","#,
        #""id":1,"#,
        "\"99999999.99\"", "é", "\u{FEFF}", "\n", "\t",
    ]

    private func spoilt(_ line: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var line = line
        for _ in 0..<Int.random(in: 0..<4, using: &random) where !line.isEmpty {
            let position = Int.random(in: 0..<line.count, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0: line[position] = UInt8.random(in: .min ... .max, using: &random)
            case 1: line.remove(at: position)
            case 2:
                line.removeSubrange(
                    position..<min(line.count, position + Int.random(in: 1..<20, using: &random)))
            case 3: line.removeLast(line.count - position)
            case 4: line.insert(contentsOf: line[position...].prefix(15), at: position)
            case 5:
                let piece = MutationTests.pieces.randomElement(using: &random) ?? ""
                line.insert(contentsOf: piece.utf8, at: position)
            case 6, 7:
                let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
                guard let digit = line[position...].firstIndex(where: digits.contains) else { continue }
                line[digit] = UInt8.random(in: digits, using: &random)
            default:
                // Replaces one value as a whole.
                guard let colon = line[position...].firstIndex(of: UInt8(ascii: ":")) else { continue }
                let end = line[(colon + 1)...].firstIndex {
                    $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}")
                }
                let piece = MutationTests.pieces.randomElement(using: &random) ?? ""
                line.replaceSubrange((colon + 1)..<(end ?? line.count), with: piece.utf8)
            }
        }
        line.removeAll { $0 == UInt8(ascii: "\n") }
        return line
    }

    @Test(
        "every line gets one reply, valid JSON, and a refused one leaves the journal as it was",
        arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var accepted = 0
        var codes: Set<String> = []
        for round in 0..<8 {
            let world = try WireWorld()
            world.name("ORDER", try world.order(#"{"sku":"CUP","quantity":2}"#))
            world.signIn(without: "system:write")
            let good = MutationTests.good.map { Array(world.filled($0).utf8) }
            for _ in 0..<1_100 {
                let line = spoilt(good.randomElement(using: &random) ?? [], &random)
                if line.isEmpty { continue }
                if random.oneIn(50) { world.advance(milliseconds: .random(in: 0..<30_000, using: &random)) }
                _ = try world.ask("ping")  // what has lapsed is done with
                let before = world.sequence
                let reply = try world.send(line)
                if let code = reply.code {
                    codes.insert(code)
                    let isUnchanged = world.sequence == before
                    #expect(isUnchanged, "\(String(decoding: line, as: UTF8.self)) → \(reply.line)")
                    if !isUnchanged { return }
                } else {
                    accepted += 1
                    world.signIn(without: "system:write")  // a spoilt auth may have signed someone else in
                }
            }
            #expect(world.violations == [], "round \(round) of seed \(seed)")
            try world.reopen()
        }
        #expect(accepted > 300)
        #expect(codes.count > 12, "\(codes.sorted())")
    }
}
