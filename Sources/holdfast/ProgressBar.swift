import Glibc

/// One line on a terminal that says how far the work is; nothing at all elsewhere, and nothing in the first second.
///
/// Drawn at most ten times a second and wiped by ``clear()``, so that it never mixes with what is printed after it.
final class ProgressBar {
    private static let patience = Duration.seconds(1)
    private static let redrawInterval = Duration.milliseconds(100)
    private static let barColumns = 24

    private let isShown: Bool
    private let start = ContinuousClock.now
    private var phase = ""
    private var total = 0
    private var phaseStart = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    init() {
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        isShown = Terminal.isInteractive && !isDumb
    }

    /// - Parameter total: 0 if nobody knows.
    func begin(_ phase: String, total: Int) {
        self.phase = phase
        self.total = total
        phaseStart = .now
        update(0)
    }

    func update(_ done: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > Self.patience else { return }
        if let lastDrawn, now - lastDrawn < Self.redrawInterval { return }
        lastDrawn = now
        Terminal.write("\r\u{1B}[K\(line(done, elapsed: now - phaseStart).prefix(columns - 1))")
    }

    func clear() {
        guard lastDrawn != nil else { return }
        lastDrawn = nil
        Terminal.write("\r\u{1B}[K")
    }

    private func line(_ done: Int, elapsed: Duration) -> String {
        let seconds = max(elapsed / .seconds(1), 0.001)
        let rate = Double(done) / seconds
        guard total > 0 else { return "\(phase)  \(done)  \(Int(rate))/s" }
        let filled = min(Self.barColumns * done / total, Self.barColumns)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barColumns - filled)
        var text = "\(phase)  [\(bar)]  \(100 * done / total)%  \(done) of \(total)  \(Int(rate))/s"
        if rate > 0 {
            let left = Int((Double(total - done) / rate).rounded(.up))
            text += "  \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
        }
        return text
    }

    private var columns: Int {
        var size = winsize()
        let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
        return isKnown ? Int(size.ws_col) : 80
    }
}
