import EventLoops
import Testing

@Suite("byte queues keep bytes in order and hold no memory when empty")
struct ByteQueueTests {
    @Test("appends and consumes agree with an array", arguments: 0..<30)
    func agreesWithArray(seed: UInt64) {
        var generator = SplitMix(state: seed)
        var pool = BufferPool()
        var queue = ByteQueue()
        var model: [UInt8] = []
        for _ in 0..<300 {
            let size = Int.random(in: 0...[40, 3_000, 20_000][Int(seed % 3)], using: &generator)
            if Bool.random(using: &generator) {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &+ model.count) }
                bytes.withUnsafeBytes { queue.append($0, pool: &pool) }
                model += bytes
            } else {
                let count = min(size, model.count)
                queue.consume(count, pool: &pool)
                model.removeFirst(count)
            }
            let isSame = queue.bytes.elementsEqual(model)
            #expect(isSame)
            let holdsMemory = queue.bytes.baseAddress != nil
            #expect(holdsMemory == !model.isEmpty)
        }
    }

    @Test("a reservation that writes nothing holds nothing")
    func emptyReservation() {
        var pool = BufferPool()
        var queue = ByteQueue()
        queue.append(reserving: 100, pool: &pool, blockBytesMin: 512) { _ in 0 }
        let holdsMemory = queue.bytes.baseAddress != nil
        #expect(!holdsMemory)
    }

    @Test("capacities are powers of two that hold what was asked for")
    func capacities() {
        for (byteCount, capacity) in [
            (0, 512), (1, 512), (512, 512), (513, 1_024), (65_536, 65_536), (65_537, 131_072),
        ] {
            #expect(BufferPool.capacity(for: byteCount) == capacity)
        }
    }

    @Test("the block returned last is handed out first")
    func reuse() {
        var pool = BufferPool()
        let first = pool.take(capacity: 4_096)
        let second = pool.take(capacity: 4_096)
        pool.giveBack(first, capacity: 4_096)
        pool.giveBack(second, capacity: 4_096)
        #expect(pool.take(capacity: 4_096) == second)
        #expect(pool.take(capacity: 4_096) == first)
        pool.giveBack(first, capacity: 4_096)
        pool.giveBack(second, capacity: 4_096)
    }
}
