import CommerceCore
package import Journaling

/// Takes snapshots: drives the shop's walk on the engine's thread and the writing on another.
///
/// A snapshot is published only when the journal is durable past the highest sequence in it; then segments
/// that the *older* kept snapshot covers are dropped. A failure of a snapshot is reported and harms nothing:
/// the journal has everything.
package actor Checkpointer {
    package enum Outcome: Sendable {
        case published(name: String, endSequence: UInt64)
        case failed(String)
    }

    package nonisolated let unownedExecutor: UnownedSerialExecutor
    private let shop: Shop
    private let directory: any StorageDirectory
    private let background: any BackgroundWork
    private var run: SnapshotRun?
    private var isEncoded = false
    private var waiters: [@Sendable (Outcome) -> Void] = []
    /// Chunks handed over and not yet written: bounds memory when the disk is slow.
    private static let chunksInFlightMaximum = 4

    package init(shop: Shop, directory: any StorageDirectory, background: any BackgroundWork) {
        self.shop = shop
        self.directory = directory
        self.background = background
        unownedExecutor = shop.unownedExecutor
    }

    package var isRunning: Bool { run != nil }

    /// Asks for a snapshot now and to be told when it is safe on disk. One that is running already began too
    /// early to serve: a new one follows it.
    package func request(_ done: @escaping @Sendable (Outcome) -> Void) {
        waiters.append(done)
    }

    /// One small step; called by a timer. Answers how a snapshot ended when one did.
    package func step() -> Outcome? {
        guard let run else {
            let isDue = shop.owned { $0.isCheckpointDue }
            if isDue || !waiters.isEmpty { begin() }
            return nil
        }
        if let outcome = run.outcome { return end(outcome) }
        if !isEncoded && run.chunksInFlight < Checkpointer.chunksInFlightMaximum { encode(run) }
        return nil
    }

    private func begin() {
        let start = shop.owned { $0.beginCheckpoint() }
        let instanceID = shop.owned { $0.journal.instanceID }
        let run = SnapshotRun(waiters: waiters)
        waiters = []
        isEncoded = false
        self.run = run
        background.run(on: .snapshots) { [directory] in
            run.begin(directory, instanceID: instanceID, startSequence: start)
        }
    }

    private func encode(_ run: SnapshotRun) {
        if let chunk = shop.owned({ $0.nextCheckpointChunk() }) {
            run.willWrite()
            background.run(on: .snapshots) { run.write(chunk) }
            return
        }
        isEncoded = true
        let end = shop.owned { shop in
            // What the last steps saw may be uncommitted; nothing is published before it is durable.
            Result { () throws(JournalError) in try shop.commit() }.map { shop.finishCheckpoint() }
        }
        switch end {
        case .success(let end):
            let syncer = shop.owned { $0.journal.syncer }
            background.run(on: .snapshots) {
                run.finish(syncer, endSequence: end.endSequence, timeMilliseconds: end.time.milliseconds)
            }
        case .failure(let error): run.fail("\(error)")
        }
    }

    private func end(_ outcome: Outcome) -> Outcome {
        let finished = run?.waiters ?? []
        run = nil
        shop.owned { $0.abandonCheckpoint() }
        if case .published = outcome, let covered = try? SnapshotStore.sequenceCoveredByAll(in: directory) {
            shop.owned { shop in
                // A journal that has failed says so at its next commit; here it only keeps its files.
                try? shop.journal.dropSegments(coveredBy: covered)
            }
        }
        for waiter in finished { waiter(outcome) }
        return outcome
    }
}
