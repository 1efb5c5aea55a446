import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import TestSupport
import Testing

@Suite("replies that are kept are those that would be written now")
struct CacheTests {
    private func figures(_ world: WireWorld, _ cache: CommerceWire.Operation.CacheClass) -> [UInt64] {
        let figures = world.executor.cache.figures(of: cache)
        return [figures.hits, figures.misses, figures.stale]
    }

    @Test("the second time a reply comes from the cache, whatever the id, and on both protocols")
    func hits() throws {
        let world = try WireWorld()
        let first = try world.must("products.get", #""productId":"$P-CUP","view":"full""#)
        #expect(figures(world, .catalog) == [0, 1, 0])
        let again = try world.send(#"{"id":"x","op":"products.get","view":"full","productId":"$P-CUP"}"#)
        #expect(again.ok == first && again.line.hasPrefix(#"{"id":"x","ok":{"#))
        #expect(try world.rest(.get, "/products/$P-CUP").value == first)
        #expect(figures(world, .catalog) == [2, 1, 0])
        #expect(try world.ask("products.get", #""productId":"$UNKNOWN""#).code == "product_not_found")
        #expect(try world.ask("products.get", #""productId":"$UNKNOWN""#).code == "product_not_found")
        #expect(figures(world, .catalog) == [2, 3, 0])
        world.executor.cache.checkInvariants()
    }

    @Test("who may not ask gets nothing from the cache, and permissions have replies of their own")
    func permissions() throws {
        let world = try WireWorld()
        try world.must("products.get", #""productId":"$P-CUP""#)
        world.signIn(without: "products:read")
        #expect(try world.ask("products.get", #""productId":"$P-CUP""#).code == "forbidden")
        world.disconnect()
        #expect(try world.ask("products.get", #""productId":"$P-CUP""#).code == "unauthenticated")
        world.signIn(without: "inventory:write")
        try world.must("products.get", #""productId":"$P-CUP""#)
        #expect(figures(world, .catalog) == [0, 2, 0])
    }

    @Test("a write is seen by the next read; a lapse too, and time alone makes replies old")
    func freshness() throws {
        let world = try WireWorld()
        func available() throws -> Value {
            try world.must("inventory.getByVariant", #""sku":"CUP""#)["available"]
        }
        #expect(try available() == 10)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":3,"ttlSeconds":5"#)
        #expect(try available() == 7)
        #expect(try available() == 7)
        world.advance(milliseconds: 5_000)
        #expect(try available() == 10)
        #expect(figures(world, .inventory) == [1, 1, 2])
        world.advance(milliseconds: 59_999)
        #expect(try available() == 10)
        #expect(figures(world, .inventory) == [2, 1, 2])
        world.advance(milliseconds: 1)
        #expect(try available() == 10)
        #expect(figures(world, .inventory) == [2, 1, 3])
    }

    @Test("misspelt members are refused although the cache does not know them")
    func unknownFields() throws {
        let world = try WireWorld()
        try world.must("products.get", #""productId":"$P-CUP""#)
        #expect(try world.ask("products.get", #""productId":"$P-CUP","limit":1"#).code == "unknown_field")
        #expect(
            try world.ask("products.get", #""productId":"$P-CUP","idempotencyKey":"k""#).code
                == "unknown_field")
        #expect(try world.ask("products.get", #""productId":"$P-CUP","view":"odd""#).code == "invalid_value")
        let long = String(repeating: "x", count: 600)
        #expect(try world.ask("products.getBySlug", #""slug":"\#(long)""#).code == "invalid_value")
    }

    @Test("the cache stays within its bytes and forgets what nobody asks for")
    func bound() throws {
        let world = try WireWorld()
        world.limitCache(bytesMax: 120_000)
        let cache = world.executor.cache
        for limit in 1...100 {
            try world.must("inventory.getByVariant", #""sku":"CUP""#)
            try world.must("inventory.list", #""limit":\#(limit),"sort":"createdAt""#)
            cache.checkInvariants()
            #expect(cache.byteCount <= 120_000)
        }
        let figures = cache.figures(of: .inventory)
        #expect(figures.evictions > 20 && figures.hits > 50, "\(figures)")
        world.limitCache(bytesMax: 0)
        for _ in 0..<3 { try world.must("inventory.getByVariant", #""sku":"CUP""#) }
        #expect(world.executor.cache.count == 0)
    }

    @Test("a REST target stands for its reply until that is stale, and keeps its entity tag")
    func targets() throws {
        let world = try WireWorld()
        let target = world.filled("/products/$P-CUP")
        #expect(try world.kept(target) == nil)
        let body = try world.rest(.get, target).text
        world.nameKept(target, tag: "\"1-abc\"")
        #expect(try world.kept(target)?.body == body)
        #expect(try world.kept(target)?.tag == "\"1-abc\"")
        #expect(try world.kept(target + "?view=full") == nil)
        world.signIn(without: "products:read")
        #expect(try world.kept(target) == nil)
        world.signIn(.anonymous)
        try world.must("inventory.adjust", #""sku":"CUP","quantityChange":1,"reason":"COUNTED""#)
        #expect(try world.kept(target) == nil)
        world.executor.cache.checkInvariants()
    }
}

extension WireWorld {
    /// What the cache answers to `GET target`.
    func kept(_ target: String) throws -> (body: String, tag: String)? {
        let (executor, session) = (executor, session)
        return try inShop { shop -> (body: String, tag: String)? in
            shop.advanceClock()
            var reply = JSONWriter()
            let hit = try Array(target.utf8).withUnsafeBytes { bytes in
                try executor.appendCached(target: bytes, session, shop, into: &reply)
            }
            return hit.map { (String(decoding: reply.bytes, as: UTF8.self), $0.entityTag) }
        }
    }

    func nameKept(_ target: String, tag: String) {
        Array(target.utf8).withUnsafeBytes {
            executor.nameCached(target: $0, entityTag: tag, session)
        }
    }
}
