/// The journal of one data directory, open for writing.
///
///     durableSequence <= committed <= appendedSequence = durable + written + pending records
///
/// Owned by one thread at a time. In each turn that thread appends records, ends transactions, and
/// commits once: one frame, one write, one sync. Records are opaque; what they mean, and when a snapshot makes them
/// superfluous, is their owner's business. After a failed write or sync it must not be used again: see
/// ``failure``.
@usableFromInline
package final class Journal {
    // Appending, touched for every record.
    // Exclusivity is unchecked because the check costs as much as the record; `append` says what it asks.
    @exclusivity(unchecked) @usableFromInline var pending: ByteWriter
    @exclusivity(unchecked) @usableFromInline var appended: UInt64
    /// Where in `pending` the header of the open frame is going to be.
    @exclusivity(unchecked) @usableFromInline var openFrameStart = 0
    @usableFromInline let frameBytesMax: Int
    var openFrameFirstSequence: UInt64
    var closedFrames: [PendingFrame] = []
    var committedBytes: UInt64 = 0
    var lastTimeMilliseconds: Int64

    // Where it goes.
    let directory: any StorageDirectory
    let configuration: JournalConfiguration
    let background: any BackgroundWork
    let preparer: SegmentPreparer
    /// Syncs from any thread: the part of a journal that may be shared.
    package let syncer: JournalSyncer
    /// Why the journal must not be used any more, once that is so.
    package let failure = JournalFailure()
    package let instanceID: InstanceID
    var active: ActiveSegment?
    /// The segments before the active one, oldest first.
    var closedSegments: [SegmentSummary]
    var chain: UInt32
    var ordinalMax: UInt64
    var lastOrderMilliseconds: UInt64 = 0
    var lastSyncMilliseconds: UInt64 = 0

    /// Opens `directory` for writing where recovery left off.
    ///
    /// Always begins a new segment: nobody knows what became of the last sync of the old one. If the disk is
    /// full, it opens without one, and ``hasRoom(for:)`` is false until there is room. Hold the
    /// ``DirectoryLock``, and recover with `repairTail`, before.
    ///
    /// - Throws: ``JournalError/Code/system(operation:errno:)``.
    package init(
        directory: any StorageDirectory, configuration: JournalConfiguration,
        continuing recovered: RecoveredJournal, background: any BackgroundWork
    ) throws(JournalError) {
        configuration.checkInvariants()
        self.directory = directory
        self.configuration = configuration
        self.background = background
        appended = recovered.lastSequence
        openFrameFirstSequence = recovered.lastSequence + 1
        frameBytesMax = configuration.frameBytesMax
        pending = ByteWriter(capacity: 1 << 16)
        pending.put(zeros: FrameHeader.byteCount)
        instanceID =
            recovered.instanceID ?? InstanceID(high: configuration.random(), low: configuration.random())
        closedSegments = recovered.segments
        chain = recovered.chain
        lastTimeMilliseconds = max(recovered.lastTimeMilliseconds, 0)
        ordinalMax = recovered.ordinalMax
        syncer = JournalSyncer(durableSequence: recovered.lastSequence, failure: failure)
        preparer = SegmentPreparer(
            directory: directory, background: background, configuration: configuration, failure: failure)
        try begin(after: recovered)
    }

    /// The sequence of the last appended record; 0 if there has never been one.
    @inlinable package var appendedSequence: UInt64 { appended }

    /// Everything up to here survives a power cut.
    package var durableSequence: UInt64 { syncer.durableSequence }

    /// The bytes of records appended and not yet committed.
    package var pendingBytes: Int {
        pending.count - FrameHeader.byteCount - closedFrames.count * FrameHeader.overheadByteCount
    }

    /// The bytes of records appended since the journal was opened.
    package var bytesAppended: UInt64 { committedBytes + UInt64(pendingBytes) }

    /// Appends one record, written by `body`; it is in the next commit. Never fails, never blocks.
    ///
    /// `body` only puts its bytes: it must not touch the journal.
    ///
    /// - Returns: The record's sequence.
    @inlinable @inline(__always)
    @discardableResult
    package func append(type: UInt8, _ body: (inout ByteWriter) -> Void) -> UInt64 {
        var writer = ByteWriter(continuing: pending)
        let bodyStart = writer.beginRecord(type: type)
        body(&writer)
        writer.endRecord(bodyStart: bodyStart)
        writer.giveBack(to: &pending)
        appended &+= 1
        return appended
    }

    /// Ends a transaction: the records since the last end are all there after a crash, or none.
    @inlinable @inline(__always)
    package func endTransaction() {
        if pending.count &- openFrameStart >= frameBytesMax { closeOpenFrame() }
    }
}

/// A frame that is complete but for its header, waiting in the buffer.
struct PendingFrame {
    /// In the buffer.
    let start: Int
    let length: Int
    let firstSequence: UInt64
    let count: Int
    var flags: UInt32 = 0

    var end: Int { start + length + FrameHeader.overheadByteCount }
}

/// The segment that is being written.
struct ActiveSegment {
    let file: any StorageFile
    let summary: SegmentSummary
    let salt: UInt64
    let byteCount: Int
    /// Where the next frame goes.
    var offset: Int

    var remainingBytes: Int { byteCount - offset }
}
