import Journaling
import TestSupport
import Testing

@Suite("the journal, without faults")
struct JournalTests {
    @Test("what is committed comes back in order, with its type, time and bytes")
    func committedComesBack() throws {
        let world = JournalWorld()
        let fresh = try world.recover()
        #expect(fresh.journal.lastSequence == 0)
        let journal = try world.open(fresh.journal)
        let first = journal.append(type: 3) { $0.put(string: "first") }
        let second = journal.append(type: 4) { $0.put(varint: 300) }
        #expect((first, second) == (1, 2))
        #expect(journal.durableSequence == 0)
        try journal.commit(timeMilliseconds: 1_234)
        #expect(journal.durableSequence == 2)
        #expect(journal.appendedSequence == 2)

        var times: [Int64] = []
        let recovered = try JournalRecovery.replay(
            world.storage, after: 0, provenThrough: 0, repairTail: true
        ) {
            times.append($0.timeMilliseconds)
        }
        #expect(times == [1_234, 1_234])
        #expect(recovered.lastSequence == 2)
        #expect(recovered.lastTimeMilliseconds == 1_234)
        #expect(recovered.instanceID == journal.instanceID)
        #expect(recovered.tornBytes == 0)
        #expect(try world.recover().entries.map(\.body) == [[5] + Array("first".utf8), [0xAC, 0x02]])
    }

    @Test("replay begins behind the sequence it is given")
    func replayAfter() throws {
        let (world, entries) = try JournalWorld.filled(count: 200)
        #expect(world.storage.segmentNames.count > 1)
        for after in [0, 1, 50, 120, 199, 200] {
            #expect(try world.recover(after: UInt64(after)).entries == Array(entries[after...]))
        }
    }

    @Test("a body of any length around the limits of its length's encoding comes back")
    func bodyLengths() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal())
        let lengths = [0, 1, 126, 127, 128, 129, 1_000, 5_000, 9_000]
        for length in lengths {
            journal.append(type: 1) { $0.put(zeros: length) }
            journal.endTransaction()
            try journal.commit(timeMilliseconds: 0)
        }
        #expect(try world.recover().entries.map(\.body.count) == lengths)
    }

    @Test("so does a body whose length takes three or four bytes")
    func longBodies() throws {
        let world = JournalWorld()
        var configuration = world.configuration()
        configuration.segmentBytes = 4 << 20
        configuration.fillPieceBytes = 1 << 20
        let journal = try world.open(RecoveredJournal(), configuration)
        let lengths = [16_383, 16_384, 2_097_151, 1_000_000]
        for length in lengths { journal.append(type: 1) { $0.put(zeros: length) } }
        try journal.commit(timeMilliseconds: 1)
        #expect(try world.recover().entries.map(\.body.count) == lengths)
    }

    @Test("segments roll, follow each other by sequence, and are dropped once covered")
    func segmentsRollAndAreDropped() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal())
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<400 {
            _ = journal.appendRandom(bodyBytesMax: 200, using: &generator)
            journal.endTransaction()
            try journal.commit(timeMilliseconds: 5)
        }
        let names = world.storage.segmentNames
        #expect(names.count >= 3)
        let firstOfThird = try #require(FileName.firstSequence(ofSegment: names[2]))
        try journal.dropSegments(coveredBy: firstOfThird - 2)
        #expect(world.storage.segmentNames == Array(names[1...]))
        try journal.dropSegments(coveredBy: firstOfThird - 1)
        #expect(world.storage.segmentNames == Array(names[2...]))
        #expect(try world.recover(after: firstOfThird - 1).journal.lastSequence == 400)
        try journal.dropSegments(coveredBy: .max)
        #expect(world.storage.segmentNames == [names[names.count - 1]])
    }

    @Test("a commit larger than a frame is cut between transactions, never within one")
    func framesAreCutBetweenTransactions() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal())
        for _ in 0..<40 {
            for _ in 0..<3 { journal.append(type: 1) { $0.put(zeros: 100) } }
            journal.endTransaction()
        }
        #expect(journal.pendingBytes == 120 * 102)
        try journal.commit(timeMilliseconds: 9)
        #expect(journal.pendingBytes == 0)
        #expect(journal.bytesAppended == 120 * 102)
        let segments = world.storage.segmentNames
        let firsts = segments.compactMap(FileName.firstSequence(ofSegment:))
        #expect(firsts.allSatisfy { $0 % 3 == 1 })
        #expect(try world.recover().entries.count == 120)
    }

    @Test("reopening goes on where it stopped, in a new segment")
    func reopeningGoesOn() throws {
        let world = JournalWorld()
        var expected: [Entry] = []
        var generator = SeededGenerator(seed: 4)
        for round in 0..<5 {
            let (recovered, entries) = try world.recover()
            #expect(entries == expected)
            #expect(recovered.wasCleanShutdown == (round > 0))
            let journal = try world.open(recovered)
            if round != 2 {
                expected.append(journal.appendRandom(bodyBytesMax: 50, using: &generator))
                try journal.commit(timeMilliseconds: Int64(round))
            }
            try journal.close(clean: true)
            world.storage.killProcess()
        }
        #expect(world.storage.segmentNames.count == 4)
    }

    @Test("with interval durability a commit is durable after the next sync, with none when the system likes")
    func otherDurabilities() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal(), world.configuration(.interval))
        journal.append(type: 1) { $0.put(byte: 1) }
        try journal.commit(timeMilliseconds: 1)
        #expect(journal.durableSequence == 0)
        journal.maintain()
        #expect(journal.durableSequence == 1)
        journal.append(type: 1) { $0.put(byte: 2) }
        try journal.commit(timeMilliseconds: 1)
        journal.maintain()
        #expect(journal.durableSequence == 1)
        world.advance(milliseconds: 1_000)
        journal.maintain()
        #expect(journal.durableSequence == 2)

        let other = JournalWorld()
        let lazy = try other.open(RecoveredJournal(), other.configuration(.none))
        lazy.append(type: 1) { $0.put(byte: 1) }
        try lazy.commit(timeMilliseconds: 1)
        lazy.maintain()
        #expect(lazy.durableSequence == 0)
        try lazy.syncNow()
        #expect(lazy.durableSequence == 1)
    }

    @Test("a failed sync ends the journal: nothing is durable any more, every later call says so")
    func failedSyncIsFinal() throws {
        let world = JournalWorld()
        let journal = try world.open(RecoveredJournal())
        journal.append(type: 1) { $0.put(byte: 1) }
        world.storage.resetCounts()
        world.storage.faults.failingCall = 2
        #expect(throws: JournalError.self) { try journal.commit(timeMilliseconds: 1) }
        let error = try #require(journal.failure.error)
        #expect(error.exitStatus == 74)
        #expect(!error.isDamage)
        #expect(journal.durableSequence == 0)
        #expect(throws: error) { try journal.commit(timeMilliseconds: 1) }
        #expect(throws: error) { try journal.syncNow() }
        #expect(!journal.hasRoom(for: 1))
    }
}
