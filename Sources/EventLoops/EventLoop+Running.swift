import CLinux
import Glibc
import Synchronization

extension EventLoop {
    /// Runs the loop on the calling thread until ``stop()``, then closes its connections and listeners.
    ///
    /// Work that was enqueued before runs in it. A loop runs once.
    package func run() {
        let (isFirst, _) = runningThread.compareExchange(
            expected: 0, desired: UInt(pthread_self()), ordering: .sequentiallyConsistent)
        precondition(isFirst, "a loop runs on one thread")
        // The task is enqueued here, on its own loop, and runs right below; all of the loop happens in its job,
        // which makes the loop the current executor for whatever a turn calls.
        Task(executorPreference: self) { self.runInsideJob() }
        // Nothing but this task is run here: what others enqueued runs inside of it.
        while !isFinished { runNextLocalWork() }
        runningThread.store(0, ordering: .sequentiallyConsistent)
    }

    /// Runs the loop on a thread of its own.
    ///
    /// Signals are blocked there where they are in the caller, so ``onSignals(_:_:)`` goes first.
    package func startThread(name: String) -> LoopThread {
        LoopThread(loop: self, name: name)
    }

    /// Asks the loop to end after the turn it is in. From any thread; asking twice does nothing.
    package func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wakeIfSleeping()
    }

    /// Whether the caller is on the loop's thread, inside ``run()``.
    package var isCurrent: Bool { runningThread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Traps unless the caller is on the loop's thread, or the loop does not run.
    func preconditionOnLoop() {
        let running = runningThread.load(ordering: .relaxed)
        precondition(
            running == 0 || running == UInt(pthread_self()), "called from outside of the loop's thread")
    }

    /// The same, in debug builds only.
    @inline(__always)
    func assertOnLoop() {
        assert(
            isCurrent || runningThread.load(ordering: .relaxed) == 0,
            "called from outside of the loop's thread")
    }

    private func runInsideJob() {
        while !isStopping.load(ordering: .relaxed) { turn() }
        // What was under way may still finish and reply; what keeps on making work is cut off.
        for connection in connections { connection.closeAfterFlush() }
        for _ in 0..<16 where hasWorkLeft { turn() }
        for listener in listeners { listener.close() }
        for connection in connections { connection.close(.loopStopped) }
        turnDidWork = true
        turn()
        endOfTurn = nil
        signals = nil
        isFinished = true
    }
}

extension EventLoop {
    /// Lets every connection send what it has and then closes it; nothing more is read.
    package func closeConnectionsAfterFlush() {
        preconditionOnLoop()
        for connection in connections { connection.closeAfterFlush() }
    }

    /// The same for those of which everything that has arrived was shown, and whose handler waits for nothing.
    package func closeSilentConnections() {
        preconditionOnLoop()
        for connection in connections where connection.isSilent { connection.closeAfterFlush() }
    }
}
