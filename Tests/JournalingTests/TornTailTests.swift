import Journaling
import TestSupport
import Testing

@Suite("torn tails")
struct TornTailTests {
    /// A journal whose last frame has a wrong byte.
    private static func torn() throws -> (world: JournalWorld, entries: [Entry], name: String) {
        let (world, entries) = try JournalWorld.filled(count: 30)
        let name = try #require(world.storage.segmentNames.last)
        let bytes = try #require(world.storage.content(of: name))
        let last = try #require(bytes.lastIndex { $0 != 0 })
        world.storage.flipBit((last - 3) * 8, of: name)
        return (world, entries, name)
    }

    @Test("a torn tail is reported with file, byte and length, set aside, and blanked")
    func tornTailIsSetAside() throws {
        let (world, entries, name) = try Self.torn()
        let damaged = try #require(world.storage.content(of: name))
        let (journal, read) = try world.recover()
        #expect(read == Array(entries.dropLast()))
        #expect(journal.tornFile == name)
        #expect(journal.tornBytes > FrameHeader.overheadByteCount)
        let range = Int(journal.tornOffset)..<Int(journal.tornOffset) + journal.tornBytes
        #expect(world.storage.content(of: name + ".torn") == Array(damaged[range]))
        let repaired = try #require(world.storage.content(of: name))
        #expect(repaired.count == damaged.count)
        #expect(repaired[range.lowerBound...].allSatisfy { $0 == 0 })

        let again = try world.recover()
        #expect(again.entries == read)
        #expect(again.journal.tornBytes == 0)
    }

    @Test("a verifier reports a torn tail and changes nothing")
    func verifierChangesNothing() throws {
        let (world, entries, name) = try Self.torn()
        let before = world.storage.fileNames.map { world.storage.content(of: $0) }
        let (journal, read) = try world.recover(repairTail: false)
        #expect(read.count == entries.count - 1)
        #expect(journal.tornFile == name)
        #expect(world.storage.fileNames.map { world.storage.content(of: $0) } == before)
    }

    @Test("once a new segment has been begun, a wrong byte in the old one is damage")
    func tornTailBeforeANewSegment() throws {
        let (world, _, _) = try Self.torn()
        let (recovered, _) = try world.recover()
        let journal = try world.open(recovered)
        journal.append(type: 1) { $0.put(byte: 1) }
        try journal.commit(timeMilliseconds: 1)
        #expect(try world.recover().journal.lastSequence == 30)
        let first = world.storage.segmentNames[0]
        world.storage.flipBit(5_000 * 8, of: first)
        let error = try #require(throws: JournalError.self) { try world.recover() }
        #expect(error.path.hasSuffix(first))
    }

    @Test("what an interrupted sync left of several frames is cut from the first bad one on")
    func severalUnsyncedFrames() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal(), world.configuration(.none))
        var starts: [Int] = []
        for index in 0..<6 {
            starts.append(4_096 + index * (FrameHeader.overheadByteCount + 12))
            journal.append(type: 1) { $0.put(zeros: 10) }
            try journal.commit(timeMilliseconds: 1)
            if index == 2 { try journal.syncNow() }
        }
        let name = world.storage.segmentNames[0]
        // Frame 3 and later ones were written after the sync, and say that 3 records were durable.
        world.storage.flipBit((starts[3] + 60) * 8, of: name)
        let (recovered, entries) = try world.recover(repairTail: false)
        #expect(entries.count == 3)
        // Up to the last byte that is not zero: the length at the end has three zero bytes.
        #expect(recovered.tornBytes == 3 * (FrameHeader.overheadByteCount + 12) - 3)
        world.storage.flipBit((starts[3] + 60) * 8, of: name)
        world.storage.flipBit((starts[2] + 60) * 8, of: name)
        let error = try #require(throws: JournalError.self) { try world.recover(repairTail: false) }
        #expect(error.code == .badFrame(sequence: 3))
        #expect(error.offset == UInt64(starts[2]))
    }

    @Test("the last segment is read past a page cache that shows what a failed sync did not write")
    func lyingPageCache() throws {
        let world = JournalWorld(seed: 5)
        let journal = try world.open(RecoveredJournal())
        journal.append(type: 1) { $0.put(zeros: 600) }
        try journal.commit(timeMilliseconds: 1)
        journal.append(type: 2) { $0.put(zeros: 3_000) }
        world.storage.resetCounts()
        world.storage.faults.failingCall = 2
        #expect(throws: JournalError.self) { try journal.commit(timeMilliseconds: 1) }
        world.storage.faults = StorageFaults()
        world.storage.killProcess()
        let seen = try world.recover().entries
        // Whatever was believed is what a power cut leaves, too.
        var generator = SeededGenerator(seed: 6)
        world.storage.crash(using: &generator)
        #expect(try world.recover().entries == seen)
        #expect(seen.count >= 1)
    }
}
