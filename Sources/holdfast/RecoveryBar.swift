import CommerceEngine

/// Shows on a terminal how far a recovery is, once it takes over a second.
///
/// Safety: a recovery runs on one thread, and so does everything that is shown of it.
final class RecoveryBar: @unchecked Sendable {
    private let bar = ProgressBar()
    private var isReplaying = false
    private var hasBegun = false

    func show(_ progress: RecoveryProgress) {
        switch progress {
        case .snapshot(let bytes, let total):
            if !hasBegun { bar.begin("reading the snapshot", total: Int(total)) }
            bar.update(Int(bytes))
        case .journal(let records):
            if !isReplaying { bar.begin("replaying the journal", total: 0) }
            isReplaying = true
            bar.update(records)
        }
        hasBegun = true
    }

    func clear() { bar.clear() }
}
