import CLinux
import Glibc
import Synchronization

extension EventLoop {
    /// Takes a job of an actor pinned to the loop, or of a task that prefers it. From any thread.
    ///
    /// The loop's own thread uses no lock and no system call, another thread wakes the loop only if it sleeps.
    package func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    /// Runs `body` on the loop, soon. From any thread; bodies of one thread run in their order.
    package func execute(_ body: @escaping @Sendable () -> Void) {
        add(.body(body))
    }

    /// "Same loop" is a comparison of pointers.
    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    package func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

    /// Asked by the runtime when the current executor is not this loop, as in code that no job runs.
    package func checkIsolated() {
        isolationQuestions.add(1, ordering: .relaxed)
        precondition(isCurrent, "expected to be on the loop's thread")
    }

    /// How often ``checkIsolated()`` was asked, which is slow: 0 as long as all happens inside ``run()``.
    package var isolationQuestionCount: UInt64 { isolationQuestions.load(ordering: .relaxed) }

    private func add(_ work: Work) {
        if isCurrent { return localWork.append(work) }
        remoteWork.withLock { $0.append(work) }
        hasRemoteWork.store(true, ordering: .sequentiallyConsistent)
        wakeIfSleeping()
    }

    /// Of several threads that find the loop asleep, one wakes it.
    func wakeIfSleeping() {
        guard isSleeping.exchange(false, ordering: .sequentiallyConsistent) else { return }
        var one: UInt64 = 1
        _ = write(wakeDescriptor.rawValue, &one, 8)
    }

    /// Declares the loop asleep, unless something arrived.
    ///
    /// Each side first writes its own flag and then reads the other's, so one of them sees the other.
    func prepareToSleep() -> Bool {
        isSleeping.store(true, ordering: .sequentiallyConsistent)
        let mustRun =
            hasRemoteWork.load(ordering: .sequentiallyConsistent)
            || isStopping.load(ordering: .sequentiallyConsistent)
        if mustRun { isSleeping.store(false, ordering: .relaxed) }
        return !mustRun
    }

    /// Runs jobs and closures, those that they enqueue here too, up to a number.
    func runWork() {
        takeRemoteWork()
        var remaining = Self.jobsPerTurn
        while localWorkNext < localWork.count && remaining > 0 {
            remaining -= 1
            turnDidWork = true
            runNextLocalWork()
        }
        if localWorkNext == localWork.count {
            localWork.removeAll(keepingCapacity: true)
        } else {
            localWork.removeFirst(localWorkNext)
        }
        localWorkNext = 0
    }

    /// Runs the longest waiting of the loop's own work; there must be some.
    func runNextLocalWork() {
        let work = localWork[localWorkNext]
        localWorkNext += 1
        switch work {
        case .job(let job):
            job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        case .body(let body): body()
        }
    }

    private func takeRemoteWork() {
        guard hasRemoteWork.load(ordering: .relaxed) else { return }
        remoteWork.withLock { work in
            // Under the lock, so that no arrival is missed.
            hasRemoteWork.store(false, ordering: .sequentiallyConsistent)
            localWork.append(contentsOf: work)
            work.removeAll(keepingCapacity: true)
        }
    }
}
