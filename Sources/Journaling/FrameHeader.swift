/// The head of a frame: what one group commit wrote.
///
///     frame = header, payload (`length` bytes of records), length again
///
/// The checksum of the header covers its other fields, the checksum of the payload and the chain value of
/// the frame before; it is itself the frame's chain value. Both checksums are seeded with the segment's salt
/// and the frame's place in the file. `length` means nothing until the header's checksum has been checked.
package struct FrameHeader: Hashable, Sendable {
    package static let byteCount = 52
    package static let trailerByteCount = 4
    /// The bytes a frame takes beside its payload.
    package static let overheadByteCount = byteCount + trailerByteCount
    /// No frame is longer; a length above it is not believed.
    package static let payloadBytesMax = 16 << 20
    static let magic: UInt32 = 0x454D_5246  // "FRME"
    static let cleanShutdownFlag: UInt32 = 1

    var length: UInt32
    package var firstSequence: UInt64
    /// How many records; only a clean-shutdown frame has none.
    package var count: UInt32
    var flags: UInt32 = 0
    package var timeMilliseconds: Int64
    /// Everything up to here was durable when the frame was written.
    package var syncedThrough: UInt64
    var previousChain: UInt32

    package var isCleanShutdown: Bool { flags & Self.cleanShutdownFlag != 0 }
    var totalByteCount: Int { Int(length) + Self.overheadByteCount }

    /// Writes the header in front of a payload already at `frame + byteCount`, and the length behind it.
    ///
    /// - Returns: The frame's chain value.
    func seal(_ frame: UnsafeMutableRawPointer, salt: UInt64, offset: UInt64) -> UInt32 {
        frame.storeBytes(of: Self.magic.littleEndian, as: UInt32.self)
        frame.storeBytes(of: length.littleEndian, toByteOffset: 4, as: UInt32.self)
        frame.storeBytes(of: firstSequence.littleEndian, toByteOffset: 8, as: UInt64.self)
        frame.storeBytes(of: count.littleEndian, toByteOffset: 16, as: UInt32.self)
        frame.storeBytes(of: flags.littleEndian, toByteOffset: 20, as: UInt32.self)
        frame.storeBytes(of: timeMilliseconds.littleEndian, toByteOffset: 24, as: Int64.self)
        frame.storeBytes(of: syncedThrough.littleEndian, toByteOffset: 32, as: UInt64.self)
        frame.storeBytes(of: previousChain.littleEndian, toByteOffset: 40, as: UInt32.self)
        var payload = Checksum(salt: salt, offset: offset)
        payload.update(UnsafeRawBufferPointer(start: frame + Self.byteCount, count: Int(length)))
        frame.storeBytes(of: payload.value.littleEndian, toByteOffset: 44, as: UInt32.self)
        var header = Checksum(salt: salt, offset: offset)
        header.update(UnsafeRawBufferPointer(start: frame, count: Self.byteCount - 4))
        frame.storeBytes(of: header.value.littleEndian, toByteOffset: 48, as: UInt32.self)
        let end = Self.byteCount + Int(length)
        frame.storeBytes(of: length.littleEndian, toByteOffset: end, as: UInt32.self)
        return header.value
    }
}
