import Journaling
import Synchronization

/// Keeps work until it is told to do a piece of it.
final class DeferredBackgroundWork: BackgroundWork {
    private let pending = Mutex<[@Sendable () -> Void]>([])

    func run(on lane: BackgroundLane, _ work: @escaping @Sendable () -> Void) {
        pending.withLock { $0.append(work) }
    }

    /// - Returns: Whether there was something to do.
    @discardableResult
    func runOne() -> Bool {
        let work = pending.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        work?()
        return work != nil
    }
}
