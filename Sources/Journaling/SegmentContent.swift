/// Where reading stands, from segment to segment.
struct JournalPosition {
    /// Of the next record.
    var sequence: UInt64
    /// Of the frame read last.
    var chain: UInt32
    /// Records up to here are checked and not handed over.
    let after: UInt64
    /// The journal was durable up to here, at least.
    let provenThrough: UInt64
}

/// The bytes of one segment, read from the disk, and the walk over the frames in them.
struct SegmentContent {
    /// Larger segments are never written.
    static let bytesMax = 1 << 30

    /// Where a segment's good frames end, and how many bytes behind that are torn.
    struct End {
        let offset: Int
        let tornBytes: Int
    }

    let bytes: [UInt8]
    let path: String
    let salt: UInt64

    /// Reads the file; the last segment past the page cache, which may show what a failed sync did not write.
    init(
        _ directory: any StorageDirectory, _ segment: JournalLayout.Segment, isLast: Bool
    ) throws(JournalError) {
        path = segment.path
        salt = segment.header.salt
        do throws(StorageError) {
            let file = try directory.open(segment.name, .read)
            defer { file.close() }
            if isLast { try file.dropCache() }
            bytes = try file.readWhole(bytesMax: Self.bytesMax)
        } catch {
            throw error.isTooLarge ? JournalError(.tooLarge, path: segment.path) : JournalError(error)
        }
    }

    /// Checks that the header is still what it was, and that the segment follows the one before it.
    func check(_ segment: JournalLayout.Segment, _ position: JournalPosition) throws(JournalError) {
        let header = try bytes.withBytes { (bytes) throws(JournalError) in
            try SegmentHeader(bytes, path: path)
        }
        guard header == segment.header else { throw JournalError(.badHeader, path: path) }
        guard UInt64(bytes.count) == header.segmentBytes else {
            let code = JournalError.Code.wrongSize(expected: header.segmentBytes, found: UInt64(bytes.count))
            throw JournalError(code, path: path, offset: min(header.segmentBytes, UInt64(bytes.count)))
        }
        guard header.firstSequence == position.sequence else {
            let code = JournalError.Code.sequenceGap(expected: position.sequence, found: header.firstSequence)
            throw JournalError(code, path: path)
        }
        guard header.previousChain == position.chain else {
            let code = JournalError.Code.brokenChain(
                expectedSequence: position.sequence, foundSequence: header.firstSequence)
            throw JournalError(code, path: path)
        }
    }

    /// Hands over the records of every frame, up to where they end.
    func walk(
        _ position: inout JournalPosition, successor: JournalLayout.Segment?,
        _ recovered: inout RecoveredJournal,
        _ record: (JournalRecord) throws -> Void
    ) throws -> End {
        try bytes.withUnsafeBytes { bytes in
            var offset = SegmentHeader.byteCount
            while true {
                let frame = Frame(in: bytes, at: offset, salt: salt)
                let facts = facts(bytes, offset, frame, position, successor)
                switch TailVerdict.decide(facts) {
                case .frame:
                    guard let frame else { preconditionFailure("an intact frame is missing at \(offset)") }
                    try deliver(frame, at: offset, &position, &recovered, record)
                    offset += frame.header.totalByteCount
                case .cleanEnd, .sealedEnd:
                    return End(offset: offset, tornBytes: 0)
                case .tornTail:
                    return End(offset: offset, tornBytes: bytes.count - bytes.blankTailCount - offset)
                case let damage:
                    throw error(damage, at: offset, frame, position, successor)
                }
            }
        }
    }

    /// The facts at `offset`; those that cost a look at the whole rest are established only if they matter.
    private func facts(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ frame: Frame?, _ position: JournalPosition,
        _ successor: JournalLayout.Segment?
    ) -> TailFacts {
        var facts = TailFacts(
            isIntact: frame != nil, follows: false, isBlank: false, isLast: successor == nil,
            isSealedHere: false,
            isProvenByFrame: false, isProvenBySnapshot: position.provenThrough >= position.sequence)
        if let frame {
            facts.follows =
                frame.header.firstSequence == position.sequence
                && frame.header.previousChain == position.chain
            return facts
        }
        facts.isBlank = bytes.count - bytes.blankTailCount <= offset
        if let header = successor?.header {
            facts.isSealedHere =
                header.firstSequence == position.sequence && header.previousChain == position.chain
        } else if !facts.isBlank {
            facts.isProvenByFrame = bytes.hasFrame(
                after: offset, salt: salt, provingSequence: position.sequence)
        }
        return facts
    }

    private func deliver(
        _ frame: Frame, at offset: Int, _ position: inout JournalPosition,
        _ recovered: inout RecoveredJournal,
        _ record: (JournalRecord) throws -> Void
    ) throws {
        var reader = ByteReader(frame.payload)
        let header = frame.header
        for index in 0..<UInt64(header.count) {
            let sequence = header.firstSequence + index
            guard let type = try? reader.byte(), let body = try? reader.lengthPrefixed() else {
                throw malformed(sequence, at: offset, reader)
            }
            guard sequence > position.after else { continue }
            recovered.replayedRecords += 1
            recovered.replayedBytes += UInt64(body.count)
            try record(
                JournalRecord(
                    sequence: sequence, type: type, timeMilliseconds: header.timeMilliseconds, body: body))
        }
        guard reader.isAtEnd else {
            throw malformed(header.firstSequence + UInt64(header.count), at: offset, reader)
        }
        position.sequence = header.firstSequence + UInt64(header.count)
        position.chain = frame.chain
        recovered.lastTimeMilliseconds = max(recovered.lastTimeMilliseconds, header.timeMilliseconds)
        recovered.wasCleanShutdown = header.isCleanShutdown
    }

    private func malformed(_ sequence: UInt64, at offset: Int, _ reader: ByteReader) -> JournalError {
        let at = offset + FrameHeader.byteCount + reader.offset
        return JournalError(.malformedRecord(sequence: sequence), path: path, offset: UInt64(at))
    }

    private func error(
        _ verdict: TailVerdict, at offset: Int, _ frame: Frame?, _ position: JournalPosition,
        _ successor: JournalLayout.Segment?
    ) -> JournalError {
        let code: JournalError.Code =
            switch verdict {
            case .brokenChain:
                .brokenChain(
                    expectedSequence: position.sequence, foundSequence: frame?.header.firstSequence ?? 0)
            case .recordsMissing: .recordsMissing(from: position.sequence, through: position.provenThrough)
            case .sequenceGap:
                .sequenceGap(expected: position.sequence, found: successor?.header.firstSequence ?? 0)
            default: .badFrame(sequence: position.sequence)
            }
        return JournalError(code, path: path, offset: UInt64(offset))
    }
}
