import Glibc

/// A system call of a loop failed, or an address could not be understood.
///
/// It names the call and what it was about (an address, a thread), never bytes that were carried.
package struct LoopError: Error, Hashable, CustomStringConvertible {
    /// What went wrong.
    package enum Code: Hashable, Sendable {
        /// The host is not an IPv4 or IPv6 literal.
        case invalidAddress
        /// A system call failed with this `errno`.
        case system(errno: CInt)
    }

    package let code: Code
    /// The system call, or what was tried.
    package let operation: String
    /// What the call was about: an address, a thread's name. May be empty.
    package let subject: String

    package init(_ code: Code, operation: String, subject: String = "") {
        self.code = code
        self.operation = operation
        self.subject = subject
    }

    package var description: String {
        let place = subject.isEmpty ? operation : "\(operation) \(subject)"
        switch code {
        case .invalidAddress: return "\(place): not an IPv4 or IPv6 address"
        case .system(let number): return "\(place): \(String(cString: strerror(number))) (errno \(number))"
        }
    }
}
