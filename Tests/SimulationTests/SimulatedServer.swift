import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import Journaling
import TestSupport

/// One process's life of the server: the shop, its snapshots, and the connections to it. No rules of its own.
final class SimulatedServer: @unchecked Sendable {
    // Safety: everything of a simulation happens on one thread.
    let shop: Shop
    private let checkpointer: Checkpointer
    private let executor = LineExecutor(table: OperationTable(), authenticator: NobodyAuthenticator())
    private let lock: DirectoryLock
    private(set) var connections: [SimulatedConnection] = []
    /// What the engine's time is at a monotonic time of 0.
    private let clockOffset: Int64

    init(
        _ shop: Shop, _ storage: FaultyStorage, _ background: SimulatedBackgroundWork, _ lock: DirectoryLock,
        _ time: SimulatedTime
    ) {
        self.shop = shop
        self.lock = lock
        checkpointer = Checkpointer(shop: shop, directory: storage, background: background)
        clockOffset = shop.assumeIsolated { $0.now.milliseconds } - time.monotonicMilliseconds
    }

    private static let clerk = Principal(
        subject: "clerk",
        permissions: PermissionSet(names: ["orders:*", "inventory:*", "customers:*", "products:read"])
            ?? .none)

    func connect(asAdministrator isAdministrator: Bool) -> SimulatedConnection {
        let connection = SimulatedConnection(
            isAdministrator ? .anonymous : SimulatedServer.clerk, isAdministrator: isAdministrator)
        connections.append(connection)
        return connection
    }

    func loseConnections() {
        for connection in connections { connection.lose() }
    }

    func releaseReplies() {
        for connection in connections { connection.releaseReplies() }
    }

    func expectedNow(_ time: SimulatedTime) -> Int64 { time.monotonicMilliseconds + clockOffset }

    // MARK: What happens between two jobs

    func commit() -> Result<UInt64, JournalError> {
        shop.assumeIsolated { shop in
            Result { () throws(JournalError) in
                try shop.commit()
                return shop.sequence
            }
        }
    }

    func stepCheckpoint() -> Checkpointer.Outcome? { checkpointer.assumeIsolated { $0.step() } }
    func requestSnapshot() { checkpointer.assumeIsolated { $0.request { _ in } } }
    func violations() -> [String] { shop.assumeIsolated { $0.violations() } }

    /// Housekeeping. Answers the journal's sequence afterwards.
    func tidy() -> UInt64 {
        shop.assumeIsolated { shop in
            shop.advanceClock()
            shop.tidy()
            shop.endRequest()
            return shop.sequence
        }
    }

    /// Runs one line; `body` gets the parsed reply.
    func execute(
        _ line: [UInt8], _ connection: SimulatedConnection, _ shop: isolated Shop, _ body: (JSONNode) -> Void
    ) throws {
        var reply = JSONWriter()
        _ = line.withUnsafeBytes {
            executor.execute($0, session: connection.session, shop: shop, into: &reply)
        }
        let document = JSONDocument()
        try withExtendedLifetime(document) { body(try document.parse(reply.bytes)) }
    }
}

/// Lets nobody in: simulated connections are signed in from the start.
struct NobodyAuthenticator: Authenticator {
    func principal(token: UnsafeRawBufferPointer, in shop: isolated Shop) throws(Rejection) -> Principal {
        throw .unauthenticated(reason: "nobody is known here")
    }
}

extension Shop {
    /// One arrival of bytes, taken as a server's session takes it: the time is read once, whole lines are run.
    func receive(_ bytes: [UInt8], on connection: SimulatedConnection, in world: SimulatedWorld) {
        guard !connection.isLost else { return }
        advanceClock()
        world.checkTime(self)
        connection.receive(bytes)
        while let (bytes, line) = connection.takeLine() { world.execute(bytes, line, on: connection, self) }
    }
}
