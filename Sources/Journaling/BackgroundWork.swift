/// Where work goes that must not hold up the thread that owns the journal.
///
/// Pieces given to `run` are executed one at a time, in order; each may block on the disk.
package protocol BackgroundWork: Sendable {
    func run(_ work: @escaping @Sendable () -> Void)
    /// Called by the work itself between two pieces of disk traffic, to leave the disk to others.
    func pause(microseconds: UInt32)
}

extension BackgroundWork {
    package func pause(microseconds: UInt32) {}
}

/// Runs everything at once, where it is asked for: for simulation and tools.
package struct InlineBackgroundWork: BackgroundWork {
    package init() {}
    package func run(_ work: @escaping @Sendable () -> Void) { work() }
}
