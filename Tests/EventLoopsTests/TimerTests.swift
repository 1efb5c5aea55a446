import EventLoops
import Testing

@Suite("timers run in order, never early")
struct TimerTests {
    @Test("a heap hands out timers by deadline, equal ones by insertion", arguments: 0..<50)
    func heapOrder(seed: UInt64) {
        var generator = SplitMix(state: seed)
        var heap = TimerHeap()
        var expected: [(deadline: Int64, index: Int)] = []
        var seen: [Int] = []
        for index in 0..<500 {
            let deadline = Int64.random(in: 0..<100, using: &generator)
            let token = TimerToken(deadlineNanoseconds: deadline, intervalNanoseconds: nil) {
                seen.append(index)
            }
            heap.insert(token)
            if generator.next() % 3 == 0 { token.cancel() } else { expected.append((deadline, index)) }
        }
        var now: Int64 = 0
        while now < 100 {
            while let token = heap.popDue(nowNanoseconds: now) {
                #expect(token.deadlineNanoseconds <= now)
                token.fire()
            }
            now += 7
        }
        while let token = heap.popDue(nowNanoseconds: 100) { token.fire() }
        #expect(heap.count == 0)
        #expect(seen == expected.sorted { ($0.deadline, $0.index) < ($1.deadline, $1.index) }.map(\.index))
    }

    @Test("cancelled timers do not pile up")
    func sweep() {
        var heap = TimerHeap()
        let kept = TimerToken(deadlineNanoseconds: 5, intervalNanoseconds: nil) {}
        heap.insert(kept)
        for _ in 0..<100_000 {
            let token = TimerToken(deadlineNanoseconds: 1_000, intervalNanoseconds: nil) {}
            heap.insert(token)
            token.cancel()
        }
        #expect(heap.count <= 128)
        #expect(heap.popDue(nowNanoseconds: 10) === kept)
    }

    @Test("a repeating timer that comes late does not make up for missed rounds")
    func repeatingLate() {
        var heap = TimerHeap()
        let token = TimerToken(deadlineNanoseconds: 10, intervalNanoseconds: 10) {}
        heap.insert(token)
        #expect(heap.popDue(nowNanoseconds: 57) === token)
        heap.insertAgain(token, nowNanoseconds: 57)
        #expect(token.deadlineNanoseconds == 58)
        #expect(heap.popDue(nowNanoseconds: 57) == nil)
    }

    @Test("a loop runs its timers in the order of their deadlines, a cancelled one never")
    func onLoop() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let (order, bell, loop) = (Box<[Int]>(), Bell(), fixture.loop)
        order.set([])
        loop.execute {
            for milliseconds in [30, 10, 20, 0] {
                loop.schedule(afterMilliseconds: Int64(milliseconds)) {
                    order.update { $0?.append(milliseconds) }
                    bell.ring()
                }
            }
            loop.schedule(afterMilliseconds: 15) { order.update { $0?.append(15) } }.cancel()
        }
        #expect(bell.wait(rings: 4))
        #expect(order.value == [0, 10, 20, 30])
    }

    @Test("a repeating timer runs until it is cancelled, by itself too")
    func repeating() throws {
        let fixture = try LoopFixture { EchoHandler($1) }
        let (count, bell, loop) = (Box<Int>(), Bell(), fixture.loop)
        count.set(0)
        loop.execute {
            var token: TimerToken?
            token = loop.schedule(afterMilliseconds: 1, repeating: 1) {
                count.update { $0 = ($0 ?? 0) + 1 }
                if count.value == 5 {
                    token?.cancel()
                    loop.schedule(afterMilliseconds: 10) { bell.ring() }
                }
            }
        }
        #expect(bell.wait())
        #expect(count.value == 5)
    }
}

/// A small generator that repeats itself from its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
