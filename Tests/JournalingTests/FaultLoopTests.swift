import Glibc
import Journaling
import TestSupport
import Testing

@Suite("every disk call fails once")
struct FaultLoopTests {
    /// What a run had reached when it ended.
    private struct Progress {
        var appended: [Entry] = []
        var durable: UInt64 = 0
        var snapshotEnd: UInt64 = 0
    }

    /// Two rolled segments, two snapshots, dropped segments and a clean end.
    private static func run(_ world: JournalWorld, _ progress: inout Progress) throws {
        var generator = SeededGenerator(seed: 21)
        let recovered = try world.recover().journal
        let journal = try world.open(recovered)
        defer { progress.durable = journal.durableSequence }
        for turn in 0..<60 {
            guard journal.hasRoom(for: 1_000) else {
                world.advance(milliseconds: 1_000)
                journal.maintain()
                continue
            }
            progress.appended.append(journal.appendRandom(bodyBytesMax: 900, using: &generator))
            journal.endTransaction()
            try journal.commit(timeMilliseconds: 1)
            journal.maintain()
            guard turn % 20 == 19 else { continue }
            let writer = try SnapshotWriter(
                directory: world.storage, instanceID: journal.instanceID,
                startSequence: journal.durableSequence, salt: 5, syncBytes: 1_000)
            try [UInt8](repeating: 1, count: 1_500).withUnsafeBytes { try writer.write(chunk: 1, $0) }
            _ = try writer.finish(endSequence: journal.durableSequence, timeMilliseconds: 1, footer: [])
            progress.snapshotEnd = journal.durableSequence
            let covered = try SnapshotStore.sequenceCoveredByAll(in: world.storage)
            if covered > 0 { try journal.dropSegments(coveredBy: covered) }
        }
        try journal.close(clean: true)
    }

    @Test(
        "fail call 1, 2, 3 … of a whole life, once or from then on: nothing durable is lost by it",
        arguments: [EIO, ENOSPC], [false, true])
    func failEachCall(errno: CInt, isPersistent: Bool) throws {
        for call in 1... {
            let world = JournalWorld(seed: UInt64(call))
            world.storage.faults.failingCall = call
            world.storage.faults.failingErrno = errno
            world.storage.faults.failsPersistently = isPersistent
            var progress = Progress()
            let failure = Result { try Self.run(world, &progress) }
            if case .failure(let error) = failure {
                #expect(error is JournalError, "call \(call): \(error)")
                #expect((error as? JournalError)?.isDamage == false, "call \(call): \(error)")
            }
            let isOver = world.storage.callCount < call
            for seed in 0..<8 as Range<UInt64> {
                let left = JournalWorld(seed: seed, storage: world.storage.copy())
                var generator = SeededGenerator(seed: UInt64(call) << 8 + seed)
                left.storage.crash(using: &generator)
                try Self.check(left, progress, "call \(call), crash \(seed)")
            }
            if isOver { break }
        }
    }

    private static func check(_ world: JournalWorld, _ progress: Progress, _ note: String) throws {
        do {
            let selection = try SnapshotStore.newest(in: world.storage)
            #expect(selection.damaged.isEmpty, "\(note)")
            #expect(selection.provenThrough >= progress.snapshotEnd, "\(note)")
            let after = selection.snapshot?.header.startSequence ?? 0
            let (journal, entries) = try world.recover(after: after, provenThrough: selection.provenThrough)
            #expect(journal.lastSequence >= progress.durable, "\(note)")
            #expect(entries == Array(progress.appended[Int(after)..<Int(journal.lastSequence)]), "\(note)")
            // And it can go on from there.
            let reopened = try world.open(journal)
            reopened.append(type: 1) { $0.put(byte: 1) }
            try reopened.commit(timeMilliseconds: 2)
        } catch {
            Issue.record("\(note): \(error)")
        }
    }

    @Test("a write that lands elsewhere, and a bit misread, are noticed or harmless", arguments: 1..<60)
    func silentFaults(index: Int) throws {
        for isMisdirected in [true, false] {
            let world = JournalWorld(seed: UInt64(index))
            var progress = Progress()
            try Self.run(world, &progress)
            world.storage.resetCounts()
            if isMisdirected {
                let other = JournalWorld(seed: UInt64(index))
                other.storage.faults.misdirectedWrite = index
                var progress = Progress()
                _ = Result { try Self.run(other, &progress) }
                Self.expectTruthOrRefusal(other, progress)
            } else {
                world.storage.faults.flippedRead = index
                Self.expectTruthOrRefusal(world, progress)
            }
        }
    }

    private static func expectTruthOrRefusal(_ world: JournalWorld, _ progress: Progress) {
        do {
            let selection = try SnapshotStore.newest(in: world.storage)
            let after = selection.snapshot?.header.startSequence ?? 0
            let (journal, entries) = try world.recover(
                after: after, provenThrough: selection.provenThrough, repairTail: false)
            let last = Int(journal.lastSequence)
            #expect(entries == Array(progress.appended[min(Int(after), last)..<last]))
        } catch {
            #expect((error as? JournalError)?.isDamage == true, "\(error)")
        }
    }
}
