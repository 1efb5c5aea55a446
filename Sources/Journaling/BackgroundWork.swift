/// What background work is for: pieces of one lane run one at a time, in order, and never wait for another lane's.
package enum BackgroundLane: CaseIterable, Sendable {
    /// The journal's segments and syncs. A coming segment is filled here for as long as a second and more.
    case journal
    /// Snapshots, for which somebody may be waiting.
    case snapshots
}

/// Where work goes that must not hold up the thread that owns the journal. Each piece may block on the disk.
package protocol BackgroundWork: Sendable {
    func run(on lane: BackgroundLane, _ work: @escaping @Sendable () -> Void)
    /// Called by the work itself between two pieces of disk traffic, to leave the disk to others.
    func pause(microseconds: UInt32)
}

extension BackgroundWork {
    package func pause(microseconds: UInt32) {}
}

/// Runs everything at once, where it is asked for: for simulation and tools.
package struct InlineBackgroundWork: BackgroundWork {
    package init() {}
    package func run(on lane: BackgroundLane, _ work: @escaping @Sendable () -> Void) { work() }
}
