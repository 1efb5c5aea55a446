/// An existing snapshot, with a good header and footer; its chunks are checked as they are read.
///
/// A chunk's bytes are handed over only after their checksum has been checked; that all chunks are
/// there is known only at the end. So whoever loads a snapshot either verifies it first, as
/// ``SnapshotStore`` does, or throws away what was loaded when the reading throws.
package struct SnapshotReader: Sendable {
    package let name: String
    package let header: SnapshotHeader
    package let footer: SnapshotFooter
    private let file: any StorageFile
    private let footerOffset: UInt64

    /// - Throws: ``JournalError``: ``JournalError/Code/badHeader``, ``JournalError/Code/unsupportedVersion(needs:)``,
    ///   ``JournalError/Code/badFooter``, in this order, or the system's reason.
    package init(directory: any StorageDirectory, name: String) throws(JournalError) {
        self.name = name
        let file = try journaling { () throws(StorageError) in try directory.open(name, .read) }
        self.file = file
        let size = try journaling { () throws(StorageError) in
            try file.dropCache()
            return try file.size()
        }
        let head = try Self.read(file, SnapshotHeader.byteCount, at: 0)
        header = try head.withBytes { (bytes) throws(JournalError) in
            try SnapshotHeader(bytes, path: file.path)
        }
        (footer, footerOffset) = try Self.readFooter(file, size: size, salt: header.salt)
    }

    package func close() { file.close() }

    /// Hands over every chunk in order: its kind, and its payload, valid during the call only.
    ///
    /// - Throws: ``JournalError/Code/badChunk``, or what `body` throws.
    package func forEachChunk(_ body: (UInt8, UnsafeRawBufferPointer) throws -> Void) throws {
        var offset = UInt64(SnapshotHeader.byteCount)
        var chunksChecksum = Checksum()
        var (chunkCount, payloadBytes): (UInt64, UInt64) = (0, 0)
        while offset < footerOffset {
            let (chunk, payload) = try readChunk(at: offset)
            try payload.withUnsafeBytes { try body(chunk.kind, $0) }
            withUnsafeBytes(of: chunk.checksum.littleEndian) { chunksChecksum.update($0) }
            chunkCount += 1
            payloadBytes += UInt64(payload.count)
            offset += UInt64(SnapshotChunkHeader.byteCount + payload.count)
        }
        guard
            offset == footerOffset, chunkCount == footer.chunkCount, payloadBytes == footer.payloadBytes,
            chunksChecksum.value == footer.chunksChecksum
        else { throw JournalError(.badFooter, path: file.path, offset: footerOffset) }
    }

    /// Checks everything and hands over nothing.
    package func verify() throws(JournalError) {
        do {
            try forEachChunk { _, _ in }
        } catch let error as JournalError {
            throw error
        } catch {
            preconditionFailure("reading a snapshot threw \(error)")
        }
    }

    private func readChunk(at offset: UInt64) throws(JournalError) -> (SnapshotChunkHeader, [UInt8]) {
        let headBytes = try Self.read(file, SnapshotChunkHeader.byteCount, at: offset)
        let head = headBytes.withBytes { SnapshotChunkHeader($0, salt: header.salt, offset: offset) }
        let payloadOffset = offset + UInt64(SnapshotChunkHeader.byteCount)
        guard let head, payloadOffset + UInt64(head.length) <= footerOffset else {
            throw JournalError(.badChunk, path: file.path, offset: offset)
        }
        let payload = try Self.read(file, head.length, at: payloadOffset)
        guard payload.count == head.length,
            payload.withBytes({ head.matches($0, salt: header.salt, offset: offset) })
        else { throw JournalError(.badChunk, path: file.path, offset: offset) }
        return (head, payload)
    }

    private static func readFooter(
        _ file: any StorageFile, size: UInt64, salt: UInt64
    ) throws(JournalError) -> (SnapshotFooter, UInt64) {
        let damage = JournalError(.badFooter, path: file.path, offset: size)
        guard size >= UInt64(SnapshotHeader.byteCount + SnapshotFooter.byteCountMin) else { throw damage }
        let tail = try read(file, 4, at: size - 4)
        let byteCount = tail.withBytes { $0.count == 4 ? Int($0.word32(0)) : 0 }
        guard byteCount >= SnapshotFooter.byteCountMin, byteCount <= SnapshotFooter.byteCountMax,
            UInt64(byteCount) <= size - UInt64(SnapshotHeader.byteCount)
        else { throw damage }
        let offset = size - UInt64(byteCount)
        let bytes = try read(file, byteCount, at: offset)
        guard let footer = bytes.withBytes({ SnapshotFooter($0, salt: salt, offset: offset) }) else {
            throw damage
        }
        return (footer, offset)
    }

    /// Up to `count` bytes; fewer at the end of the file.
    private static func read(_ file: any StorageFile, _ count: Int, at offset: UInt64) throws(JournalError)
        -> [UInt8]
    {
        try journaling { () throws(StorageError) in
            try [UInt8](unsafeUninitializedCapacity: count) { (buffer, initialized) throws(StorageError) in
                let room = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count)
                initialized = try file.readFully(into: room, at: offset)
            }
        }
    }
}
