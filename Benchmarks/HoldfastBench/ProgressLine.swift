import Glibc

/// One line on standard error that says what is being measured; silent unless that is a terminal.
struct ProgressLine {
    private let isTerminal = isatty(2) == 1

    func show(_ text: String) {
        guard isTerminal else { return }
        // A progress line that cannot be written is no reason to stop measuring.
        try? TextFile.write("\r\u{1B}[K\(text)", toDescriptor: 2)
    }

    func clear() { show("") }
}
