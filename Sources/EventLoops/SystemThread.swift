import CLinux
import Glibc

/// A thread of the operating system that runs one body and is joined.
///
/// Noncopyable, because a thread is joined once. Signals are blocked in it where they are in its creator.
struct SystemThread: ~Copyable {
    private final class Start {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private let thread: pthread_t

    /// - Parameter name: What tools show; the kernel keeps 15 bytes of it.
    init(name: String, _ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                SystemThread.setName(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        precondition(result == 0, "no thread \(name): errno \(result)")
        self.thread = thread
    }

    /// Names the calling thread, through a file because Glibc's overlay lacks the call; failing does not matter.
    private static func setName(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = write(file, name, min(15, name.utf8.count))
        close(file)
    }

    /// Waits until the body has returned.
    consuming func join() {
        pthread_join(thread, nil)
    }
}
