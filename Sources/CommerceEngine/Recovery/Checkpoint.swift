package import CommerceCore
import Journaling

/// A walk over the whole shop that encodes it in small steps between requests: a fuzzy snapshot.
///
/// Each step writes one range of one kind as it is at that moment, with the journal sequence as of which
/// that is. Intake goes on in between; what changes behind the walk is in the journal after that sequence.
struct Checkpoint {
    /// The last sequence before the walk began: records after it may be missing from the snapshot.
    let startSequence: UInt64
    private var remaining = SectionKind.written[...]
    private var nextIndex: UInt64 = 0

    init(startSequence: UInt64) { self.startSequence = startSequence }

    var section: SectionKind? { remaining.first }
    var index: UInt64 { nextIndex }

    mutating func advance(to index: UInt64, sectionIsDone: Bool) {
        nextIndex = sectionIsDone ? 0 : index
        if sectionIsDone { remaining = remaining.dropFirst() }
    }
}

/// One encoded piece of a snapshot.
package struct CheckpointChunk: Sendable {
    package let kind: UInt8
    package let bytes: [UInt8]
}

extension Shop {
    /// Whether enough was written, or enough time has passed, for a new snapshot.
    package var isCheckpointDue: Bool {
        guard checkpoint == nil else { return false }
        let written = journal.bytesAppended - checkpointBytesAtStart
        if written >= configuration.checkpointBytes { return true }
        let period = configuration.checkpointMilliseconds
        return period > 0 && written > 0 && now.milliseconds - checkpointedAt.milliseconds >= period
    }

    /// Begins a snapshot. Answers the sequence it starts at, for its header.
    package func beginCheckpoint() -> UInt64 {
        checkpoint = Checkpoint(startSequence: journal.appendedSequence)
        checkpointBytesAtStart = journal.bytesAppended
        checkpointedAt = now
        return journal.appendedSequence
    }

    package func abandonCheckpoint() { checkpoint = nil }

    /// Encodes the next piece, or answers `nil` when all is encoded.
    ///
    /// - Complexity: O(``ShopConfiguration/checkpointStepBytes``), whatever the size of the shop.
    package func nextCheckpointChunk() -> CheckpointChunk? {
        guard let walk = checkpoint, let section = walk.section else { return nil }
        let count = count(of: section)
        var body = ByteWriter(capacity: configuration.checkpointStepBytes + 4_096)
        var index = min(count, max(walk.index, firstKept(of: section)))
        var written = 0
        // Forgotten numbers cost little each, but there may be millions in a row.
        let end = min(count, index + Shop.checkpointStepEntities)
        while index < end && body.count < configuration.checkpointStepBytes {
            if put(section, index, into: &body) { written += 1 }
            index += 1
        }
        var chunk = ByteWriter(capacity: body.count + 64)
        chunk.put(varint: walk.index)
        chunk.put(varint: index)
        chunk.put(varint: journal.appendedSequence)
        chunk.put(count: written)
        body.withUnsafeBytes { chunk.put(bytes: $0) }
        checkpoint?.advance(to: index, sectionIsDone: index >= count)
        return CheckpointChunk(kind: section.rawValue, bytes: chunk.copyBytes())
    }

    /// Ends the walk. The snapshot may be published once the journal is durable past the answered sequence.
    package func finishCheckpoint() -> (endSequence: UInt64, time: Timestamp) {
        checkpoint = nil
        return (journal.appendedSequence, now)
    }

    private static let checkpointStepEntities: UInt64 = 65_536
}
