extension Journal {
    /// The first steps after recovery: an identity, no leftovers, a segment, and the next one ordered.
    func begin(after recovered: RecoveredJournal) throws(JournalError) {
        if recovered.instanceID == nil {
            // Before the first segment, so that segments without a manifest are always damage.
            let manifest = Manifest(instanceID: instanceID, entries: [])
            try journaling { () throws(StorageError) in
                try manifest.stage(in: directory)
                try Manifest.publish(in: directory)
            }
        }
        let adopted = try adoptable(recovered)
        try removeLeftovers(recovered)
        do throws(StorageError) {
            if let adopted {
                preparer.adopt(adopted)
            } else {
                try preparer.prepare(nextOrder())
            }
        } catch {
            guard error.isOutOfSpace else { throw JournalError(error) }
            return
        }
        try roll(frame: nil)
    }

    /// Turns to the next segment, waiting for it if need be.
    ///
    /// What is in the old one becomes durable first, so that only the last segment can ever have a torn
    /// tail; and the new one gets its header before it gets its name.
    func roll(frame: PendingFrame?) throws(JournalError) {
        try syncer.syncNow()
        let prepared = try takePrepared()
        let needed = (frame?.length ?? 0) + FrameHeader.overheadByteCount
        guard prepared.byteCount - SegmentHeader.byteCount >= needed else {
            let error = StorageError(.write, path: prepared.file.path, errno: StorageError.noSpace)
            failure.record(JournalError(error))
            throw JournalError(error)
        }
        let firstSequence = frame?.firstSequence ?? openFrameFirstSequence
        let name = FileName.segment(firstSequence: firstSequence)
        let header = SegmentHeader(
            instanceID: instanceID, ordinal: prepared.ordinal, salt: prepared.salt,
            segmentBytes: UInt64(prepared.byteCount), firstSequence: firstSequence, previousChain: chain)
        try failure.guarding { () throws(StorageError) in
            try header.encoded().withBytes { (bytes) throws(StorageError) in
                try prepared.file.writeFully(bytes, at: 0)
            }
            try prepared.file.synchronize()
            try directory.rename(prepared.name, to: name)
            try directory.synchronize()
        }
        retireActive()
        // A segment without a record has the same name; the new one has just taken its place.
        if closedSegments.last?.name == name { closedSegments.removeLast() }
        let identity = Manifest.Entry(
            ordinal: prepared.ordinal, salt: prepared.salt, firstSequence: firstSequence)
        active = ActiveSegment(
            file: prepared.file,
            summary: SegmentSummary(name: name, firstSequence: firstSequence, identity: identity),
            salt: prepared.salt, byteCount: prepared.byteCount, offset: SegmentHeader.byteCount)
        preparer.order(nextOrder())
    }

    /// What the next segment is to be. Each has a new ordinal and salt.
    func nextOrder() -> PreparationOrder {
        lastOrderMilliseconds = configuration.monotonicMilliseconds()
        let inUse = (closedSegments + (active.map { [$0.summary] } ?? [])).compactMap(\.identity)
        return PreparationOrder(
            instanceID: instanceID, ordinal: max(ordinalMax, inUse.last?.ordinal ?? 0) + 1,
            salt: configuration.random(), entries: inUse)
    }

    /// The next segment; if there is none, one more attempt is made on the spot.
    private func takePrepared() throws(JournalError) -> PreparedSegment {
        try failure.guarding { () throws(StorageError) in
            if !preparer.isAwaitingOrder, let prepared = try preparer.take() { return prepared }
            try preparer.prepare(nextOrder())
            guard let prepared = try preparer.take() else {
                preconditionFailure("a segment has been prepared and is not there")
            }
            return prepared
        }
    }

    private func retireActive() {
        guard let old = active else { return }
        old.file.close()
        closedSegments.append(old.summary)
        active = nil
    }

    /// The segment that a former process prepared, if the manifest names it and it is not yet in use.
    ///
    /// It is known to be durable and empty: it was synced before it was named, and renamed before a frame was
    /// written.
    private func adoptable(_ recovered: RecoveredJournal) throws(JournalError) -> PreparedSegment? {
        guard let entry = recovered.preparedEntry else { return nil }
        let name = FileName.prepared(ordinal: entry.ordinal)
        return try journaling { () throws(StorageError) in
            let file = try directory.open(name, .update)
            let size = try file.size()
            guard size >= UInt64(SegmentHeader.byteCount * 2) else { return nil }
            return PreparedSegment(
                file: file, name: name, ordinal: entry.ordinal, salt: entry.salt, byteCount: Int(size))
        }
    }

    /// Removes what a former process had begun. What the manifest names stays: it may not be missing.
    private func removeLeftovers(_ recovered: RecoveredJournal) throws(JournalError) {
        let named = recovered.preparedEntry.map { FileName.prepared(ordinal: $0.ordinal) }
        try journaling { () throws(StorageError) in
            for name in try directory.list() where name != named {
                guard FileName.ordinal(ofPrepared: name) != nil || name == FileName.manifestTemporary else {
                    continue
                }
                try directory.remove(name)
            }
        }
    }
}
