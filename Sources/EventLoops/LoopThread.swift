import Synchronization

/// The thread of a loop that was started with ``EventLoop/startThread(name:)``.
package final class LoopThread: Sendable {
    private let loop: EventLoop
    private let thread: Mutex<SystemThread?>

    init(loop: EventLoop, name: String) {
        self.loop = loop
        thread = Mutex(SystemThread(name: name) { loop.run() })
    }

    /// Waits until the loop has stopped and its thread has ended. Only the first call waits.
    package func join() {
        precondition(!loop.isCurrent, "a loop cannot wait for itself")
        let thread = thread.withLock { thread in thread.take() }
        if let thread { thread.join() }
    }

    /// Stops the loop and waits for it.
    package func stopAndJoin() {
        loop.stop()
        join()
    }
}
