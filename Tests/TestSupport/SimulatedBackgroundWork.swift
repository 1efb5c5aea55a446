package import Journaling
import Synchronization

/// Background work that waits until a test lets the next piece happen.
package final class SimulatedBackgroundWork: BackgroundWork {
    private struct Piece {
        let lane: BackgroundLane
        let work: @Sendable () -> Void
    }

    /// Oldest first.
    private let pieces = Mutex<[Piece]>([])

    package init() {}

    package var count: Int { pieces.withLock { $0.count } }

    package func count(on lane: BackgroundLane) -> Int {
        pieces.withLock { pieces in pieces.count { $0.lane == lane } }
    }

    package func run(on lane: BackgroundLane, _ work: @escaping @Sendable () -> Void) {
        pieces.withLock { $0.append(Piece(lane: lane, work: work)) }
    }

    /// Does the oldest piece of a lane, or of all, if there is one.
    ///
    /// - Returns: Whether there was.
    @discardableResult
    package func runOne(on lane: BackgroundLane? = nil) -> Bool {
        let piece = pieces.withLock { pieces in
            pieces.firstIndex { lane == nil || $0.lane == lane }.map { pieces.remove(at: $0) }
        }
        piece?.work()
        return piece != nil
    }

    /// Does everything, and what comes of it.
    package func runAll(on lane: BackgroundLane? = nil) {
        while runOne(on: lane) {}
    }
}
