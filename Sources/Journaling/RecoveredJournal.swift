/// One segment of a journal.
package struct SegmentSummary: Hashable, Sendable {
    package let name: String
    package let firstSequence: UInt64
    /// `nil` for a segment that only holds what the snapshot covers: it was not read.
    package let identity: Manifest.Entry?
}

/// What recovery found: where the journal goes on.
package struct RecoveredJournal: Sendable {
    /// `nil` if the directory has never been used.
    package var instanceID: InstanceID?
    /// The last good record; 0 if there has never been one.
    package var lastSequence: UInt64 = 0
    /// The newest time of any frame; `Int64.min` if there is none.
    package var lastTimeMilliseconds = Int64.min
    /// The chain value that the next segment continues.
    package var chain: UInt32 = 0
    /// Whether the last thing written was the mark of a clean shutdown.
    package var wasCleanShutdown = false
    /// How many bytes at the end were cut (or, by a reader that does not repair, would be) …
    package var tornBytes = 0
    /// … from which file, and from which byte on.
    package var tornFile: String?
    package var tornOffset: UInt64 = 0
    /// The segments on disk, oldest first.
    package var segments: [SegmentSummary] = []
    /// How many records were handed over, and the bytes of their bodies.
    package var replayedRecords = 0
    package var replayedBytes: UInt64 = 0
    /// The manifest's last entry, if that segment is prepared and not yet in use.
    var preparedEntry: Manifest.Entry?
    /// The highest ordinal in use; the next segment's is above it.
    var ordinalMax: UInt64 = 0

    package init() {}
}
