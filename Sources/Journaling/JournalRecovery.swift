/// Reads a journal back after a stop of any kind.
///
/// Hands over exactly what was committed, in order, or refuses with the file and the byte; what may be cut
/// is decided by ``TailVerdict`` alone. Never hands over a record that was not appended, nor one that does not follow
/// the one before it.
package enum JournalRecovery {
    /// Hands over every record with a sequence above `after`, in order.
    ///
    /// Segments that lie wholly at or below `after` are not read.
    ///
    /// - Parameters:
    ///   - after: What the snapshot in use covers: replay starts behind it.
    ///   - provenThrough: The highest sequence in any published snapshot: the journal was durable as far.
    ///   - repairTail: Whether to blank a torn tail (a copy is kept in a file named `.torn`) and to make the rest
    ///     durable. Hold the ``DirectoryLock``. A verifier passes `false`: it changes nothing, and reports.
    ///   - record: Its errors end the replay and are passed on.
    /// - Throws: ``JournalError``, or what `record` throws.
    package static func replay(
        _ directory: any StorageDirectory, after: UInt64, provenThrough: UInt64, repairTail: Bool,
        _ record: (JournalRecord) throws -> Void
    ) throws -> RecoveredJournal {
        let layout = try JournalLayout(directory, after: after)
        var recovered = layout.recoveredBeforeReading
        let provenThrough = max(after, provenThrough)
        guard !layout.segments.isEmpty else {
            guard provenThrough == 0 else {
                throw JournalError(.recordsMissing(from: 1, through: provenThrough), path: directory.path)
            }
            return recovered
        }
        let firstHeader = layout.segments[0].header
        var position = JournalPosition(
            sequence: firstHeader.firstSequence, chain: firstHeader.previousChain, after: after,
            provenThrough: provenThrough)
        for (index, segment) in layout.segments.enumerated() {
            let isLast = index == layout.segments.count - 1
            let content = try SegmentContent(directory, segment, isLast: isLast)
            try content.check(segment, position)
            let successor = isLast ? nil : layout.segments[index + 1]
            let end = try content.walk(&position, successor: successor, &recovered, record)
            if isLast { try finish(directory, segment, content, end, repairTail: repairTail, &recovered) }
        }
        recovered.lastSequence = position.sequence - 1
        // A last segment without a record is replaced by the next one, which then continues its predecessor.
        let lastHeader = layout.segments[layout.segments.count - 1].header
        let isLastEmpty = lastHeader.firstSequence == position.sequence
        recovered.chain = isLastEmpty ? lastHeader.previousChain : position.chain
        return recovered
    }

    /// The sequence of the first record that the directory's journal still has, or can have; `nil` if there is none.
    package static func oldestSequence(in directory: any StorageDirectory) throws(JournalError) -> UInt64? {
        let names = try journaling { () throws(StorageError) in try directory.list() }
        return names.compactMap(FileName.firstSequence(ofSegment:)).min()
    }

    /// Notes a torn tail, and blanks it if asked to; makes what was read durable.
    private static func finish(
        _ directory: any StorageDirectory, _ segment: JournalLayout.Segment, _ content: SegmentContent,
        _ end: SegmentContent.End, repairTail: Bool, _ recovered: inout RecoveredJournal
    ) throws(JournalError) {
        if end.tornBytes > 0 {
            recovered.tornBytes = end.tornBytes
            recovered.tornFile = segment.name
            recovered.tornOffset = UInt64(end.offset)
        }
        guard repairTail else { return }
        try journaling { () throws(StorageError) in
            let file = try directory.open(segment.name, .update)
            defer { file.close() }
            if end.tornBytes > 0 {
                try setAside(directory, segment, content, end)
                let zeros = [UInt8](repeating: 0, count: end.tornBytes)
                try zeros.withBytes { (bytes) throws(StorageError) in
                    try file.writeFully(bytes, at: UInt64(end.offset))
                }
            }
            try file.synchronize()
            try directory.synchronize()
        }
    }

    /// Copies the torn bytes to a file of their own, durably.
    private static func setAside(
        _ directory: any StorageDirectory, _ segment: JournalLayout.Segment, _ content: SegmentContent,
        _ end: SegmentContent.End
    ) throws(StorageError) {
        let aside = try directory.open(FileName.torn(segment: segment.name), .replace)
        defer { aside.close() }
        let torn = Array(content.bytes[end.offset..<end.offset + end.tornBytes])
        try torn.withBytes { (bytes) throws(StorageError) in try aside.writeFully(bytes, at: 0) }
        try aside.synchronize()
        try directory.synchronize()
    }
}
