/// The first 64 bytes of a snapshot.
package struct SnapshotHeader: Hashable, Sendable {
    static let byteCount = 64
    static let magic: UInt64 = 0x3150_4E53_4446_4C48  // "HLFDSNP1"

    package let instanceID: InstanceID
    /// Seeds every checksum in the file.
    let salt: UInt64
    /// Everything up to here is in the snapshot, for certain; replay starts behind it. Some of what comes later
    /// may be in it too: that is for its entities to know.
    package let startSequence: UInt64

    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.put(fixed64: Self.magic)
        writer.put(fixed32: FormatVersion.current)
        writer.put(fixed32: FormatVersion.minReader)
        writer.put(instanceID: instanceID)
        writer.put(fixed64: salt)
        writer.put(fixed64: startSequence)
        writer.put(zeros: Self.byteCount - 4 - writer.count)
        writer.putChecksum()
        return writer.copyBytes()
    }

    init(instanceID: InstanceID, salt: UInt64, startSequence: UInt64) {
        self.instanceID = instanceID
        self.salt = salt
        self.startSequence = startSequence
    }

    /// - Throws: ``JournalError/Code/badHeader``, then ``JournalError/Code/unsupportedVersion(needs:)``.
    init(_ bytes: UnsafeRawBufferPointer, path: String) throws(JournalError) {
        guard bytes.count == Self.byteCount, bytes.hasChecksumAtEnd, bytes.word64(0) == Self.magic else {
            throw JournalError(.badHeader, path: path)
        }
        try FormatVersion.check(minReader: bytes.word32(12), path: path)
        instanceID = InstanceID(high: bytes.word64(16), low: bytes.word64(24))
        salt = bytes.word64(32)
        startSequence = bytes.word64(40)
    }
}
