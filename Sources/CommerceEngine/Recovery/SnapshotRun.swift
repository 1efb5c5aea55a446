import Journaling
import Synchronization

/// One snapshot being written: what the engine's thread and the background worker share.
///
/// The writer is touched by the background's lane for snapshots alone, whose pieces of work run one at a time; the
/// engine's thread sees only the counter and the outcome, and never waits for the disk.
final class SnapshotRun: Sendable {
    private struct State {
        var chunksInFlight = 0
        var outcome: Checkpointer.Outcome?
    }

    let waiters: [@Sendable (Checkpointer.Outcome) -> Void]
    private let state = Mutex(State())
    // Safety: only pieces of work of one lane touch it, and they run one at a time in order.
    private nonisolated(unsafe) var writer: SnapshotWriter?

    init(waiters: [@Sendable (Checkpointer.Outcome) -> Void]) { self.waiters = waiters }

    // MARK: On the engine's thread

    var chunksInFlight: Int { state.withLock { $0.chunksInFlight } }
    var outcome: Checkpointer.Outcome? { state.withLock { $0.outcome } }

    func willWrite() { state.withLock { $0.chunksInFlight += 1 } }
    func fail(_ reason: String) { state.withLock { $0.outcome = .failed(reason) } }

    // MARK: On the background worker

    func begin(_ directory: any StorageDirectory, instanceID: InstanceID, startSequence: UInt64) {
        attempt {
            writer = try SnapshotWriter(
                directory: directory, instanceID: instanceID, startSequence: startSequence)
        }
    }

    func write(_ chunk: CheckpointChunk) {
        attempt {
            try chunk.bytes.withUnsafeBytes { bytes in try writer?.write(chunk: chunk.kind, bytes) }
        }
        state.withLock { $0.chunksInFlight -= 1 }
    }

    func finish(_ syncer: JournalSyncer, endSequence: UInt64, timeMilliseconds: Int64) {
        attempt {
            try syncer.syncNow()
            guard let writer else { return }
            let name = try writer.finish(
                endSequence: endSequence, timeMilliseconds: timeMilliseconds, footer: [])
            self.writer = nil
            state.withLock { $0.outcome = .published(name: name, endSequence: endSequence) }
        }
    }

    /// Runs one piece of work unless the snapshot has failed; an error ends the snapshot.
    private func attempt(_ body: () throws -> Void) {
        if outcome != nil { return }
        do {
            try body()
        } catch {
            writer?.abandon()
            writer = nil
            fail("\(error)")
        }
    }
}
