import Journaling
import TestSupport
import Testing

/// What came of reading a damaged journal.
enum DamageOutcome: Hashable {
    case identical
    case prefix(Int)
    case refused
}

@Suite("damaged journals")
struct DamageSweepTests {
    /// Reads without repairing; anything but the three outcomes is recorded as a failure.
    static func outcome(_ world: JournalWorld, _ expected: [Entry], _ note: String) -> DamageOutcome? {
        do {
            let (recovered, entries) = try world.recover(repairTail: false)
            if entries == expected { return .identical }
            guard entries == Array(expected.prefix(entries.count)) else {
                Issue.record("\(note): other records than were written")
                return nil
            }
            if recovered.tornBytes == 0 { #expect(recovered.tornFile == nil) }
            return .prefix(entries.count)
        } catch let error as JournalError {
            #expect(error.isDamage && error.exitStatus == 65, "\(note): \(error)")
            #expect(error.path.hasPrefix("/disk/"), "\(note): \(error)")
            return .refused
        } catch {
            Issue.record("\(note): \(error)")
            return nil
        }
    }

    /// Where the last frame begins: one record a frame, so behind everything that comes before it.
    private static func lastFrameStart(_ world: JournalWorld, _ name: String) throws -> Int {
        let bytes = try #require(world.storage.content(of: name))
        let magic: [UInt8] = [0x46, 0x52, 0x4D, 0x45]
        return try #require((4_096..<bytes.count - 4).last { Array(bytes[$0..<$0 + 4]) == magic })
    }

    @Test("every single flipped bit of a segment is refused, or costs the last frame, or does not matter")
    func everyBitOfTheLastSegment() throws {
        let (world, entries) = try JournalWorld.filled(count: 40)
        let name = try #require(world.storage.segmentNames.first)
        #expect(world.storage.segmentNames.count == 1)
        let lastFrame = try Self.lastFrameStart(world, name)
        for bit in 0..<16 << 13 {
            world.storage.flipBit(bit, of: name)
            switch Self.outcome(world, entries, "bit \(bit)") {
            case .refused: break
            case .identical: #expect(bit / 8 >= lastFrame, "bit \(bit) is not covered")
            case .prefix(let count): #expect(bit / 8 >= lastFrame && count == entries.count - 1, "bit \(bit)")
            case nil: return
            }
            world.storage.flipBit(bit, of: name)
        }
    }

    @Test("a flipped bit in a segment that has a successor is refused, or is in its unused rest")
    func bitsOfASealedSegment() throws {
        let (world, entries) = try JournalWorld.filled(count: 250)
        let name = try #require(world.storage.segmentNames.first)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<10_000 {
            let bit = Int.random(in: 0..<16 << 13, using: &generator)
            world.storage.flipBit(bit, of: name)
            let outcome = Self.outcome(world, entries, "bit \(bit)")
            #expect(outcome == .refused || (outcome == .identical && bit / 8 > 15 << 10), "bit \(bit)")
            world.storage.flipBit(bit, of: name)
        }
    }

    @Test("after a clean shutdown no flipped bit costs a record")
    func cleanShutdownProvesTheEnd() throws {
        let (world, entries) = try JournalWorld.filled(count: 40, close: true)
        let name = try #require(world.storage.segmentNames.first)
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<10_000 {
            let bit = Int.random(in: 0..<16 << 13, using: &generator)
            world.storage.flipBit(bit, of: name)
            let outcome = Self.outcome(world, entries, "bit \(bit)")
            #expect(outcome == .refused || outcome == .identical, "bit \(bit)")
            world.storage.flipBit(bit, of: name)
        }
    }

    @Test("every flipped bit of the manifest is refused")
    func everyBitOfTheManifest() throws {
        let (world, entries) = try JournalWorld.filled(count: 10)
        let size = try #require(world.storage.content(of: FileName.manifest)).count
        for bit in 0..<size * 8 {
            world.storage.flipBit(bit, of: FileName.manifest)
            #expect(Self.outcome(world, entries, "bit \(bit)") == .refused)
            world.storage.flipBit(bit, of: FileName.manifest)
        }
    }

    @Test("a segment cut to any length, or lengthened, is refused")
    func everyLength() throws {
        let (world, entries) = try JournalWorld.filled(count: 40)
        let name = try #require(world.storage.segmentNames.first)
        let whole = try #require(world.storage.content(of: name))
        for length in 0..<whole.count {
            world.storage.setContent(of: name, Array(whole[..<length]))
            #expect(Self.outcome(world, entries, "length \(length)") == .refused, "length \(length)")
        }
        world.storage.setContent(of: name, whole + [0])
        #expect(Self.outcome(world, entries, "one more") == .refused)
    }

    @Test("a tail that was never written, from any byte on, leaves a prefix that no snapshot contradicts")
    func everyTornLength() throws {
        let (world, entries) = try JournalWorld.filled(count: 20)
        let name = try #require(world.storage.segmentNames.first)
        let whole = try #require(world.storage.content(of: name))
        var counts: Set<Int> = []
        for length in 4_096...whole.count {
            let blank = [UInt8](repeating: 0, count: whole.count - length)
            world.storage.setContent(of: name, Array(whole[..<length]) + blank)
            switch Self.outcome(world, entries, "torn at \(length)") {
            case .prefix(let count):
                counts.insert(count)
                #expect(throws: JournalError.self) {
                    try world.recover(provenThrough: UInt64(count) + 1, repairTail: false)
                }
            case .identical: counts.insert(entries.count)
            case .refused, nil: Issue.record("torn at \(length) is no prefix")
            }
        }
        #expect(counts == Set(0...20))
    }

    @Test("a page of zeros anywhere before the last frame is refused")
    func everyZeroedPage() throws {
        let (world, entries) = try JournalWorld.filled(count: 250)
        for name in world.storage.segmentNames {
            let whole = try #require(world.storage.content(of: name))
            for page in 0..<whole.count / 4_096 {
                var bytes = whole
                bytes.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: repeatElement(0, count: 4_096))
                world.storage.setContent(of: name, bytes)
                let outcome = Self.outcome(world, entries, "page \(page) of \(name)")
                let isLast = name == world.storage.segmentNames.last
                #expect(outcome == .refused || bytes == whole || (isLast && page == Self.lastUsedPage(whole)))
            }
            world.storage.setContent(of: name, whole)
        }
    }

    private static func lastUsedPage(_ bytes: [UInt8]) -> Int { (bytes.lastIndex { $0 != 0 } ?? 0) / 4_096 }
}
