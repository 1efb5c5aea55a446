/// Runs an actor wherever it is called from: for programs that use a shop on one thread and without a loop.
///
/// Jobs cannot be enqueued; only `assumeIsolated` calls are made.
package final class HereExecutor: SerialExecutor {
    package static let shared = HereExecutor()

    package func enqueue(_ job: consuming ExecutorJob) {
        preconditionFailure("nothing is enqueued where everything runs in place")
    }

    /// Whoever uses a shop here promises to do it from one thread.
    package func checkIsolated() {}
}
