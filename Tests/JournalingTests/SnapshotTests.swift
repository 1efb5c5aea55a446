import Glibc
import Journaling
import TestSupport
import Testing

@Suite("snapshots")
struct SnapshotTests {
    private static let instanceID = InstanceID(high: 1, low: 2)

    /// Publishes a snapshot of a few chunks that depend on `end`.
    @discardableResult
    private static func publish(
        _ storage: any StorageDirectory, start: UInt64, end: UInt64, chunkBytes: Int = 700
    ) throws -> String {
        let writer = try SnapshotWriter(
            directory: storage, instanceID: instanceID, startSequence: start, salt: 99, syncBytes: 1_000)
        for (kind, payload) in chunks(end, chunkBytes) {
            try payload.withUnsafeBytes { try writer.write(chunk: kind, $0) }
        }
        return try writer.finish(endSequence: end, timeMilliseconds: 77, footer: [9, 8, 7])
    }

    private static func chunks(_ end: UInt64, _ chunkBytes: Int) -> [(UInt8, [UInt8])] {
        var generator = SeededGenerator(seed: end)
        return (0..<5).map { kind in
            let count = kind == 3 ? 0 : chunkBytes + kind
            return (UInt8(kind), (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }

    private static func read(_ reader: SnapshotReader) throws -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        try reader.forEachChunk { kind, payload in chunks.append([kind] + payload) }
        return chunks
    }

    @Test("what was written is read back: chunks in order, sequences, time and footer")
    func roundTrip() throws {
        let storage = FaultyStorage()
        let name = try Self.publish(storage, start: 40, end: 42)
        #expect(name == FileName.snapshot(endSequence: 42))
        #expect(storage.fileNames == [name])
        let selection = try SnapshotStore.newest(in: storage)
        let reader = try #require(selection.snapshot)
        #expect(selection.provenThrough == 42)
        #expect(reader.header.startSequence == 40)
        #expect(reader.header.instanceID == Self.instanceID)
        #expect(reader.footer.endSequence == 42)
        #expect(reader.footer.timeMilliseconds == 77)
        #expect(reader.footer.chunkCount == 5)
        #expect(reader.footer.content == [9, 8, 7])
        #expect(try Self.read(reader) == Self.chunks(42, 700).map { [$0.0] + $0.1 })
    }

    @Test("the two newest are kept, and cover what both of them cover")
    func twoAreKept() throws {
        let storage = FaultyStorage()
        #expect(try SnapshotStore.newest(in: storage).snapshot == nil)
        try Self.publish(storage, start: 5, end: 10)
        #expect(try SnapshotStore.sequenceCoveredByAll(in: storage) == 0)
        try Self.publish(storage, start: 18, end: 20)
        #expect(try SnapshotStore.sequenceCoveredByAll(in: storage) == 5)
        try Self.publish(storage, start: 25, end: 30)
        #expect(try SnapshotStore.names(in: storage) == [30, 20].map(FileName.snapshot(endSequence:)))
        #expect(try SnapshotStore.sequenceCoveredByAll(in: storage) == 18)
    }

    @Test("a damaged newest snapshot is reported, and the older one is used")
    func fallsBack() throws {
        let storage = FaultyStorage()
        try Self.publish(storage, start: 10, end: 10)
        let newest = try Self.publish(storage, start: 20, end: 20)
        storage.flipBit(8 * 1_000, of: newest)
        let selection = try SnapshotStore.newest(in: storage)
        #expect(selection.snapshot?.footer.endSequence == 10)
        #expect(selection.provenThrough == 20)
        let error = try #require(selection.damaged.first)
        #expect(error.isDamage)
        #expect(error.path.hasSuffix(newest))
    }

    @Test("a snapshot under another name is refused, and one of a newer version is not passed over")
    func wrongNameAndVersion() throws {
        let storage = FaultyStorage()
        let name = try Self.publish(storage, start: 10, end: 10)
        try storage.rename(name, to: FileName.snapshot(endSequence: 11))
        let selection = try SnapshotStore.newest(in: storage)
        #expect(selection.snapshot == nil)
        #expect(selection.damaged.map(\.code) == [.wrongName])

        var bytes = try #require(storage.content(of: FileName.snapshot(endSequence: 11)))
        bytes[12] = UInt8(FormatVersion.current) + 1
        let checksum = bytes[..<60].withUnsafeBytes { Checksum.of($0) }
        withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(60..<64, with: $0) }
        storage.setContent(of: name, bytes)
        let error = try #require(throws: JournalError.self) { try SnapshotStore.newest(in: storage) }
        #expect(error.code == .unsupportedVersion(needs: FormatVersion.current + 1))
    }

    @Test("a snapshot cut to any length, or lengthened, is refused")
    func everyLength() throws {
        let storage = FaultyStorage()
        let name = try Self.publish(storage, start: 1, end: 1, chunkBytes: 300)
        let whole = try #require(storage.content(of: name))
        for length in 0..<whole.count {
            storage.setContent(of: name, Array(whole[..<length]))
            #expect(try SnapshotStore.newest(in: storage).snapshot == nil, "length \(length)")
        }
        storage.setContent(of: name, whole + [0])
        #expect(try SnapshotStore.newest(in: storage).snapshot == nil)
        storage.setContent(of: name, whole)
        #expect(try SnapshotStore.newest(in: storage).snapshot != nil)
    }

    @Test("none of 30,000 flipped bits is overlooked")
    func flippedBits() throws {
        let storage = FaultyStorage()
        let name = try Self.publish(storage, start: 1, end: 1)
        let size = try #require(storage.content(of: name)).count
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<30_000 {
            let bit = Int.random(in: 0..<size * 8, using: &generator)
            storage.flipBit(bit, of: name)
            let selection = try SnapshotStore.newest(in: storage)
            #expect(selection.snapshot == nil && selection.damaged.count == 1, "bit \(bit)")
            storage.flipBit(bit, of: name)
        }
    }

    @Test("chunks that changed places, or are there twice, are refused")
    func misplacedChunks() throws {
        let storage = FaultyStorage()
        let name = try Self.publish(storage, start: 1, end: 1, chunkBytes: 480)
        var bytes = try #require(storage.content(of: name))
        let first = Array(bytes[64..<564])
        bytes.replaceSubrange(564..<1_064, with: first)
        storage.setContent(of: name, bytes)
        let error = try #require(try SnapshotStore.newest(in: storage).damaged.first)
        #expect(error.code == .badChunk)
        #expect(error.offset == 564)
    }

    @Test("what cannot be read back is not published", arguments: 1...8)
    func misdirectedWriteIsNotPublished(write: Int) throws {
        let storage = FaultyStorage(seed: UInt64(write))
        try Self.publish(storage, start: 1, end: 1)
        storage.resetCounts()
        storage.faults.misdirectedWrite = write
        if let name = try? Self.publish(storage, start: 2, end: 2) {
            #expect(try SnapshotStore.newest(in: storage).snapshot?.name == name)
        } else {
            #expect(try SnapshotStore.newest(in: storage).snapshot?.footer.endSequence == 1)
        }
    }

    @Test("an unfinished snapshot leaves nothing once given up")
    func abandoned() throws {
        let storage = FaultyStorage()
        let writer = try SnapshotWriter(directory: storage, instanceID: Self.instanceID, startSequence: 1)
        writer.abandon()
        #expect(storage.fileNames.isEmpty)
    }
}
