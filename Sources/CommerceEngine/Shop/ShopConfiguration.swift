import CommerceCore

/// Everything about the engine that can be chosen, and what it gets injected: nothing in it reaches for a
/// clock, a disk or randomness of its own.
package struct ShopConfiguration: Sendable {
    /// How long a reservation lives that names no time to live.
    package var reservationMilliseconds = Reservation.defaultTimeToLiveMilliseconds
    /// A checkpoint begins after this much journal.
    package var checkpointBytes: UInt64 = 256 << 20
    /// And after this time if anything was written; 0 = never by time.
    package var checkpointMilliseconds: Int64 = 300_000
    /// How much of a snapshot one step encodes: small, so that no request waits long behind it.
    package var checkpointStepBytes = 64 << 10
    /// How many messages to customers wait at most; the oldest make room.
    package var outboxMaximum = 1_000_000
    /// Told now and then how far a recovery is.
    package var onRecovery: (@Sendable (RecoveryProgress) -> Void)?
    /// Seed of the tables' hash. Random in a server, fixed in a simulation.
    package var hashSeed: UInt64
    /// A rule to break on purpose, for tests of the tests.
    package var plantedFault: PlantedFault?

    package init(hashSeed: UInt64) { self.hashSeed = hashSeed }
}

/// A rule of the engine that a test breaks on purpose, to see that the simulation notices.
///
/// Looked at only where an order is cancelled and where counts are computed at recovery, never on the way of a
/// sale; no option of the server sets it.
package enum PlantedFault: Sendable {
    /// A cancelled order's units stay promised for ever.
    case cancelledOrdersKeepStock
    /// Recovery counts units as promised that have been shipped. Its own proof uses the same sum and is content.
    case recoveryForgetsShipments
}
