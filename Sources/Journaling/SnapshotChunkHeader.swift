/// The head of one chunk: its kind and length, the checksum of its payload, and its own.
struct SnapshotChunkHeader {
    static let byteCount = 20
    /// No chunk is longer; a length above it is not believed.
    static let payloadBytesMax = 64 << 20
    private static let magic: UInt32 = 0x4B4E_4843  // "CHNK"

    let kind: UInt8
    let length: Int
    let payloadChecksum: UInt32
    /// Of the header: covers everything in the chunk.
    let checksum: UInt32

    /// Writes the head of the chunk that is going to be at `offset` in the file.
    ///
    /// - Returns: The head's checksum.
    static func put(
        kind: UInt8, payload: UnsafeRawBufferPointer, salt: UInt64, offset: UInt64,
        into writer: inout ByteWriter
    ) -> UInt32 {
        let start = writer.count
        writer.put(fixed32: magic)
        writer.put(fixed32: UInt32(payload.count))
        writer.put(fixed32: UInt32(kind))
        var payloadChecksum = Checksum(salt: salt, offset: offset)
        payloadChecksum.update(payload)
        writer.put(fixed32: payloadChecksum.value)
        var checksum = Checksum(salt: salt, offset: offset)
        writer.withUnsafeBytes { checksum.update(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        writer.put(fixed32: checksum.value)
        return checksum.value
    }

    /// The head in `bytes`, or `nil` if it is not a good one.
    init?(_ bytes: UnsafeRawBufferPointer, salt: UInt64, offset: UInt64) {
        guard bytes.count == Self.byteCount, bytes.word32(0) == Self.magic else { return nil }
        var checksum = Checksum(salt: salt, offset: offset)
        checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<(Self.byteCount - 4)]))
        guard checksum.value == bytes.word32(16), bytes.word32(8) <= 0xFF else { return nil }
        guard bytes.word32(4) <= Self.payloadBytesMax else { return nil }
        self.checksum = checksum.value
        length = Int(bytes.word32(4))
        kind = UInt8(bytes.word32(8))
        payloadChecksum = bytes.word32(12)
    }

    func matches(_ payload: UnsafeRawBufferPointer, salt: UInt64, offset: UInt64) -> Bool {
        var checksum = Checksum(salt: salt, offset: offset)
        checksum.update(payload)
        return checksum.value == payloadChecksum
    }
}
