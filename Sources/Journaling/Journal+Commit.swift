extension Journal {
    /// Writes what is pending, as one frame, and makes it durable as the configuration demands.
    ///
    /// More than one frame is written only if the records exceed `frameBytesMax`, or run over the end of a
    /// segment; a transaction is never divided. Does nothing if nothing is pending.
    ///
    /// - Parameter timeMilliseconds: The time of everything in the frame, for recovery.
    /// - Throws: The first failure of the journal; it must not be used any more.
    package func commit(timeMilliseconds: Int64) throws(JournalError) {
        try failure.check()
        closeOpenFrame()
        guard !closedFrames.isEmpty else { return }
        try writeClosedFrames(timeMilliseconds: timeMilliseconds)
        if configuration.durability == .always { try syncer.syncNow() }
    }

    /// Makes everything committed durable. For shutdown; other threads use ``syncer``.
    package func syncNow() throws(JournalError) { try syncer.syncNow() }

    /// Commits and syncs what is left and closes the files.
    ///
    /// - Parameters:
    ///   - clean: Whether to leave the mark that proves that nothing is missing before it. It is left out if
    ///     the disk is full.
    ///   - timeMilliseconds: As for a commit; the last commit's time if `nil`.
    package func close(clean: Bool, timeMilliseconds: Int64? = nil) throws(JournalError) {
        let timeMilliseconds = timeMilliseconds ?? lastTimeMilliseconds
        try commit(timeMilliseconds: timeMilliseconds)
        if clean, hasRoom(for: 0) {
            closedFrames.append(
                PendingFrame(
                    start: 0, length: 0, firstSequence: appended + 1, count: 0,
                    flags: FrameHeader.cleanShutdownFlag))
            pending.put(zeros: FrameHeader.trailerByteCount)
            try writeClosedFrames(timeMilliseconds: timeMilliseconds)
        }
        try syncer.syncNow()
        active?.file.close()
        active = nil
    }

    /// Completes the open frame, if it holds a record, and opens the next one.
    @inline(never)
    @usableFromInline
    func closeOpenFrame() {
        let length = pending.count - openFrameStart - FrameHeader.byteCount
        guard length > 0 else { return }
        precondition(
            length <= FrameHeader.payloadBytesMax,
            "a transaction of \(length) bytes exceeds what a frame can hold, \(FrameHeader.payloadBytesMax)")
        closedFrames.append(
            PendingFrame(
                start: openFrameStart, length: length, firstSequence: openFrameFirstSequence,
                count: Int(appended - openFrameFirstSequence + 1)))
        pending.put(zeros: FrameHeader.trailerByteCount)
        openFrameStart = pending.count
        openFrameFirstSequence = appended + 1
        pending.put(zeros: FrameHeader.byteCount)
    }

    private func writeClosedFrames(timeMilliseconds: Int64) throws(JournalError) {
        let bytes = pendingBytes
        var next = 0
        while next < closedFrames.count {
            if (active?.remainingBytes ?? 0) < closedFrames[next].length + FrameHeader.overheadByteCount {
                try roll(frame: closedFrames[next])
            }
            next = try writeRun(from: next, timeMilliseconds: timeMilliseconds)
        }
        lastTimeMilliseconds = timeMilliseconds
        committedBytes += UInt64(max(bytes, 0))
        closedFrames.removeAll(keepingCapacity: true)
        pending.removeAll(keepingAtMost: 4 << 20)
        pending.put(zeros: FrameHeader.byteCount)
        openFrameStart = 0
    }

    /// Seals and writes as many frames as fit into the active segment, in one write.
    ///
    /// - Returns: The first frame that was not written.
    private func writeRun(from first: Int, timeMilliseconds: Int64) throws(JournalError) -> Int {
        guard var segment = active else { preconditionFailure("a frame is written without a segment") }
        let runStart = closedFrames[first].start
        let runOffset = segment.offset
        var next = first
        while next < closedFrames.count, closedFrames[next].end - runStart <= segment.byteCount - runOffset {
            seal(
                closedFrames[next], at: runOffset + closedFrames[next].start - runStart, segment.salt,
                timeMilliseconds)
            next += 1
        }
        let byteCount = closedFrames[next - 1].end - runStart
        try failure.guarding { () throws(StorageError) in
            try pending.withUnsafeBytes { (bytes) throws(StorageError) in
                let run = UnsafeRawBufferPointer(rebasing: bytes[runStart..<runStart + byteCount])
                try segment.file.writeFully(run, at: UInt64(runOffset))
            }
        }
        segment.offset += byteCount
        active = segment
        let last = closedFrames[next - 1]
        let unsynced = syncer.noteWritten(
            to: segment.file, through: last.firstSequence + UInt64(last.count) - 1, bytes: byteCount)
        if configuration.durability != .always, unsynced >= configuration.unsyncedBytesMax {
            syncer.order(on: background)
        }
        return next
    }

    private func seal(_ frame: PendingFrame, at offset: Int, _ salt: UInt64, _ timeMilliseconds: Int64) {
        let header = FrameHeader(
            length: UInt32(frame.length), firstSequence: frame.firstSequence, count: UInt32(frame.count),
            flags: frame.flags, timeMilliseconds: timeMilliseconds, syncedThrough: durableSequence,
            previousChain: chain)
        chain = pending.withUnsafeMutableBytes { bytes in
            header.seal(bytes.baseAddress! + frame.start, salt: salt, offset: UInt64(offset))
        }
    }
}
