package import CommerceCore
package import Journaling

/// What a recovery found.
package struct RecoveryReport: Sendable {
    package internal(set) var snapshot: String?
    package internal(set) var damagedSnapshots: [String] = []
    package internal(set) var sequence: UInt64 = 0
    package internal(set) var replayedRecords = 0
    package internal(set) var tornBytes = 0
    package internal(set) var tornFile: String?
    package internal(set) var tornOffset: UInt64 = 0
    /// Contradictions found on the way or at the end. A server refuses to start with any.
    package internal(set) var violations: [String] = []
    package internal(set) var newestTime = Timestamp.zero
}

/// How far a recovery is.
package enum RecoveryProgress: Sendable {
    case snapshot(bytes: UInt64, of: UInt64)
    case journal(records: Int)
}

/// A file that reads well and means what cannot be.
package struct RecoveryError: Error, CustomStringConvertible {
    package let place: String
    package let reason: String

    package var description: String { "\(place): \(reason)" }
}

/// From a data directory to a shop: the newest good snapshot, then the records behind it.
///
///     live state before the stop = snapshot + records,   what was acknowledged is all there
///
/// Nothing is judged again. What is derived is computed from the whole at the snapshot's end and then grows
/// record by record, as it did live; at the end it is computed once more and compared.
package enum ShopRecovery {
    /// What reading the files answered, before a journal is opened for writing.
    private struct Reading {
        let shop: Shop
        let journal: RecoveredJournal
        let report: RecoveryReport
    }

    /// Recovers `directory` and opens its journal for writing. Hold the ``DirectoryLock``. Runs on the
    /// executor, where the shop will live.
    ///
    /// - Throws: ``JournalError`` or ``RecoveryError``; then nothing was changed but a torn tail.
    package static func open(
        _ directory: any StorageDirectory, configuration: ShopConfiguration,
        journal journalConfiguration: JournalConfiguration, time: any TimeSource,
        background: any BackgroundWork,
        on executor: UnownedSerialExecutor
    ) throws -> (Shop, RecoveryReport) {
        let reading = try read(
            directory, configuration: configuration, time: time, repairTail: true, on: executor)
        if let violation = reading.report.violations.first {
            throw RecoveryError(place: directory.path, reason: violation)
        }
        let journal = try Journal(
            directory: directory, configuration: journalConfiguration, continuing: reading.journal,
            background: background)
        adopt(journal, reading, time)
        return (reading.shop, reading.report)
    }

    /// Reads `directory` without changing anything, and checks the bounds after every record.
    package static func verify(
        _ directory: any StorageDirectory, configuration: ShopConfiguration, time: any TimeSource,
        on executor: UnownedSerialExecutor
    ) throws -> (Shop, RecoveryReport) {
        let reading = try read(
            directory, configuration: configuration, time: time, repairTail: false, on: executor)
        return (reading.shop, reading.report)
    }

    private static func adopt(_ journal: sending Journal, _ reading: Reading, _ time: any TimeSource) {
        let newest = reading.report.newestTime
        let box = JournalBox(journal)
        reading.shop.assumeIsolated { $0.begin(journal: box.journal, time: time, newest: newest) }
    }

    private static func read(
        _ directory: any StorageDirectory, configuration: ShopConfiguration, time: any TimeSource,
        repairTail: Bool,
        on executor: UnownedSerialExecutor
    ) throws -> Reading {
        let shop = Shop(configuration: configuration, time: time, on: executor)
        return try shop.assumeIsolated { shop in
            var report = RecoveryReport()
            let selection = try SnapshotStore.newest(in: directory)
            report.damagedSnapshots = selection.damaged.map(\.description)
            shop.isRecovering = true
            let covers = try load(selection.snapshot, into: shop, &report)
            let journal = try replay(
                directory, selection, covers, repairTail: repairTail, into: shop, &report)
            if !shop.isDerived { try derive(shop, &report) }
            // Not every record tells its time, and the last ones may have leaned on what had lapsed by then.
            shop.endLapsed(at: report.newestTime)
            report.violations.append(contentsOf: shop.violations())
            return Reading(shop: shop, journal: journal, report: report)
        }
    }

    private static func load(
        _ snapshot: SnapshotReader?, into shop: isolated Shop, _ report: inout RecoveryReport
    ) throws -> Coverage {
        var covers = Coverage.none
        guard let snapshot else { return covers }
        report.snapshot = snapshot.name
        report.newestTime = Timestamp(milliseconds: snapshot.footer.timeMilliseconds)
        report.sequence = snapshot.footer.endSequence
        shop.isDerived = false
        do {
            var bytes: UInt64 = 0
            try snapshot.forEachChunk { kind, payload in
                try shop.load(payload, kind: kind, covers: &covers)
                bytes += UInt64(payload.count)
                shop.configuration.onRecovery?(.snapshot(bytes: bytes, of: snapshot.footer.payloadBytes))
            }
        } catch let error as RecordError {
            throw RecoveryError(place: snapshot.name, reason: error.reason)
        } catch let error as ByteReaderError {
            throw RecoveryError(place: snapshot.name, reason: error.description)
        }
        snapshot.close()
        covers.end(at: snapshot.footer.endSequence)
        return covers
    }

    private static func replay(
        _ directory: any StorageDirectory, _ selection: SnapshotStore.Selection, _ covers: Coverage,
        repairTail: Bool, into shop: isolated Shop, _ report: inout RecoveryReport
    ) throws -> RecoveredJournal {
        var current = report
        var records = 0
        let journal = try JournalRecovery.replay(
            directory, after: selection.snapshot?.header.startSequence ?? 0,
            provenThrough: selection.provenThrough, repairTail: repairTail
        ) { record in
            do {
                if !shop.isDerived && record.sequence > covers.endSequence { try derive(shop, &current) }
                try shop.apply(record, covers: shop.isDerived ? .none : covers)
            } catch let error as RecordError {
                throw RecoveryError(place: "journal record \(record.sequence)", reason: error.reason)
            } catch let error as ByteReaderError {
                throw RecoveryError(place: "journal record \(record.sequence)", reason: error.description)
            }
            records += 1
            if records % recordsPerNotice == 0 { shop.configuration.onRecovery?(.journal(records: records)) }
            current.newestTime = max(current.newestTime, Timestamp(milliseconds: record.timeMilliseconds))
            if let variant = shop.takeOutOfBounds() {
                current.violations.append(
                    "after record \(record.sequence), variant \(shop.id(of: variant)) is out of bounds")
            }
        }
        current.sequence = max(current.sequence, journal.lastSequence)
        current.replayedRecords = journal.replayedRecords
        current.tornBytes = journal.tornBytes
        current.tornFile = journal.tornFile
        current.tornOffset = journal.tornOffset
        report = current
        return journal
    }

    private static let recordsPerNotice = 65_536

    private static func derive(_ shop: isolated Shop, _ report: inout RecoveryReport) throws {
        do {
            try shop.derive(at: report.newestTime)
        } catch let error as RecordError {
            throw RecoveryError(place: report.snapshot ?? "journal", reason: error.reason)
        }
    }
}

/// Carries a journal that nobody else has into the shop's isolation.
private struct JournalBox: @unchecked Sendable {  // Safety: `sending` says that nobody else has it.
    let journal: Journal

    init(_ journal: sending Journal) { self.journal = journal }
}
