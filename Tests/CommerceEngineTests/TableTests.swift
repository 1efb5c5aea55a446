import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("tables")
struct TableTests {
    @Test(
        "after any inserts and removals the table finds what a dictionary finds, however many keys collide",
        arguments: [1, 4, 61, 1 << 20, UInt64.max])
    func keyTable(distinctHashes: UInt64) {
        var random = SeededGenerator(seed: distinctHashes)
        let table = KeyTable()
        var model: [UInt64: UInt64] = [:]
        // Few hashes land in few slots of few segments: long clusters that wrap around.
        func hash(_ key: UInt64) -> UInt64 {
            var generator = SeededGenerator(seed: key)
            return distinctHashes == .max ? generator.next() : (generator.next() % distinctHashes) << 9
        }
        var numbersMade: UInt64 = 0
        var keyOf: [UInt64: UInt64] = [:]
        for round in 0..<6_000 {
            let key = UInt64.random(in: 0..<400, using: &random)
            if let number = model[key] {
                if random.oneIn(2) {
                    table.remove(hash(key), number)
                    model[key] = nil
                }
            } else {
                table.insert(hash(key), numbersMade)
                model[key] = numbersMade
                keyOf[numbersMade] = key
                numbersMade += 1
            }
            #expect(table.count == model.count)
            guard round % 50 == 0 else { continue }
            for key in 0..<400 as Range<UInt64> {
                let found = table.find(hash(key)) { keyOf[$0] == key }
                if found != model[key] {
                    Issue.record("key \(key): \(String(describing: found)), round \(round)")
                }
            }
        }
    }

    @Test("removing what is not there changes nothing")
    func removingNothing() {
        let table = KeyTable()
        table.insert(5, 1)
        table.remove(5, 2)
        table.remove(6, 1)
        #expect(table.count == 1 && table.find(5) { $0 == 1 } == 1)
    }

    @Test(
        "deadlines are handed out when they have passed, none early, none late, none twice",
        arguments: 1...8 as ClosedRange<UInt64>)
    func expiryQueue(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = ExpiryQueue()
        var waiting: [UInt64: Int64] = [:]
        var now: Int64 = 1_795_352_400_000
        for number in 0..<3_000 as Range<UInt64> {
            let spans: [Int64] = [0, 1, 999, 1_000, 1_001, 30_000, 600_000, 90_000_000]
            let deadline =
                now + (spans.randomElement(using: &random) ?? 0) + .random(in: -2...2, using: &random)
            queue.add(.init(deadline: Timestamp(milliseconds: deadline), number: ReservationNumber(number)))
            waiting[number] = deadline
            guard random.oneIn(3) else { continue }
            let steps: [Int64] = [0, 1, 7, 1_000, 61_000, 3_600_000]
            now += steps.randomElement(using: &random) ?? 0
            var handedOut: [UInt64: Int64] = [:]
            while let entry = queue.popDue(Timestamp(milliseconds: now)) {
                #expect(handedOut.updateValue(entry.deadline.milliseconds, forKey: entry.number.value) == nil)
            }
            #expect(handedOut == waiting.filter { $0.value <= now })
            waiting = waiting.filter { $0.value > now }
            #expect(queue.count == waiting.count)
        }
    }
}
