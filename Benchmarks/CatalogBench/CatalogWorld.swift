import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import Glibc
import Journaling

/// A shop in a directory of its own and one caller who may do everything, line by line and without a socket.
final class CatalogWorld: @unchecked Sendable {
    // Safety: used on the main thread alone.
    private let shop: Shop
    private let executor = LineExecutor(table: .shared, authenticator: Nobody())
    private let session = WireSession(principal: .anonymous)
    private var reply = JSONWriter(capacityBytes: 1 << 20)

    /// - Parameter path: Must not be there yet.
    init(path: String) throws {
        var journal = JournalConfiguration()
        journal.durability = .none
        shop = try ShopRecovery.open(
            try PosixDirectory(path: path), configuration: ShopConfiguration(hashSeed: 1), journal: journal,
            time: SystemTime(), background: try ThreadBackgroundWork(),
            on: HereExecutor.shared.asUnownedSerialExecutor()
        ).0
    }

    /// Runs one line and commits. The bytes hold until the next one.
    @discardableResult
    func run(_ line: [UInt8]) -> UnsafeRawBufferPointer {
        reply.removeAll()
        shop.assumeIsolated { shop in
            shop.advanceClock()
            line.withUnsafeBytes {
                _ = executor.execute($0, session: session, shop: shop, into: &reply)
            }
        }
        return reply.bytes
    }

    func run(_ line: String) -> String { String(decoding: run(Array(line.utf8)), as: UTF8.self) }

    func commit() throws {
        try shop.assumeIsolated { shop in
            try shop.commit()
        }
    }

    /// What a server does five times a second.
    func tidy() { shop.assumeIsolated { $0.tidy() } }
}

private struct Nobody: Authenticator {
    func principal(token: UnsafeRawBufferPointer, in shop: isolated Shop) throws(Rejection) -> Principal {
        throw .unauthenticated(reason: "Nobody signs in here")
    }
}
