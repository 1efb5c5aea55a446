/// Which segments must exist: what makes a missing newest segment noticed.
///
/// Replaced as a whole, each time a segment has been prepared and before it may be used. So the last entry is
/// the newest segment there can be, whether it is in use by now or not.
package struct Manifest: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let ordinal: UInt64
        package let salt: UInt64
        /// 0 if it was prepared and not yet in use when the manifest was written.
        package let firstSequence: UInt64
    }

    static let magic: UInt64 = 0x314E_414D_4446_4C48  // "HLFDMAN1"
    static let bytesMax = 16 << 20
    private static let entryByteCount = 24

    package let instanceID: InstanceID
    /// By ordinal, ascending.
    package let entries: [Entry]

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.put(fixed64: Self.magic)
        writer.put(fixed32: FormatVersion.current)
        writer.put(fixed32: FormatVersion.minReader)
        writer.put(instanceID: instanceID)
        writer.put(fixed32: UInt32(entries.count))
        for entry in entries {
            writer.put(fixed64: entry.ordinal)
            writer.put(fixed64: entry.salt)
            writer.put(fixed64: entry.firstSequence)
        }
        writer.putChecksum()
        return writer.copyBytes()
    }

    init(instanceID: InstanceID, entries: [Entry]) {
        self.instanceID = instanceID
        self.entries = entries
    }

    /// - Throws: ``JournalError/Code/badHeader``, then ``JournalError/Code/unsupportedVersion(needs:)``.
    init(_ bytes: [UInt8], path: String) throws(JournalError) {
        self = try bytes.withBytes { (bytes) throws(JournalError) in try Self.parse(bytes, path: path) }
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer, path: String) throws(JournalError) -> Manifest
    {
        guard bytes.hasChecksumAtEnd else { throw JournalError(.badHeader, path: path) }
        var reader = ByteReader(bytes)
        do {
            guard try reader.fixed64() == magic else { throw JournalError(.badHeader, path: path) }
            _ = try reader.fixed32()
            try FormatVersion.check(minReader: try reader.fixed32(), path: path)
            let instanceID = try reader.instanceID()
            let count = Int(try reader.fixed32())
            guard reader.remaining == count * entryByteCount + 4 else {
                throw JournalError(.badHeader, path: path)
            }
            var entries: [Entry] = []
            for _ in 0..<count {
                entries.append(
                    Entry(
                        ordinal: try reader.fixed64(), salt: try reader.fixed64(),
                        firstSequence: try reader.fixed64()))
            }
            return Manifest(instanceID: instanceID, entries: entries)
        } catch let error as JournalError {
            throw error
        } catch {
            throw JournalError(.badHeader, path: path)
        }
    }
}
