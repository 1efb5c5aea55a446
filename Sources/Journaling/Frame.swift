/// A frame found intact in a segment's bytes: every checksum in it has been checked.
struct Frame {
    let header: FrameHeader
    /// Its checksum, which the next frame must carry.
    let chain: UInt32
    let payload: UnsafeRawBufferPointer

    /// The intact frame at `offset`, or `nil` if there is none.
    init?(in segment: UnsafeRawBufferPointer, at offset: Int, salt: UInt64) {
        guard segment.count - offset >= FrameHeader.overheadByteCount else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: segment[offset...])
        guard bytes.word32(0) == FrameHeader.magic else { return nil }
        var checksum = Checksum(salt: salt, offset: UInt64(offset))
        checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<(FrameHeader.byteCount - 4)]))
        chain = checksum.value
        guard bytes.word32(48) == chain else { return nil }
        header = FrameHeader(
            length: bytes.word32(4), firstSequence: bytes.word64(8), count: bytes.word32(16),
            flags: bytes.word32(20), timeMilliseconds: Int64(bitPattern: bytes.word64(24)),
            syncedThrough: bytes.word64(32), previousChain: bytes.word32(40))
        guard header.length <= FrameHeader.payloadBytesMax, header.totalByteCount <= bytes.count else {
            return nil
        }
        let end = FrameHeader.byteCount + Int(header.length)
        payload = UnsafeRawBufferPointer(rebasing: bytes[FrameHeader.byteCount..<end])
        var payloadChecksum = Checksum(salt: salt, offset: UInt64(offset))
        payloadChecksum.update(payload)
        guard payloadChecksum.value == bytes.word32(44), bytes.word32(end) == header.length else {
            return nil
        }
    }
}

extension UnsafeRawBufferPointer {
    func word32(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    func word64(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
