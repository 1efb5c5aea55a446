import Glibc

/// What goes to people: one line each, on standard error; ``say(_:)`` is for programs that wait for a line.
enum Terminal {
    static func complain(_ text: String) { write("holdfast: \(text)\n") }
    static func note(_ text: String) { write("\(text)\n") }

    /// A line on standard output, now: it is not held back in a buffer.
    static func say(_ text: String) { write("\(text)\n", to: STDOUT_FILENO) }

    static func write(_ text: String, to descriptor: Int32 = STDERR_FILENO) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return }  // nobody is there to be told
            rest = rest.dropFirst(count)
        }
    }

    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}
