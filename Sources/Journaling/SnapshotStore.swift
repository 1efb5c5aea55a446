/// The snapshots of a directory: which to load, and which to keep.
package enum SnapshotStore {
    package static let keptCount = 2

    /// What to recover from.
    package struct Selection: Sendable {
        /// The newest good snapshot, wholly verified; `nil` if there is none.
        package let snapshot: SnapshotReader?
        /// What is wrong with the newer ones, newest first. To be reported: a snapshot should never be damaged.
        package let damaged: [JournalError]
        /// What to pass to ``JournalRecovery`` as `provenThrough`: the highest sequence of any snapshot, good or not.
        package let provenThrough: UInt64
    }

    /// The names of all snapshots, newest first.
    package static func names(in directory: any StorageDirectory) throws(JournalError) -> [String] {
        let names = try journaling { () throws(StorageError) in try directory.list() }
        return names.filter { FileName.endSequence(ofSnapshot: $0) != nil }.sorted(by: >)
    }

    /// Finds the newest good snapshot, reading every byte of it.
    ///
    /// A damaged one is passed over for an older one, whose journal is still there. If none is good and the
    /// journal does not reach back to its beginning, recovery refuses.
    ///
    /// - Throws: ``JournalError/Code/unsupportedVersion(needs:)``, rather than fall back behind a newer program's work.
    package static func newest(in directory: any StorageDirectory) throws(JournalError) -> Selection {
        let names = try names(in: directory)
        let manifest = try Manifest.read(from: directory)
        let provenThrough = names.first.flatMap(FileName.endSequence(ofSnapshot:)) ?? 0
        var damaged: [JournalError] = []
        for name in names {
            do throws(JournalError) {
                let snapshot = try verified(directory, name, instanceID: manifest?.instanceID)
                return Selection(snapshot: snapshot, damaged: damaged, provenThrough: provenThrough)
            } catch {
                if case .unsupportedVersion = error.code { throw error }
                damaged.append(error)
            }
        }
        return Selection(snapshot: nil, damaged: damaged, provenThrough: provenThrough)
    }

    /// Up to where no kept snapshot needs the journal: what ``Journal/dropSegments(coveredBy:)`` may be given.
    ///
    /// 0 while there are not two snapshots: the journal is what the only one can be replaced by.
    package static func sequenceCoveredByAll(in directory: any StorageDirectory) throws(JournalError)
        -> UInt64
    {
        let kept = try names(in: directory).prefix(keptCount)
        guard kept.count == keptCount else { return 0 }
        var covered = UInt64.max
        for name in kept {
            let reader = try SnapshotReader(directory: directory, name: name)
            covered = min(covered, reader.header.startSequence)
            reader.close()
        }
        return covered
    }

    /// Removes all snapshots but the newest two.
    package static func prune(_ directory: any StorageDirectory) throws(JournalError) {
        for name in try names(in: directory).dropFirst(keptCount) {
            try journaling { () throws(StorageError) in try directory.remove(name) }
        }
    }

    private static func verified(
        _ directory: any StorageDirectory, _ name: String, instanceID: InstanceID?
    ) throws(JournalError) -> SnapshotReader {
        let reader = try SnapshotReader(directory: directory, name: name)
        let path = "\(directory.path)/\(name)"
        guard FileName.snapshot(endSequence: reader.footer.endSequence) == name else {
            throw JournalError(.wrongName, path: path)
        }
        guard instanceID == nil || reader.header.instanceID == instanceID else {
            throw JournalError(.foreignFile, path: path)
        }
        try reader.verify()
        return reader
    }
}
