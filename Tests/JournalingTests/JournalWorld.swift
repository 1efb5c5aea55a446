import Journaling
import Synchronization
import TestSupport

/// A record as a test knows it.
struct Entry: Hashable {
    let sequence: UInt64
    let type: UInt8
    let body: [UInt8]
}

/// A simulated disk, a clock that stands until it is set, and random numbers from a seed.
final class JournalWorld: Sendable {
    let storage: FaultyStorage
    private let nowMilliseconds = Atomic<UInt64>(10_000)
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64 = 0, storage: FaultyStorage? = nil) {
        self.storage = storage ?? FaultyStorage(seed: seed)
        generator = Mutex(SeededGenerator(seed: seed &+ 0x5EED))
    }

    func advance(milliseconds: UInt64) { nowMilliseconds.add(milliseconds, ordering: .relaxed) }

    /// Small sizes, so that every path is met within a few kilobytes.
    func configuration(_ durability: Durability = .always) -> JournalConfiguration {
        var configuration = JournalConfiguration()
        configuration.durability = durability
        configuration.segmentBytes = 16 << 10
        configuration.segmentBytesMin = 8 << 10
        configuration.frameBytesMax = 2 << 10
        configuration.fillPieceBytes = 8 << 10
        configuration.unsyncedBytesMax = 4 << 10
        configuration.monotonicMilliseconds = { [self] in nowMilliseconds.load(ordering: .relaxed) }
        configuration.random = { [self] in generator.withLock { $0.next() } }
        return configuration
    }

    func open(
        _ recovered: RecoveredJournal, _ configuration: JournalConfiguration? = nil
    ) throws(JournalError) -> Journal {
        try Journal(
            directory: storage, configuration: configuration ?? self.configuration(), continuing: recovered,
            background: InlineBackgroundWork())
    }

    /// Recovers and collects what is handed over.
    func recover(
        after: UInt64 = 0, provenThrough: UInt64 = 0, repairTail: Bool = true
    ) throws -> (journal: RecoveredJournal, entries: [Entry]) {
        var entries: [Entry] = []
        let recovered = try JournalRecovery.replay(
            storage, after: after, provenThrough: provenThrough, repairTail: repairTail
        ) { record in
            entries.append(Entry(sequence: record.sequence, type: record.type, body: Array(record.body)))
        }
        return (recovered, entries)
    }

    /// A new journal of `count` records of about `bodyBytes` bytes, each committed by itself, closed or left open.
    static func filled(
        seed: UInt64 = 7, count: Int, bodyBytes: Int = 100, close: Bool? = nil
    ) throws -> (world: JournalWorld, entries: [Entry]) {
        let world = JournalWorld(seed: seed)
        let journal = try world.open(RecoveredJournal())
        var generator = SeededGenerator(seed: seed)
        var entries: [Entry] = []
        for _ in 0..<count {
            entries.append(journal.appendRandom(bodyBytesMax: bodyBytes, using: &generator))
            journal.endTransaction()
            try journal.commit(timeMilliseconds: 1_000)
        }
        if let close { try journal.close(clean: close) }
        return (world, entries)
    }
}

extension Journal {
    /// Appends a record of a random type and size.
    func appendRandom(bodyBytesMax: Int, using generator: inout SeededGenerator) -> Entry {
        let count = Int.random(in: 0...bodyBytesMax, using: &generator)
        let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let type = UInt8.random(in: 0...255, using: &generator)
        let sequence = append(type: type) { writer in body.withUnsafeBytes { writer.put(bytes: $0) } }
        return Entry(sequence: sequence, type: type, body: body)
    }
}

extension FaultyStorage {
    /// The names of the segments in use, oldest first.
    var segmentNames: [String] { fileNames.filter { $0.hasPrefix("journal-") && $0.hasSuffix(".wal") } }
}
