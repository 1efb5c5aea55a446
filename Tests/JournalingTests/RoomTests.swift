import Glibc
import Journaling
import TestSupport
import Testing

@Suite("disk space")
struct RoomTests {
    /// Fills the journal until it says that there is no room.
    private static func fill(_ world: JournalWorld, _ journal: Journal) throws -> Int {
        var count = 0
        while journal.hasRoom(for: 500) {
            journal.append(type: 1) { $0.put(zeros: 490) }
            journal.endTransaction()
            try journal.commit(timeMilliseconds: 1)
            journal.maintain()
            count += 1
            try #require(count < 10_000)
        }
        return count
    }

    @Test("a full disk is met before a frame, and writing goes on once there is room again")
    func fullDiskPasses() throws {
        let world = JournalWorld()
        world.storage.faults.capacityBytes = 60 << 10
        let journal = try world.open(RecoveredJournal())
        let count = try Self.fill(world, journal)
        #expect(count > 60)
        #expect(journal.failure.error == nil)
        #expect(!journal.hasRoom(for: 500))

        world.storage.faults.capacityBytes = 200 << 10
        journal.maintain()
        #expect(!journal.hasRoom(for: 500), "it is tried again once a second, not at every turn")
        world.advance(milliseconds: 1_000)
        journal.maintain()
        #expect(journal.hasRoom(for: 500))
        #expect(try Self.fill(world, journal) > 60)
        #expect(Int(try world.recover().journal.lastSequence) > 2 * count)
    }

    @Test("dropping covered segments makes room")
    func droppingMakesRoom() throws {
        let world = JournalWorld()
        world.storage.faults.capacityBytes = 60 << 10
        let journal = try world.open(RecoveredJournal())
        _ = try Self.fill(world, journal)
        try journal.dropSegments(coveredBy: journal.durableSequence)
        world.advance(milliseconds: 1_000)
        journal.maintain()
        #expect(journal.hasRoom(for: 500))
    }

    @Test("the segment is halved while it does not fit, down to the least size")
    func segmentsAreHalved() throws {
        let world = JournalWorld()
        world.storage.faults.capacityBytes = 29 << 10
        let journal = try world.open(RecoveredJournal())
        #expect(world.storage.segmentNames.count == 1)
        let prepared = try #require(world.storage.fileNames.first { FileName.ordinal(ofPrepared: $0) != nil })
        #expect(world.storage.content(of: prepared)?.count == 8 << 10)
        _ = try Self.fill(world, journal)
        #expect(world.storage.segmentNames.count == 2)
    }

    @Test("a full disk does not keep the journal from opening: it reads, and writes later")
    func opensOnAFullDisk() throws {
        let world = JournalWorld()
        world.storage.faults.capacityBytes = 60 << 10
        let journal = try world.open(RecoveredJournal())
        let count = try Self.fill(world, journal)
        world.storage.killProcess()
        let (recovered, entries) = try world.recover()
        #expect(entries.count == count)
        let reopened = try world.open(recovered)
        #expect(!reopened.hasRoom(for: 1))
        try reopened.close(clean: true)
        world.storage.killProcess()

        let again = try world.open(try world.recover().journal)
        world.storage.faults.capacityBytes = nil
        world.advance(milliseconds: 1_000)
        again.maintain()
        #expect(again.hasRoom(for: 1))
        again.append(type: 1) { $0.put(byte: 1) }
        try again.commit(timeMilliseconds: 1)
        #expect(try world.recover().journal.lastSequence == UInt64(count) + 1)
    }

    @Test("there is never room for more than the next segment holds")
    func tooLargeForASegment() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal())
        #expect(journal.hasRoom(for: 11 << 10))
        #expect(!journal.hasRoom(for: 12 << 10))
        #expect(!journal.hasRoom(for: .max))
        journal.append(type: 1) { $0.put(zeros: 4 << 10) }
        #expect(!journal.hasRoom(for: 8 << 10))
        #expect(journal.hasRoom(for: 7 << 10))
    }

    @Test("a segment that the background has not finished is finished by whoever needs it")
    func ownerDoesNotWaitForTheBackground() throws {
        let world = JournalWorld()
        let background = DeferredBackgroundWork()
        let journal = try Journal(
            directory: world.storage, configuration: world.configuration(), continuing: RecoveredJournal(),
            background: background)
        var generator = SeededGenerator(seed: 9)
        var entries: [Entry] = []
        for turn in 0..<300 {
            #expect(journal.hasRoom(for: 300))
            entries.append(journal.appendRandom(bodyBytesMax: 290, using: &generator))
            try journal.commit(timeMilliseconds: 1)
            if turn % 50 == 49 { background.runOne() }
        }
        #expect(try world.recover().entries == entries)
        while background.runOne() {}
        #expect(try world.recover().entries == entries)
    }
}
