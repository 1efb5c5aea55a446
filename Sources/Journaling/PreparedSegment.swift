/// A segment file with disk space behind every byte, full of zeros, named by the manifest, not yet in use.
struct PreparedSegment: Sendable {
    let file: any StorageFile
    let name: String
    let ordinal: UInt64
    let salt: UInt64
    let byteCount: Int
}

/// What a ``SegmentPreparer`` is asked for.
struct PreparationOrder: Sendable {
    let instanceID: InstanceID
    let ordinal: UInt64
    let salt: UInt64
    /// The segments in use, for the manifest.
    let entries: [Manifest.Entry]

    var name: String { FileName.prepared(ordinal: ordinal) }

    var manifest: Manifest {
        let own = Manifest.Entry(ordinal: ordinal, salt: salt, firstSequence: 0)
        return Manifest(instanceID: instanceID, entries: entries + [own])
    }
}
