import Journaling
import TestSupport
import Testing

/// What one seeded history of appends, commits, snapshots, crashes and recoveries comes to.
struct CrashHistory {
    /// Set if something that had been confirmed as durable was lost, or recovery refused.
    private(set) var loss: String?
    private let world: JournalWorld
    private var generator: SeededGenerator
    /// Everything appended in the present course of events; what a crash took is forgotten.
    private var appended: [Entry] = []
    /// How many of them have been committed: these survive the end of the process, durable or not.
    private var committedCount = 0
    private var snapshotEnd = 0

    /// - Parameter ignoresSyncs: The control: the disk claims to sync and does not.
    init(seed: UInt64, ignoresSyncs: Bool = false) throws {
        world = JournalWorld(seed: seed)
        generator = SeededGenerator(seed: seed)
        world.storage.faults.ignoresSyncs = ignoresSyncs
        if generator.oneIn(3) {
            world.storage.faults.shortWriteOneIn = 3
            world.storage.faults.interruptOneIn = 5
        }
        let durability = Durability.allCases.randomElement(using: &generator) ?? .always
        var recovered = RecoveredJournal()
        for _ in 0..<3 {
            let background = DeferredBackgroundWork()
            let journal = try Journal(
                directory: world.storage, configuration: world.configuration(durability),
                continuing: recovered,
                background: background)
            try run(journal, background)
            let durable = Int(journal.durableSequence)
            let isPowerCut = !generator.oneIn(4)
            if isPowerCut { world.storage.crash(using: &generator) } else { world.storage.killProcess() }
            guard let next = recover(promised: isPowerCut ? durable : committedCount) else { return }
            recovered = next
        }
    }

    private mutating func run(_ journal: Journal, _ background: DeferredBackgroundWork) throws {
        // How far the background keeps up: always, sometimes, or never.
        let pieces = Int.random(in: 0...3, using: &generator)
        for _ in 0..<Int.random(in: 0...25, using: &generator) {
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                appended.append(journal.appendRandom(bodyBytesMax: 400, using: &generator))
                if generator.oneIn(2) { journal.endTransaction() }
            }
            journal.endTransaction()
            try journal.commit(timeMilliseconds: 1)
            committedCount = appended.count
            world.advance(milliseconds: 300)
            journal.maintain()
            for _ in 0..<pieces where generator.oneIn(2) { background.runOne() }
            if generator.oneIn(12) { try publishSnapshot(journal) }
        }
        if generator.oneIn(3) {
            for _ in 0..<3 { appended.append(journal.appendRandom(bodyBytesMax: 50, using: &generator)) }
        }
        if generator.oneIn(8) {
            try journal.close(clean: true)
            committedCount = appended.count
        }
    }

    /// A snapshot that knows how many records there were.
    private mutating func publishSnapshot(_ journal: Journal) throws {
        let end = journal.durableSequence
        let writer = try SnapshotWriter(
            directory: world.storage, instanceID: journal.instanceID, startSequence: end,
            salt: generator.next())
        try [UInt8](repeating: 1, count: 700).withUnsafeBytes { try writer.write(chunk: 1, $0) }
        _ = try writer.finish(endSequence: end, timeMilliseconds: 1, footer: [])
        snapshotEnd = Int(end)
        let covered = try SnapshotStore.sequenceCoveredByAll(in: world.storage)
        if covered > 0 { try journal.dropSegments(coveredBy: covered) }
    }

    /// Recovers from the newest snapshot and the journal, and compares.
    private mutating func recover(promised: Int) -> RecoveredJournal? {
        do {
            let selection = try SnapshotStore.newest(in: world.storage)
            let after = selection.snapshot?.header.startSequence ?? 0
            if !selection.damaged.isEmpty { loss = "damaged snapshots: \(selection.damaged)" }
            if Int(selection.provenThrough) < snapshotEnd { loss = "the newest snapshot is gone" }
            let (journal, entries) = try world.recover(after: after, provenThrough: selection.provenThrough)
            let last = Int(journal.lastSequence)
            if last < promised {
                loss = "\(last) of \(promised) promised records are left"
                return nil
            }
            #expect(last <= appended.count, "records that nobody appended")
            #expect(entries == Array(appended[Int(after)..<max(last, Int(after))]), "records differ")
            appended.removeLast(appended.count - last)
            committedCount = last
            snapshotEnd = Int(selection.provenThrough)
            return journal
        } catch {
            loss = "\(error)"
            return nil
        }
    }
}

@Suite("crashes")
struct CrashTests {
    @Test("whatever a crash leaves of the un-synced, every durable record survives, and no other appears")
    func durableRecordsSurvive() throws {
        for seed in 0..<2_500 as Range<UInt64> {
            let history = try CrashHistory(seed: seed)
            #expect(history.loss == nil, "seed \(seed)")
        }
    }

    @Test("the control: a disk that only claims to sync loses what was promised, and this test sees it")
    func liesAreNoticed() {
        let losses = (0..<100 as Range<UInt64>).filter { seed in
            guard let history = try? CrashHistory(seed: seed, ignoresSyncs: true) else { return true }
            return history.loss != nil
        }
        #expect(losses.count > 20)
    }
}
