/// The end of a snapshot: what must have come before it, and what its maker says about it.
package struct SnapshotFooter: Hashable, Sendable {
    private static let magic: UInt32 = 0x544F_4F46  // "FOOT"
    private static let fixedByteCount = 44
    /// The checksum, and the footer's size, by which it is found from the end of the file.
    private static let tailByteCount = 8
    static let byteCountMin = fixedByteCount + tailByteCount
    static let byteCountMax = 16 << 20

    /// The highest sequence of anything in the snapshot. The journal was durable as far when it was published.
    package let endSequence: UInt64
    package let timeMilliseconds: Int64
    package let chunkCount: UInt64
    package let payloadBytes: UInt64
    /// The checksum of the checksums of all chunks, in order.
    let chunksChecksum: UInt32
    /// What the snapshot's maker added: counts and digests to check what was loaded against.
    package let content: [UInt8]

    var byteCount: Int { Self.byteCountMin + content.count }

    func encoded(salt: UInt64, offset: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(fixed32: Self.magic)
        writer.put(fixed32: UInt32(content.count))
        writer.put(fixed64: endSequence)
        writer.put(fixed64: UInt64(bitPattern: timeMilliseconds))
        writer.put(fixed64: chunkCount)
        writer.put(fixed64: payloadBytes)
        writer.put(fixed32: chunksChecksum)
        content.withUnsafeBytes { writer.put(bytes: $0) }
        var checksum = Checksum(salt: salt, offset: offset)
        writer.withUnsafeBytes { checksum.update($0) }
        writer.put(fixed32: checksum.value)
        writer.put(fixed32: UInt32(byteCount))
        return writer.copyBytes()
    }

    init(
        endSequence: UInt64, timeMilliseconds: Int64, chunkCount: UInt64, payloadBytes: UInt64,
        chunksChecksum: UInt32, content: [UInt8]
    ) {
        self.endSequence = endSequence
        self.timeMilliseconds = timeMilliseconds
        self.chunkCount = chunkCount
        self.payloadBytes = payloadBytes
        self.chunksChecksum = chunksChecksum
        self.content = content
    }

    /// The footer in `bytes`, which begin at `offset` and end with the file; `nil` if it is not a good one.
    init?(_ bytes: UnsafeRawBufferPointer, salt: UInt64, offset: UInt64) {
        guard bytes.count >= Self.byteCountMin, bytes.word32(0) == Self.magic else { return nil }
        guard Int(bytes.word32(4)) == bytes.count - Self.byteCountMin else { return nil }
        let end = bytes.count - Self.tailByteCount
        var checksum = Checksum(salt: salt, offset: offset)
        checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        guard bytes.word32(end) == checksum.value, Int(bytes.word32(end + 4)) == bytes.count else {
            return nil
        }
        endSequence = bytes.word64(8)
        timeMilliseconds = Int64(bitPattern: bytes.word64(16))
        chunkCount = bytes.word64(24)
        payloadBytes = bytes.word64(32)
        chunksChecksum = bytes.word32(40)
        content = Array(bytes[Self.fixedByteCount..<end])
    }
}
