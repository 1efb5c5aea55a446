import Dispatch
import Glibc
import Journaling
import Synchronization
import TestSupport
import Testing

@Suite("a real disk")
struct PosixTests {
    @Test("the journal and a snapshot survive reopening, with a real background thread")
    func roundTrip() throws {
        let temporary = TemporaryDirectory()
        let directory = try PosixDirectory(path: temporary.path)
        var configuration = JournalConfiguration()
        configuration.segmentBytes = 64 << 10
        configuration.segmentBytesMin = 16 << 10
        configuration.fillPieceBytes = 16 << 10
        configuration.fillPauseMicroseconds = 0
        var expected = 0
        for _ in 0..<2 {
            let lock = try DirectoryLock(directory)
            var count = 0
            let recovered = try JournalRecovery.replay(
                directory, after: 0, provenThrough: 0, repairTail: true
            ) {
                #expect($0.body.count == 500)
                count += 1
            }
            #expect(count == expected)
            let background = try ThreadBackgroundWork()
            let journal = try Journal(
                directory: directory, configuration: configuration, continuing: recovered,
                background: background)
            for _ in 0..<300 {
                #expect(journal.hasRoom(for: 510))
                journal.append(type: 1) { $0.put(zeros: 500) }
                journal.endTransaction()
                try journal.commit(timeMilliseconds: 1)
                journal.maintain()
            }
            try journal.close(clean: true)
            background.stop()
            lock.release()
            expected += 300
        }
        let writer = try SnapshotWriter(
            directory: directory, instanceID: InstanceID(high: 1, low: 2), startSequence: 3)
        try [UInt8](repeating: 5, count: 100_000).withUnsafeBytes { try writer.write(chunk: 1, $0) }
        #expect(throws: Never.self) { try writer.finish(endSequence: 600, timeMilliseconds: 1, footer: []) }
        let names = try directory.list()
        #expect(names.contains(FileName.snapshot(endSequence: 600)))
        #expect(!names.contains(FileName.snapshotTemporary))
    }

    @Test("a directory has one owner: the second is told so, until the first lets go")
    func lockIsExclusive() throws {
        let temporary = TemporaryDirectory()
        let directory = try PosixDirectory(path: temporary.path)
        let lock = try DirectoryLock(directory)
        let error = try #require(throws: JournalError.self) {
            try DirectoryLock(try PosixDirectory(path: temporary.path))
        }
        #expect(error.code == .locked)
        #expect(error.exitStatus == 75)
        lock.release()
        #expect(throws: Never.self) { try DirectoryLock(directory) }
    }

    @Test("the simulated disk has the same lock, and a crash frees it")
    func simulatedLock() throws {
        let storage = FaultyStorage()
        let lock = try DirectoryLock(storage)
        #expect(throws: JournalError.self) { try DirectoryLock(storage) }
        storage.killProcess()
        let second = try DirectoryLock(storage)
        lock.release()
        #expect(throws: JournalError.self) { try DirectoryLock(storage) }
        second.release()
    }

    @Test("a failed call says what was tried, on which file, and why")
    func errorsNameTheFile() throws {
        let temporary = TemporaryDirectory()
        let directory = try PosixDirectory(path: temporary.path)
        let error = try #require(throws: StorageError.self) { try directory.open("nowhere", .read) }
        #expect(error == StorageError(.open, path: temporary.path + "/nowhere", errno: ENOENT))
        #expect(error.description.contains("nowhere"))
        #expect(throws: StorageError.self) { try PosixDirectory(path: temporary.path + "/a/b") }
    }

    @Test("the background thread does everything it was asked for, in order, before it stops")
    func backgroundKeepsOrder() throws {
        let background = try ThreadBackgroundWork()
        let done = Log()
        for index in 0..<100 { background.run(on: .journal) { done.note(index) } }
        background.stop()
        #expect(done.indices == Array(0..<100))
    }

    @Test("work on one lane does not wait for work on another", arguments: BackgroundLane.allCases)
    func lanes(blocked: BackgroundLane) throws {
        let background = try ThreadBackgroundWork()
        let (gate, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        background.run(on: blocked) { gate.wait() }
        for lane in BackgroundLane.allCases where lane != blocked {
            background.run(on: lane) { isDone.signal() }
            #expect(isDone.wait(timeout: .now() + 10) == .success)
        }
        gate.signal()
        background.stop()
    }

    @Test("a sync on another thread makes a commit durable, and its failure stops the journal")
    func syncOnAnotherThread() throws {
        let world = JournalWorld()
        let background = try ThreadBackgroundWork()
        let journal = try world.open(RecoveredJournal(), world.configuration(.none))
        journal.append(type: 1) { $0.put(byte: 1) }
        try journal.commit(timeMilliseconds: 1)
        let syncer = journal.syncer
        background.run(on: .journal) { try? syncer.syncNow() }
        background.stop()
        #expect(journal.durableSequence == 1)
        journal.append(type: 1) { $0.put(byte: 2) }
        try journal.commit(timeMilliseconds: 1)
        world.storage.resetCounts()
        world.storage.faults.failingCall = 1
        #expect(throws: JournalError.self) { try syncer.syncNow() }
        journal.append(type: 1) { $0.put(byte: 3) }
        #expect(throws: JournalError.self) { try journal.commit(timeMilliseconds: 1) }
    }
}

/// What the background did, in the order in which it did it.
private final class Log: Sendable {
    private let log = Mutex<[Int]>([])
    var indices: [Int] { log.withLock { $0 } }
    func note(_ index: Int) { log.withLock { $0.append(index) } }
}
