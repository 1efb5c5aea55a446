import CommerceCore
import CommerceEngine
import Glibc
import Journaling
import TestSupport
import Testing

/// The committed data directories, one a format version, each made once by the program of its time and never again.
///
/// `HOLDFAST_MAKE_GOLDEN=DIR` writes one of the present version into an empty directory, with what it must be read back to
/// in `expected.json`.
@Suite("golden directories")
struct GoldenTests {
    @Test(
        "every version's directory is read to what it held, can be worked on, and is read again",
        arguments: ["v1"])
    func everyVersionIsRead(version: String) throws {
        let expected = String(
            decoding: try #require(try Golden.content(version)["expected.json"]), as: UTF8.self)
        let directory = TemporaryDirectory()
        let storage = try Golden.copy(version, to: directory.path)
        try Golden.open(storage) { shop, report in
            #expect(report.snapshot != nil && report.replayedRecords > 0 && report.tornBytes == 0)
            #expect(GoldenDigest.text(of: shop) == expected)
            let answer = try shop.answer(to: "o", key: "golden", fingerprint: 7)
            #expect(answer == Array("{}".utf8))
            shop.checkInvariants()
            _ = try ShopWorld.place(shop, [(VariantOrdinal(3), 1)], "after", [])
            shop.endRequest()
            try shop.commit()
            try shop.close()
        }
        try Golden.open(storage) { shop, _ in
            let again = try ShopWorld.place(shop, [(VariantOrdinal(3), 1)], "after", [])
            #expect(again.isReplay)
            shop.checkInvariants()
        }
    }

    @Test("the directory holds a record of every kind behind its snapshot", arguments: ["v1"])
    func everyKindIsThere(version: String) throws {
        let directory = TemporaryDirectory()
        let storage = try Golden.copy(version, to: directory.path)
        let snapshot = try #require(try SnapshotStore.newest(in: storage).snapshot)
        var types: Set<UInt8> = []
        _ = try JournalRecovery.replay(
            storage, after: snapshot.header.startSequence, provenThrough: 0, repairTail: false
        ) { types.insert($0.type) }
        #expect(types.sorted() == [1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 25, 30, 31, 40, 41])
    }

    @Test("damage before the last record is refused, not passed over", arguments: ["v1"])
    func damageIsRefused(version: String) throws {
        let content = try Golden.content(version)
        let segment = try #require(content.keys.filter { $0.hasSuffix(".wal") }.min())
        let storage = FaultyStorage()
        for (name, bytes) in content { storage.setContent(of: name, bytes) }
        storage.flipBit((4_096 + 200) * 8, of: segment)
        for name in content.keys where name.hasSuffix(".snap") { storage.delete(name) }
        #expect(throws: JournalError.self) { try Golden.open(storage) { _, _ in } }
    }

    @Test(
        "a directory of the present version is written on demand",
        .enabled(if: getenv("HOLDFAST_MAKE_GOLDEN") != nil))
    func makeGolden() throws {
        let path = try #require(getenv("HOLDFAST_MAKE_GOLDEN").map { String(cString: $0) })
        let directory = try PosixDirectory(path: path)
        try #require(try directory.list().isEmpty, "a golden directory is made once")
        for (name, bytes) in try Golden.make() { try Golden.write(bytes, to: name, of: directory) }
    }
}

/// Making, finding and copying golden directories.
private enum Golden {
    /// A shop with some of everything, a snapshot in the middle, and every kind of change behind it.
    static func make() throws -> [String: [UInt8]] {
        let world = try ShopWorld(seed: 1, segmentBytes: 128 << 10)
        var traffic = RandomTraffic(seed: 11)
        try traffic.open(world)
        for _ in 0..<60 { traffic.step(world) }
        try world.takeSnapshot { traffic.step(world) }
        for _ in 0..<120 { traffic.step(world) }
        // What random traffic does not do: new people, keys and goods, and an hour of quiet.
        try world.makeCustomer("eve")
        try world.sell("LATE", 30) { $0.settings.lowStockThreshold = Quantity(3) }
        world.run { shop in
            _ = shop.subject(named: "somebody else")
            shop.keep(
                Answer(operation: "o", key: "golden", fingerprint: 7, reply: Array("{}".utf8), at: shop.now))
            _ = shop.create(
                APIKey(name: "late", digest: Array(32..<64), permissions: .none, createdAt: shop.now))
        }
        try world.reserve(2, of: VariantOrdinal(4), id: "r399", for: 90_000_000)
        for _ in 0..<2 {
            world.advance(3_600_000)
            world.run { $0.tidy() }
        }
        try world.commit()
        world.background.runAll()
        let expected = GoldenDigest.text(of: world)
        try world.close()
        var files: [String: [UInt8]] = ["expected.json": Array(expected.utf8)]
        for name in world.storage.fileNames { files[name] = world.storage.content(of: name) }
        return files
    }

    static func open(
        _ directory: any StorageDirectory, _ body: (isolated Shop, RecoveryReport) throws -> Void
    ) throws {
        nonisolated(unsafe) let body = body  // Safety: a test and its shop have one thread.
        var journal = JournalConfiguration()
        journal.segmentBytes = 256 << 10
        let (shop, report) = try ShopRecovery.open(
            directory, configuration: ShopConfiguration(hashSeed: 3), journal: journal,
            // A wall clock of long before: the time goes on where the directory's ended.
            time: SimulatedTime(wallMilliseconds: 0), background: InlineBackgroundWork(),
            on: HereExecutor.shared.asUnownedSerialExecutor())
        try shop.assumeIsolated { try body($0, report) }
    }

    /// The files of a version's directory.
    static func content(_ version: String) throws -> [String: [UInt8]] {
        let root = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
        let directory = try PosixDirectory(path: "/\(root)/Snapshots/golden/\(version)", create: false)
        var files: [String: [UInt8]] = [:]
        for name in try directory.list() {
            let file = try directory.open(name, .read)
            var bytes = [UInt8](repeating: 0, count: Int(try file.size()))
            let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
            try #require(count == bytes.count)
            file.close()
            files[name] = bytes
        }
        return files
    }

    static func copy(_ version: String, to path: String) throws -> PosixDirectory {
        let directory = try PosixDirectory(path: path)
        for (name, bytes) in try content(version) where name != "expected.json" {
            try write(bytes, to: name, of: directory)
        }
        return directory
    }

    static func write(_ bytes: [UInt8], to name: String, of directory: PosixDirectory) throws {
        let file = try directory.open(name, .replace)
        try bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                written += try file.write(
                    UnsafeRawBufferPointer(rebasing: bytes[written...]), at: UInt64(written))
            }
        }
        try file.synchronize()
        file.close()
    }
}
