import CLinux
import Glibc

/// Signals that a loop reads like input.
final class SignalWatch {
    private let descriptor: FileDescriptor
    private let body: (Int32) -> Void

    init(descriptor: consuming FileDescriptor, _ body: @escaping (Int32) -> Void) {
        self.descriptor = descriptor
        self.body = body
    }

    /// Hands out every signal that has arrived.
    func deliver() {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while SystemCalls.read(descriptor.rawValue, &information, size) == size {
            body(Int32(information.ssi_signo))
        }
    }
}

extension EventLoop {
    /// Calls `body` on the loop for each of these signals, instead of what they would do to the process.
    ///
    /// They are blocked in the calling thread and in threads it creates later, so this is to be called first of
    /// all on the main thread. SIGPIPE is ignored in the whole process. Called again it replaces the body.
    package func onSignals(_ signals: [Int32], _ body: @escaping (Int32) -> Void) throws(LoopError) {
        preconditionOnLoop()
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in signals { sigaddset(&mask, signal) }
        let result = pthread_sigmask(SIG_BLOCK, &mask, nil)
        guard result == 0 else { throw LoopError(.system(errno: result), operation: "pthread_sigmask") }
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
        let descriptor = try FileDescriptor(
            SystemCalls.result { signalfd(-1, &mask, CInt(SFD_NONBLOCK) | CInt(SFD_CLOEXEC)) }, of: "signalfd"
        )
        try watch(descriptor.rawValue, events: EPOLLIN.rawValue, as: .signals)
        self.signals = SignalWatch(descriptor: descriptor, body)
    }

    /// Adds one of the loop's own descriptors, level-triggered.
    func watch(_ descriptor: CInt, events: UInt32, as kind: EventSource.Kind) throws(LoopError) {
        let result = SystemCalls.control(
            pollDescriptor.rawValue, EPOLL_CTL_ADD, descriptor, events: events,
            data: EventSource(kind).rawValue)
        guard result == 0 else { throw LoopError(.system(errno: -result), operation: "epoll_ctl") }
    }
}
