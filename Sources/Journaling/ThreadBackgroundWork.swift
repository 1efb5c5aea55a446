import Glibc

/// Two threads that do the work, one for each lane.
///
/// End, after all that was asked of them, with ``stop()`` or its last reference.
package final class ThreadBackgroundWork: BackgroundWork {
    private let journal: WorkThread
    private let snapshots: WorkThread

    /// - Throws: The system's reason if it has no thread to give.
    package init() throws(StorageError) {
        journal = try WorkThread()
        snapshots = try WorkThread()
    }

    package func run(on lane: BackgroundLane, _ work: @escaping @Sendable () -> Void) {
        switch lane {
        case .journal: journal.run(work)
        case .snapshots: snapshots.run(work)
        }
    }

    package func pause(microseconds: UInt32) { usleep(microseconds) }

    /// Finishes what was asked for and ends the threads. What is asked for later is not done.
    package func stop() {
        journal.stop()
        snapshots.stop()
    }
}

/// A thread of its own that does one piece of work after the other. Ends as the whole does.
private final class WorkThread: Sendable {
    private let queue = WorkQueue()
    private let thread: pthread_t

    init() throws(StorageError) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(queue)
        let reason = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<WorkQueue>.fromOpaque(context!).takeRetainedValue().drain()
                return nil
            }, context.toOpaque())
        guard reason == 0 else {
            context.release()
            throw StorageError(.create, path: "thread", errno: reason)
        }
        self.thread = thread
    }

    deinit { stop() }

    func run(_ work: @escaping @Sendable () -> Void) { queue.add(work) }

    func stop() {
        guard queue.finish() else { return }
        if pthread_equal(pthread_self(), thread) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}

/// A queue that one thread drains and others fill.
///
/// Waits on a condition variable, which `Mutex` has not got; hence the plain pthread calls.
private final class WorkQueue: @unchecked Sendable {
    // Safety: `pending` and `isFinished` are touched only with `mutex` held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var pending: [@Sendable () -> Void] = []
    private var isFinished = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func add(_ work: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        if !isFinished { pending.append(work) }
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// - Returns: `false` if it was finished before.
    func finish() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if isFinished { return false }
        isFinished = true
        pthread_cond_signal(condition)
        return true
    }

    func drain() {
        while let batch = nextBatch() {
            for work in batch { work() }
        }
    }

    /// Waits for work; `nil` when all is done and no more will come.
    private func nextBatch() -> [@Sendable () -> Void]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while pending.isEmpty, !isFinished { pthread_cond_wait(condition, mutex) }
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        return pending
    }
}
