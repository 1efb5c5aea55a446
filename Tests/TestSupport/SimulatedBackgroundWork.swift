import Journaling
import Synchronization

/// Background work that waits until a test lets the next piece happen.
package final class SimulatedBackgroundWork: BackgroundWork {
    private let pieces = Mutex<[@Sendable () -> Void]>([])

    package init() {}

    package var count: Int { pieces.withLock { $0.count } }

    package func run(_ work: @escaping @Sendable () -> Void) {
        pieces.withLock { $0.append(work) }
    }

    /// Does the oldest piece, if there is one.
    package func runOne() {
        let piece = pieces.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        piece?()
    }

    package func runAll() {
        while count > 0 { runOne() }
    }
}
