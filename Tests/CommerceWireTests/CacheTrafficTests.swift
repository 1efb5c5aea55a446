import CommerceCore
import CommerceEngine
import CommerceWire
import TestSupport
import Testing

@Suite("kept replies under traffic")
struct CacheTrafficTests {
    private static let reads = [
        #""op":"products.get","productId":"$P-CUP""#, #""op":"products.get","productId":"$P-SHIRT""#,
        #""op":"products.getBySlug","slug":"cup""#, #""op":"products.getBySlug","slug":"mug""#,
        #""op":"products.list""#, #""op":"products.list","limit":2,"status":"PUBLISHED""#,
        #""op":"inventory.getByVariant","sku":"CUP""#, #""op":"inventory.getByVariant","sku":"SHIRT-S""#,
        #""op":"inventory.getByVariant","sku":"SHIRT-X""#,
        #""op":"inventory.getByVariant","variantId":"$V-CUP""#,
        #""op":"inventory.list""#, #""op":"inventory.lowStock""#,
        #""op":"customers.portal","token":"c-0-0-x""#, #""op":"customers.portal","token":"c-0-1-x""#,
        #""op":"customers.portal","token":"o-0-0-x""#, #""op":"customers.portal","token":"o-2-1-x""#,
    ]

    private static let writes = [
        #""op":"inventory.reserve","sku":"CUP","quantity":1,"ttlSeconds":3"#,
        #""op":"inventory.reserve","sku":"SHIRT-S","quantity":2,"ttlSeconds":60"#,
        #""op":"inventory.adjust","sku":"CUP","quantityChange":5,"reason":"RECEIVED""#,
        #""op":"inventory.adjust","sku":"CUP","quantityChange":-1,"reason":"LOST""#,
        #""op":"inventory.update","sku":"CUP","lowStockThreshold":3"#,
        #""op":"inventory.update","sku":"CUP","lowStockThreshold":30"#,
        #""op":"products.update","productId":"$P-CUP","slug":"mug""#,
        #""op":"products.update","productId":"$P-CUP","slug":"cup""#,
        #""op":"products.update","productId":"$P-SHIRT","status":"ARCHIVED""#,
        #""op":"products.updateVariant","variantId":"$V-SHIRT-S","sku":"SHIRT-X""#,
        #""op":"products.updateVariant","variantId":"$V-SHIRT-S","sku":"SHIRT-S""#,
        #""op":"orders.create","customerId":"$ADA","items":[{"sku":"CUP","quantity":1}]"#,
        #""op":"orders.updateStatus","orderId":"$O1","status":"PROCESSING""#,
        #""op":"orders.updatePayment","orderId":"$O1","paymentStatus":"PAID""#,
        #""op":"orders.fulfil","orderId":"$O1""#, #""op":"orders.refund","orderId":"$O1","amount":"1.00""#,
        #""op":"orders.addNote","orderId":"$O1","note":"n""#, #""op":"orders.cancel","orderId":"$O2""#,
        #""op":"customers.update","customerId":"$ADA","firstName":"Augusta""#,
        #""op":"customers.update","customerId":"$ADA","email":"countess@example.com""#,
        #""op":"customers.portalToken","customerId":"$ADA""#,
    ]

    @Test(
        "no read ever differs from what an executor without a cache answers",
        arguments: [1, 2, 3] as [UInt64])
    func neverStale(seed: UInt64) throws {
        let world = try WireWorld()
        world.name("O1", try world.order(#"{"sku":"CUP","quantity":2}"#))
        world.name("O2", try world.order(#"{"sku":"SHIRT-S","quantity":1}"#))
        var generator = SeededGenerator(seed: seed)
        for step in 0..<400 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...1: _ = try world.send("{\(Self.writes.randomElement(using: &generator) ?? "")}")
            case 2 where step % 40 == 0:
                world.advance(milliseconds: .random(in: 0...90_000, using: &generator))
            case 3: world.advance(milliseconds: .random(in: 0...700, using: &generator))
            case 4 where step % 30 == 0: try taxonomy(world, &generator)
            default:
                let read = Self.reads.randomElement(using: &generator) ?? ""
                let kept = try world.send("{\(read)}").line
                #expect(kept == world.fresh("{\(read)}"), "step \(step) of seed \(seed): \(read)")
            }
        }
        world.executor.cache.checkInvariants()
        let hits = CommerceWire.Operation.CacheClass.kept.map { world.executor.cache.figures(of: $0).hits }
        #expect(hits.reduce(0, +) > 30 && hits.allSatisfy { $0 > 0 }, "\(hits)")
        #expect(world.violations == [])
    }

    /// Names beside the product that it is shown under.
    private func taxonomy(_ world: WireWorld, _ generator: inout SeededGenerator) throws {
        let name = "T\(Int.random(in: 0..<1_000_000, using: &generator))"
        try world.inShop { shop in
            let tag = try shop.create(Tag(name: name, slug: name, at: shop.now), slugIsFree: true)
            try shop.update(ProductOrdinal(0)) { $0.tags = [tag] }
            try shop.update(tag) { $0.name = name + "!" }
        }
    }
}
