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
        arguments: ["v1", "v2"])
    func everyVersionIsRead(version: String) throws {
        let expected = String(
            decoding: try #require(try Golden.content(version)["expected.json"]), as: UTF8.self)
        let directory = TemporaryDirectory()
        let storage = try Golden.copy(version, to: directory.path)
        try Golden.open(storage) { shop, report in
            #expect(report.snapshot != nil && report.replayedRecords > 0 && report.tornBytes == 0)
            #expect(GoldenDigest.text(of: shop, version: version) == expected)
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

    @Test("the directory holds a record of every kind behind its snapshot", arguments: Golden.types)
    func everyKindIsThere(version: String, types: [UInt8]) throws {
        let directory = TemporaryDirectory()
        let storage = try Golden.copy(version, to: directory.path)
        let snapshot = try #require(try SnapshotStore.newest(in: storage).snapshot)
        var found: Set<UInt8> = []
        _ = try JournalRecovery.replay(
            storage, after: snapshot.header.startSequence, provenThrough: 0, repairTail: false
        ) { found.insert($0.type) }
        #expect(found.sorted() == types)
    }

    @Test("of a shop from before there were messages, nothing old is mailed; what happens from now on is")
    func nothingOldIsMailed() throws {
        let directory = TemporaryDirectory()
        try Golden.open(try Golden.copy("v1", to: directory.path)) { shop, _ in
            #expect(shop.outboxCount == 0 && shop.notificationCount > 0)
            #expect(try shop.findRole(name: "ADMIN") == RoleOrdinal(0) && shop.roleCount == 2)
            _ = try ShopWorld.place(shop, [(VariantOrdinal(3), 1)], "", [])
            #expect(shop.outboxEntries(limit: 9).map(\.kind) == [.orderPlaced])
            try shop.close()
        }
    }

    @Test("damage before the last record is refused, not passed over", arguments: ["v1", "v2"])
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
    /// The record types that each version wrote.
    static let types: [(String, [UInt8])] = [
        ("v1", [1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 25, 30, 31, 40, 41]),
        (
            "v2",
            [1, 2, 3, 4, 20, 21, 23, 24, 25, 30, 31, 40, 41] + Array(50...55) + Array(60...68) + [70, 71, 72]
        ),
    ]

    /// A shop with some of everything, a snapshot in the middle, and every kind of change behind it.
    static func make() throws -> [String: [UInt8]] {
        let world = try ShopWorld(seed: 1, segmentBytes: 128 << 10)
        var traffic = RandomTraffic(seed: 11)
        try traffic.open(world)
        for _ in 0..<60 { traffic.step(world) }
        try fillIn(world, "early", digest: 100)
        try world.takeSnapshot { traffic.step(world) }
        for _ in 0..<120 { traffic.step(world) }
        // What random traffic does not do, or not always: new people, keys and goods, and an hour of quiet.
        try world.makeCustomer("eve")
        let late = try world.sell("LATE", 30) { $0.settings.lowStockThreshold = Quantity(3) }
        world.run { _ = $0.subject(named: "somebody else") }
        try fillIn(world, "late", digest: 200)
        try world.reserve(2, of: late, id: "r399", for: 90_000_000)
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

    /// One of each kind, whatever the traffic did.
    private static func fillIn(_ world: ShopWorld, _ name: String, digest: UInt8) throws {
        try world.run { shop in
            let subject = SubjectOrdinal(1)
            shop.keep(
                Answer(
                    operation: "o", key: name == "late" ? "golden" : name, fingerprint: 7,
                    reply: Array("{}".utf8), at: shop.now))
            _ = shop.create(
                APIKey(
                    name: name, digest: Array(repeating: digest, count: 32), permissions: .none,
                    createdAt: shop.now,
                    createdBy: subject))
            _ = shop.create(ShippingMethod(name: name, price: .zero, at: shop.now))
            let category = try shop.create(
                Category(name: name, slug: name, at: shop.now), slugIsFree: true)
            let tag = try shop.create(Tag(name: name, slug: name, at: shop.now), slugIsFree: true)
            try shop.update(ProductOrdinal(0)) {
                $0.categories = [category]
                $0.tags = [tag]
                $0.vendor = "Acme"
                $0.extras = "x"
            }
            let role = try shop.create(Role(name: name, permissionNames: ["orders:*"], at: shop.now))
            var user = User(email: "\(name)@example.com", name: name, passwordHash: "h", at: shop.now)
            user.roles = [role]
            _ = shop.create(Everything.session(of: try shop.create(user), digest, agent: name, shop))
            try shop.updateSettings { $0.currency = "USD" }
            shop.audit(name, target: nil, fields: [name], by: subject)
            try shop.markUndone(
                shop.create(StockImport(key: name, name: name, at: shop.now, by: subject, rows: [])))
            shop.markRead(through: shop.notification(0).sequence, by: SubjectOrdinal(0))
            shop.markRead([shop.notification(shop.notificationCount - 1).sequence], by: SubjectOrdinal(0))
            shop.acknowledgeOutbox(through: shop.outboxEntries(limit: 1)[0].sequence)
        }
        world.advance(60_000)
        world.run { _ = $0.noteFailedOrder(variant: VariantOrdinal(1), available: Quantity(-2)) }
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
