import Glibc
import Synchronization

/// Makes what has been written durable, on whichever thread asks.
///
///     durableSequence <= writtenSequence
///
/// Only one segment is ever written and not yet durable: the journal syncs a segment before it turns to
/// the next. Safe to call from any thread; the journal itself belongs to one.
package final class JournalSyncer: Sendable {
    private struct Written {
        var file: (any StorageFile)?
        var sequence: UInt64
        var unsyncedBytes = 0
        var isOrdered = false
    }

    private let written: Mutex<Written>
    /// Held across the disk call, on purpose: two syncs of one file must not overlap, because the system tells
    /// only one of them of an error, and the other would declare durable what is not.
    private let turn = Mutex(())
    private let durable: Atomic<UInt64>
    private let syncCount = Atomic<UInt64>(0)
    private let syncNanoseconds = Atomic<UInt64>(0)
    private let failure: JournalFailure

    init(durableSequence: UInt64, failure: JournalFailure) {
        durable = Atomic(durableSequence)
        written = Mutex(Written(file: nil, sequence: durableSequence))
        self.failure = failure
    }

    /// Everything up to here survives a power cut.
    package var durableSequence: UInt64 { durable.load(ordering: .acquiring) }

    /// The syncs that succeeded, from whatever thread.
    package var figures: SyncFigures {
        SyncFigures(
            count: syncCount.load(ordering: .relaxed), nanoseconds: syncNanoseconds.load(ordering: .relaxed))
    }

    /// For figures only; nothing is decided by it.
    private static var nowNanoseconds: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    /// Waits until everything written before the call is durable.
    ///
    /// - Throws: The journal's first failure. After a failed sync nothing becomes durable any more.
    package func syncNow() throws(JournalError) {
        try turn.withLock { (_) throws(JournalError) in
            try failure.check()
            let (file, sequence, bytes) = written.withLock { state in
                defer { (state.unsyncedBytes, state.isOrdered) = (0, false) }
                return (state.file, state.sequence, state.unsyncedBytes)
            }
            guard bytes > 0, let file else { return }
            let began = JournalSyncer.nowNanoseconds
            try failure.guarding { () throws(StorageError) in try file.synchronize() }
            syncNanoseconds.add(JournalSyncer.nowNanoseconds &- began, ordering: .relaxed)
            syncCount.add(1, ordering: .relaxed)
            durable.store(sequence, ordering: .releasing)
        }
    }

    /// Says that `file` now holds everything up to `sequence`.
    ///
    /// - Returns: How many bytes await a sync.
    @discardableResult
    func noteWritten(to file: any StorageFile, through sequence: UInt64, bytes: Int) -> Int {
        written.withLock { state in
            state.file = file
            state.sequence = sequence
            state.unsyncedBytes += bytes
            return state.unsyncedBytes
        }
    }

    /// Asks the background for a sync, if there is something to sync and none has been asked for.
    func order(on background: any BackgroundWork) {
        let isNeeded = written.withLock { state in
            defer { state.isOrdered = state.isOrdered || state.unsyncedBytes > 0 }
            return state.unsyncedBytes > 0 && !state.isOrdered
        }
        guard isNeeded else { return }
        background.run(on: .journal) { [self] in
            // A failure is kept, and stops the journal at its next commit.
            try? syncNow()
        }
    }
}

/// How often a journal was synced, and how long that took in all.
package struct SyncFigures: Hashable, Sendable {
    package let count: UInt64
    package let nanoseconds: UInt64
}
