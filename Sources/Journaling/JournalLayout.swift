/// Which segments there are, which of them replay needs, and whether the manifest's newest is among them.
struct JournalLayout {
    struct Segment {
        let name: String
        let path: String
        let header: SegmentHeader
    }

    /// Those that hold records above what the snapshot covers, oldest first, each following the one before it
    /// by name; what joins them is checked while reading.
    let segments: [Segment]
    /// What is known without reading a frame.
    let recoveredBeforeReading: RecoveredJournal

    /// - Throws: ``JournalError`` of damage: no manifest, a missing or foreign or renamed segment, a bad header.
    init(_ directory: any StorageDirectory, after: UInt64) throws(JournalError) {
        let names = try journaling { () throws(StorageError) in try directory.list() }
        let manifest = try Manifest.read(from: directory)
        let found = names.compactMap { name in
            FileName.firstSequence(ofSegment: name).map { (name: name, firstSequence: $0) }
        }.sorted { $0.firstSequence < $1.firstSequence }
        guard let manifest else {
            guard found.isEmpty else {
                throw JournalError(.missingManifest, path: "\(directory.path)/\(FileName.manifest)")
            }
            segments = []
            recoveredBeforeReading = RecoveredJournal()
            return
        }
        let needed = found.lastIndex { $0.firstSequence <= after + 1 }
        if let first = found.first, needed == nil {
            let code = JournalError.Code.sequenceGap(expected: after + 1, found: first.firstSequence)
            throw JournalError(code, path: "\(directory.path)/\(first.name)")
        }
        var read: [Segment] = []
        for (name, firstSequence) in found[(needed ?? 0)...] {
            let segment = try Self.readHeader(directory, name)
            try Self.check(segment, firstSequence: firstSequence, after: read.last, manifest)
            read.append(segment)
        }
        segments = read
        let superseded = found[..<(needed ?? 0)].map {
            SegmentSummary(name: $0.name, firstSequence: $0.firstSequence, identity: nil)
        }
        recoveredBeforeReading = try Self.recovered(directory, names, manifest, superseded, read)
    }

    private static func readHeader(_ directory: any StorageDirectory, _ name: String) throws(JournalError)
        -> Segment
    {
        let file = try journaling { () throws(StorageError) in try directory.open(name, .read) }
        defer { file.close() }
        var bytes = [UInt8](repeating: 0, count: SegmentHeader.byteCount)
        let count = try journaling { () throws(StorageError) in
            try bytes.withMutableBytes { (bytes) throws(StorageError) in
                try file.readFully(into: bytes, at: 0)
            }
        }
        let header = try bytes.withBytes { (bytes) throws(JournalError) in
            try SegmentHeader(UnsafeRawBufferPointer(rebasing: bytes[..<count]), path: file.path)
        }
        return Segment(name: name, path: file.path, header: header)
    }

    private static func check(
        _ segment: Segment, firstSequence: UInt64, after previous: Segment?, _ manifest: Manifest
    ) throws(JournalError) {
        let header = segment.header
        guard header.instanceID == manifest.instanceID else {
            throw JournalError(.foreignFile, path: segment.path)
        }
        guard header.firstSequence == firstSequence else {
            throw JournalError(.wrongName, path: segment.path)
        }
        if let previous, previous.header.ordinal >= header.ordinal {
            throw JournalError(.foreignFile, path: segment.path)
        }
        if let entry = manifest.entries.first(where: { $0.ordinal == header.ordinal }),
            entry.salt != header.salt
        {
            throw JournalError(.foreignFile, path: segment.path)
        }
    }

    /// Checks that the newest segments of the manifest exist, in use or prepared.
    private static func recovered(
        _ directory: any StorageDirectory, _ names: [String], _ manifest: Manifest,
        _ superseded: [SegmentSummary],
        _ segments: [Segment]
    ) throws(JournalError) -> RecoveredJournal {
        var recovered = RecoveredJournal()
        recovered.instanceID = manifest.instanceID
        recovered.segments =
            superseded
            + segments.map { segment in
                let header = segment.header
                return SegmentSummary(
                    name: segment.name, firstSequence: header.firstSequence,
                    identity: Manifest.Entry(
                        ordinal: header.ordinal, salt: header.salt, firstSequence: header.firstSequence))
            }
        let newestInUse = segments.last?.header.ordinal ?? 0
        recovered.ordinalMax = max(newestInUse, manifest.entries.last?.ordinal ?? 0)
        for entry in manifest.entries where entry.ordinal > newestInUse {
            let name = FileName.prepared(ordinal: entry.ordinal)
            // Only the last one can be waiting to be used; those before it were in use already.
            guard entry.firstSequence == 0, names.contains(name) else {
                throw JournalError(.missingSegment(ordinal: entry.ordinal), path: "\(directory.path)/\(name)")
            }
            recovered.preparedEntry = entry
        }
        return recovered
    }
}
