extension Journal {
    /// Whether a transaction of `bytes` can be appended and committed without running out of disk space.
    ///
    /// `false` means: refuse the request as "storage full" before judging it. It waits for the disk only if
    /// the active segment is nearly full and the next one was ordered a moment ago.
    ///
    /// - Parameter bytes: The bodies of the records, with a few bytes for each record's head.
    package func hasRoom(for bytes: Int) -> Bool {
        guard failure.error == nil, bytes <= FrameHeader.payloadBytesMax else { return false }
        // The frames beside those closed by now: the open one, and those that so many bytes may be cut into.
        // Nearly always less than one frame: no division then.
        let frameCount = bytes < frameBytesMax ? 2 : 2 + bytes / frameBytesMax
        let needed = pending.count + bytes + frameCount * FrameHeader.overheadByteCount
        if let active, active.remainingBytes >= needed { return true }
        // Whatever does not fit into the active segment fits into the next one, if all of it would.
        if preparer.reservedBytes == 0 { preparer.awaitReservation() }
        return preparer.reservedBytes - SegmentHeader.byteCount >= needed
    }

    /// The regular small duties: orders the next segment again after the disk was full, and the next sync.
    /// Call it once a turn; it never waits for the disk.
    package func maintain() {
        let now = configuration.monotonicMilliseconds()
        if preparer.isAwaitingOrder, failure.error == nil,
            now >= lastOrderMilliseconds + configuration.retryMilliseconds
        {
            preparer.order(nextOrder())
        }
        if configuration.durability == .interval,
            now >= lastSyncMilliseconds + configuration.syncIntervalMilliseconds
        {
            lastSyncMilliseconds = now
            syncer.order(on: background)
        }
    }

    /// Removes, in the background, the segments that hold nothing above `snapshotSequence`.
    ///
    /// Pass what the *older* of the two snapshots kept covers, so that it stays usable. The oldest goes first
    /// and durably, so that a crash leaves no gap. A segment that cannot be removed is offered again when the
    /// journal is next opened.
    ///
    /// - Throws: The first failure of the journal.
    package func dropSegments(coveredBy snapshotSequence: UInt64) throws(JournalError) {
        try failure.check()
        var dropped: [String] = []
        while let oldest = closedSegments.first, lastSequence(afterFirst: oldest) <= snapshotSequence {
            dropped.append(oldest.name)
            closedSegments.removeFirst()
        }
        guard !dropped.isEmpty else { return }
        background.run(on: .journal) { [directory, dropped] in
            for name in dropped {
                do {
                    try directory.remove(name)
                    try directory.synchronize()
                } catch {
                    // An older segment must not outlive a newer one: stop at the first that stays.
                    return
                }
            }
        }
    }

    /// The last sequence in the oldest segment: one before the first of its successor.
    private func lastSequence(afterFirst oldest: SegmentSummary) -> UInt64 {
        let successor = closedSegments.dropFirst().first ?? active?.summary
        return successor.map { $0.firstSequence - 1 } ?? .max
    }
}
