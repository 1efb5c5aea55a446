import CommerceEngine
import Synchronization

/// A clock that stands until a test moves it.
package final class SimulatedTime: TimeSource {
    private let wall: Atomic<Int64>
    private let monotonic = Atomic<Int64>(5_000)

    /// - Parameter wallMilliseconds: By default 2026-11-22T13:00:00Z.
    package init(wallMilliseconds: Int64 = 1_795_352_400_000) { wall = Atomic(wallMilliseconds) }

    package var wallMilliseconds: Int64 { wall.load(ordering: .relaxed) }
    package var monotonicMilliseconds: Int64 { monotonic.load(ordering: .relaxed) }

    /// Time passes on both clocks.
    package func advance(milliseconds: Int64) {
        wall.add(milliseconds, ordering: .relaxed)
        monotonic.add(milliseconds, ordering: .relaxed)
    }

    /// Somebody sets the wall clock, forward or back; no time passes.
    package func setWall(aheadBy milliseconds: Int64) { wall.add(milliseconds, ordering: .relaxed) }
}
