import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into an error that unwinds normally, so that servers are ended and directories removed.
///
/// The second signal ends the program at once.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    static func install() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.requested.store(true, ordering: .relaxed)
        }
        // No SA_RESTART: blocking calls must come back and look.
        action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    static func check() throws(BenchmarkError) {
        if requested.load(ordering: .relaxed) {
            throw BenchmarkError(code: .interrupted, message: "interrupted")
        }
    }
}
