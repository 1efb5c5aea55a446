import Journaling
import TestSupport
import Testing

@Suite("missing and misplaced segments")
struct SegmentDamageTests {
    private static func error(_ world: JournalWorld) throws -> JournalError {
        try #require(throws: JournalError.self) { try world.recover(repairTail: false) }
    }

    @Test("a missing segment is refused, whichever it is: the first, one in the middle, or the newest")
    func missingSegment() throws {
        let (world, _) = try JournalWorld.filled(count: 250)
        let names = world.storage.segmentNames
        #expect(names.count >= 3)
        for name in names {
            let content = try #require(world.storage.content(of: name))
            world.storage.delete(name)
            #expect(try Self.error(world).isDamage)
            world.storage.setContent(of: name, content)
        }
        #expect(try world.recover(repairTail: false).journal.lastSequence == 250)
    }

    @Test("the newest segment is missed even right after it was begun")
    func missingNewestSegment() throws {
        let (world, _) = try JournalWorld.filled(count: 5)
        world.storage.delete(world.storage.segmentNames[0])
        let prepared = try #require(world.storage.fileNames.first { FileName.ordinal(ofPrepared: $0) != nil })
        // The manifest names the one after it, which is there; what is missing was the only one in use.
        world.storage.delete(prepared)
        #expect(try Self.error(world).isDamage)
    }

    @Test("two segments that changed places are refused, as is one that is there twice")
    func swappedAndDuplicated() throws {
        let (world, _) = try JournalWorld.filled(count: 250)
        let names = world.storage.segmentNames
        let contents = try names.map { try #require(world.storage.content(of: $0)) }
        world.storage.setContent(of: names[0], contents[1])
        #expect(try Self.error(world).code == .wrongName)
        world.storage.setContent(of: names[1], contents[0])
        #expect(try Self.error(world).code == .wrongName)
        world.storage.setContent(of: names[0], contents[0])
        world.storage.setContent(of: names[1], contents[1])
        world.storage.setContent(of: FileName.segment(firstSequence: 9_999), contents[1])
        #expect(try Self.error(world).code == .wrongName)
    }

    @Test("pages that changed places between two segments are refused")
    func swappedPages() throws {
        let (world, _) = try JournalWorld.filled(count: 250)
        let names = world.storage.segmentNames
        var first = try #require(world.storage.content(of: names[0]))
        let second = try #require(world.storage.content(of: names[1]))
        first.replaceSubrange(4_096..<8_192, with: second[4_096..<8_192])
        world.storage.setContent(of: names[0], first)
        let error = try Self.error(world)
        #expect(error.path.hasSuffix(names[0]))
        #expect(error.offset == 4_096)
    }

    @Test("a segment of another directory is refused")
    func foreignSegment() throws {
        let (world, _) = try JournalWorld.filled(count: 5)
        let (other, _) = try JournalWorld.filled(seed: 8, count: 5)
        let name = world.storage.segmentNames[0]
        world.storage.setContent(of: name, try #require(other.storage.content(of: name)))
        #expect(try Self.error(world).code == .foreignFile)
    }

    @Test("segments without a manifest are refused, and so is a missing journal when there is a snapshot")
    func missingManifest() throws {
        let (world, _) = try JournalWorld.filled(count: 5)
        world.storage.delete(FileName.manifest)
        #expect(try Self.error(world).code == .missingManifest)
        let empty = JournalWorld()
        let error = try #require(throws: JournalError.self) { try empty.recover(after: 5, provenThrough: 7) }
        #expect(error.code == .recordsMissing(from: 1, through: 7))
    }

    @Test("a journal that ends before what a snapshot holds is refused")
    func journalEndsBeforeSnapshot() throws {
        let (world, _) = try JournalWorld.filled(count: 5)
        #expect(try world.recover(provenThrough: 5).journal.lastSequence == 5)
        let error = try #require(throws: JournalError.self) { try world.recover(provenThrough: 6) }
        #expect(error.code == .recordsMissing(from: 6, through: 6))
    }

    @Test(
        "a file of a newer version says so, and is not called damaged", arguments: ["journal-", "MANIFEST"])
    func newerVersion(prefix: String) throws {
        let (world, _) = try JournalWorld.filled(count: 5)
        let name = try #require(world.storage.fileNames.first { $0.hasPrefix(prefix) })
        var bytes = try #require(world.storage.content(of: name))
        let headerBytes = prefix == "MANIFEST" ? bytes.count : 4_096
        bytes[12] = 9
        let checksum = bytes[..<(headerBytes - 4)].withUnsafeBytes { Checksum.of($0) }
        withUnsafeBytes(of: checksum.littleEndian) {
            bytes.replaceSubrange(headerBytes - 4..<headerBytes, with: $0)
        }
        world.storage.setContent(of: name, bytes)
        let error = try Self.error(world)
        #expect(error.code == .unsupportedVersion(needs: 9))
        #expect(!error.isDamage)
        #expect(error.exitStatus == 65)
    }

    @Test("older segments that a snapshot covers may have gaps: they are on their way out")
    func supersededGap() throws {
        let (world, entries) = try JournalWorld.filled(count: 400)
        let names = world.storage.segmentNames
        #expect(names.count >= 4)
        world.storage.delete(names[1])
        let firstNeeded = try #require(FileName.firstSequence(ofSegment: names[2]))
        let (journal, tail) = try world.recover(after: firstNeeded + 3)
        #expect(tail == Array(entries[Int(firstNeeded + 3)...]))
        #expect(journal.segments.map(\.name) == [names[0]] + names[2...])
    }
}
