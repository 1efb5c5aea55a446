import Glibc

/// A run queue whose owner decides which job is next: actors and tasks as a deterministic simulation has them.
///
/// Everything enqueued waits here until ``run(_:)`` picks it. Actors live on ``actors`` and tasks prefer ``tasks``;
/// these are two executors on purpose, because on one a call into an actor would run inline and no schedule
/// would ever show what a hop can let in between.
///
/// Belongs to the thread that made it. A job enqueued from another one (something hopped to the global pool) would
/// make runs irreproducible, and traps.
package final class SimulatedLoop: @unchecked Sendable {
    // Safety: touched by one thread alone, which every way in checks.
    private enum Work {
        case actor(UnownedJob)
        case task(UnownedJob)
    }

    private var queue: [Work] = []
    private let thread = pthread_self()
    package let actors: ActorLane
    package let tasks: TaskLane

    package init() {
        actors = ActorLane()
        tasks = TaskLane()
        actors.loop = self
        tasks.loop = self
    }

    /// How many jobs could run now.
    package var count: Int { queue.count }

    /// Runs the job at `index` of those that wait, to its next suspension.
    package func run(_ index: Int) {
        requireThread()
        switch queue.remove(at: index) {
        case .actor(let job): job.runSynchronously(on: actors.asUnownedSerialExecutor())
        case .task(let job): job.runSynchronously(on: tasks.asUnownedTaskExecutor())
        }
    }

    fileprivate func enqueueOnActors(_ job: UnownedJob) {
        requireThread()
        queue.append(.actor(job))
    }

    fileprivate func enqueueOnTasks(_ job: UnownedJob) {
        requireThread()
        queue.append(.task(job))
    }

    fileprivate func requireThread() {
        precondition(pthread_equal(thread, pthread_self()) != 0, "a simulated job left its thread")
    }

    /// Where the simulated actors live.
    package final class ActorLane: SerialExecutor, @unchecked Sendable {
        // Safety: set once, before anybody else knows the lane.
        fileprivate unowned var loop: SimulatedLoop!

        package func enqueue(_ job: consuming ExecutorJob) { loop.enqueueOnActors(UnownedJob(job)) }

        package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
            UnownedSerialExecutor(ordinary: self)
        }

        /// The scheduler calls into actors between two jobs; it is alone on the thread.
        package func checkIsolated() { loop.requireThread() }
    }

    /// Where the simulated clients' tasks run.
    package final class TaskLane: TaskExecutor, @unchecked Sendable {
        // Safety: set once, before anybody else knows the lane.
        fileprivate unowned var loop: SimulatedLoop!

        package func enqueue(_ job: consuming ExecutorJob) { loop.enqueueOnTasks(UnownedJob(job)) }
    }
}
