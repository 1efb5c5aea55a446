/// The first 4 KiB of a segment: who it is and what it continues.
///
/// Written and durable before the file gets its name, so a file named as a segment always has a good one.
package struct SegmentHeader: Hashable, Sendable {
    package static let byteCount = 4_096
    static let magic: UInt64 = 0x314C_4157_4446_4C48  // "HLFDWAL1"

    package let instanceID: InstanceID
    /// Segments are counted as they are made; a later one has a higher ordinal.
    package let ordinal: UInt64
    /// Seeds every checksum in the segment.
    package let salt: UInt64
    /// The size of the whole file, from the day it got its name: a file of another size is damaged.
    package let segmentBytes: UInt64
    package let firstSequence: UInt64
    /// The chain value of the last frame before this segment; 0 if there is none.
    package let previousChain: UInt32

    /// The header as written, checksum at its end.
    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.put(fixed64: Self.magic)
        writer.put(fixed32: FormatVersion.current)
        writer.put(fixed32: FormatVersion.minReader)
        writer.put(instanceID: instanceID)
        writer.put(fixed64: ordinal)
        writer.put(fixed64: salt)
        writer.put(fixed64: segmentBytes)
        writer.put(fixed64: firstSequence)
        writer.put(fixed32: previousChain)
        writer.put(zeros: Self.byteCount - 4 - writer.count)
        writer.putChecksum()
        return writer.copyBytes()
    }

    /// Reads the header of the segment whose content is `bytes`.
    ///
    /// - Throws: ``JournalError/Code/badHeader``, then ``JournalError/Code/unsupportedVersion(needs:)``.
    init(_ bytes: UnsafeRawBufferPointer, path: String) throws(JournalError) {
        guard bytes.count >= Self.byteCount else { throw JournalError(.badHeader, path: path) }
        let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<Self.byteCount])
        guard bytes.hasChecksumAtEnd else { throw JournalError(.badHeader, path: path) }
        var reader = ByteReader(bytes)
        do {
            guard try reader.fixed64() == Self.magic else { throw JournalError(.badHeader, path: path) }
            _ = try reader.fixed32()
            let minReader = try reader.fixed32()
            try FormatVersion.check(minReader: minReader, path: path)
            instanceID = try reader.instanceID()
            ordinal = try reader.fixed64()
            salt = try reader.fixed64()
            segmentBytes = try reader.fixed64()
            firstSequence = try reader.fixed64()
            previousChain = try reader.fixed32()
        } catch let error as JournalError {
            throw error
        } catch {
            throw JournalError(.badHeader, path: path)
        }
    }

    init(
        instanceID: InstanceID, ordinal: UInt64, salt: UInt64, segmentBytes: UInt64, firstSequence: UInt64,
        previousChain: UInt32
    ) {
        self.instanceID = instanceID
        self.ordinal = ordinal
        self.salt = salt
        self.segmentBytes = segmentBytes
        self.firstSequence = firstSequence
        self.previousChain = previousChain
    }
}

extension ByteWriter {
    mutating func put(instanceID: InstanceID) {
        put(fixed64: instanceID.high)
        put(fixed64: instanceID.low)
    }

    /// Puts the checksum of everything put so far.
    mutating func putChecksum() {
        put(fixed32: withUnsafeBytes { Checksum.of($0) })
    }
}

extension ByteReader {
    mutating func instanceID() throws(ByteReaderError) -> InstanceID {
        InstanceID(high: try fixed64(), low: try fixed64())
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the last four bytes are the checksum of those before them.
    var hasChecksumAtEnd: Bool {
        guard count >= 4 else { return false }
        let stored = UInt32(littleEndian: loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        return Checksum.of(UnsafeRawBufferPointer(rebasing: self[..<(count - 4)])) == stored
    }
}
