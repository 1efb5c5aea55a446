import Glibc

/// One open file descriptor and the duty to close it exactly once.
///
/// Noncopyable, so that it has one owner; closing early with ``close()`` leaves `-1`, and the end of its
/// life closes what is still open. It knows nothing of what the descriptor refers to.
struct FileDescriptor: ~Copyable {
    private(set) var rawValue: CInt

    /// Takes over a descriptor that nobody else will close.
    init(owning rawValue: CInt) {
        precondition(rawValue >= 0, "a descriptor must be open, is \(rawValue)")
        self.rawValue = rawValue
    }

    /// Takes over the result of a system call that returns a descriptor or `-errno`.
    init(_ result: CInt, of operation: String, subject: String = "") throws(LoopError) {
        guard result >= 0 else {
            throw LoopError(.system(errno: -result), operation: operation, subject: subject)
        }
        self.init(owning: result)
    }

    /// Closes now. Closing again does nothing.
    mutating func close() {
        guard rawValue >= 0 else { return }
        // Linux has released the descriptor even when close() reports EINTR: it must not be tried again.
        _ = Glibc.close(rawValue)
        rawValue = -1
    }

    deinit {
        if rawValue >= 0 { _ = Glibc.close(rawValue) }
    }
}
