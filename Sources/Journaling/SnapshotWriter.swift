/// Writes one snapshot: chunks of bytes that mean something to whoever gave them.
///
/// Nothing is a snapshot until ``finish(endSequence:timeMilliseconds:footer:)`` has written it, made it durable,
/// read it back, and given it its name; a writer that is given up leaves at most a temporary file. Only one may
/// be at work in a directory. Belongs to one thread at a time, and blocks on the disk.
package final class SnapshotWriter {
    private let directory: any StorageDirectory
    private let file: any StorageFile
    private let header: SnapshotHeader
    private let syncBytes: Int
    private var buffer = ByteWriter(capacity: 1 << 16)
    private var chunksChecksum = Checksum()
    private var chunkCount: UInt64 = 0
    private var payloadBytes: UInt64 = 0
    private var offset = UInt64(SnapshotHeader.byteCount)
    private var unsyncedBytes = 0

    /// Begins a snapshot, taking the place of one that was begun and not finished.
    ///
    /// - Parameters:
    ///   - startSequence: Everything up to here is going to be in it.
    ///   - syncBytes: A sync every so many bytes keeps the last one short, and others' syncs beside it.
    package init(
        directory: any StorageDirectory, instanceID: InstanceID, startSequence: UInt64,
        salt: UInt64 = .random(in: .min ... .max), syncBytes: Int = 4 << 20
    ) throws(JournalError) {
        self.directory = directory
        self.syncBytes = syncBytes
        header = SnapshotHeader(instanceID: instanceID, salt: salt, startSequence: startSequence)
        file = try journaling { () throws(StorageError) in
            try directory.open(FileName.snapshotTemporary, .replace)
        }
        let bytes = header.encoded()
        try journaling { () throws(StorageError) in
            try bytes.withBytes { (bytes) throws(StorageError) in try file.writeFully(bytes, at: 0) }
        }
    }

    /// How many bytes have been written.
    package var byteCount: UInt64 { offset }

    /// Writes one chunk. About 1 MiB is a good size; one may hold up to 64 MiB.
    package func write(chunk kind: UInt8, _ payload: UnsafeRawBufferPointer) throws(JournalError) {
        precondition(
            payload.count <= SnapshotChunkHeader.payloadBytesMax,
            "a chunk of \(payload.count) bytes is too long")
        buffer.removeAll()
        var checksum = SnapshotChunkHeader.put(
            kind: kind, payload: payload, salt: header.salt, offset: offset, into: &buffer
        ).littleEndian
        buffer.put(bytes: payload)
        let byteCount = buffer.count
        try journaling { () throws(StorageError) in
            try buffer.withUnsafeBytes { (bytes) throws(StorageError) in
                try file.writeFully(bytes, at: offset)
            }
            unsyncedBytes += byteCount
            if unsyncedBytes >= syncBytes {
                unsyncedBytes = 0
                try file.synchronize()
            }
        }
        withUnsafeBytes(of: &checksum) { chunksChecksum.update($0) }
        offset += UInt64(byteCount)
        chunkCount += 1
        payloadBytes += UInt64(payload.count)
    }

    /// Writes one chunk from what has been put into `payload`.
    package func write(chunk kind: UInt8, _ payload: borrowing ByteWriter) throws(JournalError) {
        try payload.withUnsafeBytes { (bytes) throws(JournalError) in try write(chunk: kind, bytes) }
    }

    /// Completes, verifies and publishes the snapshot, then removes all but the two newest.
    ///
    /// - Parameters:
    ///   - endSequence: The highest sequence of anything in it. The journal must be durable as far.
    ///   - footer: What the reader is to check the content against.
    /// - Returns: The snapshot's name.
    /// - Throws: ``JournalError``; damage, if what was written could not be read back. If publishing it was
    ///   interrupted, it may or may not be there; either is good.
    package func finish(
        endSequence: UInt64, timeMilliseconds: Int64, footer: [UInt8]
    ) throws(JournalError) -> String {
        precondition(endSequence >= header.startSequence, "a snapshot ends, \(endSequence), before it starts")
        let footer = SnapshotFooter(
            endSequence: endSequence, timeMilliseconds: timeMilliseconds, chunkCount: chunkCount,
            payloadBytes: payloadBytes, chunksChecksum: chunksChecksum.value, content: footer)
        let bytes = footer.encoded(salt: header.salt, offset: offset)
        try journaling { () throws(StorageError) in
            try bytes.withBytes { (bytes) throws(StorageError) in try file.writeFully(bytes, at: offset) }
            try file.synchronize()
        }
        file.close()
        try verify(footer)
        let name = FileName.snapshot(endSequence: endSequence)
        try journaling { () throws(StorageError) in
            try directory.rename(FileName.snapshotTemporary, to: name)
            try directory.synchronize()
        }
        try SnapshotStore.prune(directory)
        return name
    }

    /// Gives the snapshot up and removes what was written.
    package func abandon() {
        file.close()
        try? directory.remove(FileName.snapshotTemporary)
    }

    /// Reads everything back, from the disk, as a reader will.
    private func verify(_ footer: SnapshotFooter) throws(JournalError) {
        let reader = try SnapshotReader(directory: directory, name: FileName.snapshotTemporary)
        defer { reader.close() }
        guard reader.header == header, reader.footer == footer else {
            throw JournalError(.badFooter, path: file.path, offset: offset)
        }
        try reader.verify()
    }
}
