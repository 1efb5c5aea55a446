import CLinux
import Glibc
import Synchronization

/// One thread that runs blocking calls one after another, so that no loop has to.
///
/// Work runs in the order of submission. ``stopAndJoin()`` lets everything submitted before it finish.
/// It has no executor: results go back with ``EventLoop/execute(_:)`` or a continuation.
package final class WorkerThread: Sendable {
    private let work: WorkQueue
    private let thread: Mutex<SystemThread?>

    /// - Parameter queueCountMax: How much may wait.
    package init(name: String, queueCountMax: Int = 65_536) {
        let work = WorkQueue(countMax: queueCountMax)
        self.work = work
        thread = Mutex(SystemThread(name: name) { work.runAll() })
    }

    /// Runs `body` on the thread, after everything submitted before.
    ///
    /// - Returns: False if the queue is full or the worker stops; the body will not run.
    @discardableResult
    package func submit(_ body: @escaping @Sendable () -> Void) -> Bool {
        work.append(body)
    }

    /// Finishes what was submitted and ends the thread. Only the first call waits; not to be called by own work.
    package func stopAndJoin() {
        work.stop()
        let thread = thread.withLock { thread in thread.take() }
        if let thread { thread.join() }
    }

    deinit { stopAndJoin() }
}

/// What a worker has yet to do, shared by the thread and those who submit.
///
/// One permit of the semaphore for each body that waits, and one for the end.
///
/// Safety: the mutex guards the state; `sem_post` and `sem_wait` may be called from any thread, and the
/// semaphore never moves.
private final class WorkQueue: @unchecked Sendable {
    private struct State {
        var bodies: [@Sendable () -> Void] = []
        var isStopping = false
    }

    private let countMax: Int
    private let state = Mutex(State())
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init(countMax: Int) {
        self.countMax = countMax
        sem_init(semaphore, 0, 0)
    }

    func append(_ body: @escaping @Sendable () -> Void) -> Bool {
        let isAccepted = state.withLock { state in
            guard !state.isStopping, state.bodies.count < countMax else { return false }
            state.bodies.append(body)
            return true
        }
        if isAccepted { sem_post(semaphore) }
        return isAccepted
    }

    func stop() {
        state.withLock { state in state.isStopping = true }
        sem_post(semaphore)
    }

    /// Runs bodies in order until there are none left after ``stop()``.
    func runAll() {
        while true {
            while sem_wait(semaphore) != 0 {}
            let (bodies, isStopping) = state.withLock { state in
                let bodies = state.bodies
                state.bodies = []
                return (bodies, state.isStopping)
            }
            for body in bodies { body() }
            if bodies.isEmpty && isStopping { return }
        }
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }
}
