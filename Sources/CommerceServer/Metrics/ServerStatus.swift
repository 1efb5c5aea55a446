import CommerceEngine

/// How a server is, and what it counts: what those ask who watch over it.
final class ServerStatus {
    let metrics: ServerMetrics
    /// Set where every request is logged.
    let accessLog: AccessLog?
    var isDraining = false
    private var snapshotBeganNanoseconds: UInt64?

    init(_ metrics: ServerMetrics, accessLog: AccessLog?) {
        self.metrics = metrics
        self.accessLog = accessLog
    }

    /// Why nobody should be sent here; `nil` if all is well.
    func unreadiness(_ shop: isolated Shop) -> StaticString? {
        if isDraining { return "draining" }
        return shop.hasRoom(requestBytes: ServerStatus.roomBytes) ? nil : "storage_full"
    }

    /// Told after each step of the snapshots.
    func snapshotStepped(isRunning: Bool, _ outcome: Checkpointer.Outcome?) {
        let now = ProcessFigures.monotonicNanoseconds
        if let outcome {
            metrics.snapshotEnded(outcome, nanoseconds: now - (snapshotBeganNanoseconds ?? now))
            snapshotBeganNanoseconds = nil
        }
        if isRunning && snapshotBeganNanoseconds == nil { snapshotBeganNanoseconds = now }
    }

    /// A server is ready while a request as long as this could be recorded; shorter ones may be taken a little longer.
    private static let roomBytes = 4_096
}
