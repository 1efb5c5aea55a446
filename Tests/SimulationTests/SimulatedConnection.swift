import CommerceWire

/// One connection as both ends see it: what was sent and not yet run, and replies held back until they are safe.
final class SimulatedConnection: @unchecked Sendable {
    // Safety: everything of a simulation happens on one thread.
    let session: WireSession
    let isAdministrator: Bool
    /// Lines that were sent, oldest first, each with the requests it holds.
    private var sent: [SimulatedLine] = []
    private var input: [UInt8] = []
    /// Replies that the next commit releases.
    private(set) var heldCount = 0
    private var waiting: CheckedContinuation<Void, Never>?
    /// The server is gone; nothing comes back any more.
    private(set) var isLost = false

    init(_ principal: Principal, isAdministrator: Bool) {
        session = WireSession(principal: principal)
        self.isAdministrator = isAdministrator
    }

    var inFlightCount: Int { sent.count + heldCount }

    // MARK: The client's end

    func send(_ line: SimulatedLine) { sent.append(line) }

    /// Waits until replies have come, or the connection is lost.
    func waitForReplies() async {
        guard !isLost && inFlightCount > 0 else { return }
        await withCheckedContinuation { waiting = $0 }
    }

    // MARK: The server's end

    func receive(_ bytes: [UInt8]) { input += bytes }

    /// The next complete line and what it was meant to be.
    func takeLine() -> (bytes: [UInt8], line: SimulatedLine)? {
        guard let newline = input.firstIndex(of: 0x0A) else { return nil }
        defer { input.removeFirst(newline + 1) }
        return (Array(input[..<newline]), sent.removeFirst())
    }

    func holdReply() { heldCount += 1 }

    func releaseReplies() {
        guard heldCount > 0 else { return }
        heldCount = 0
        waiting?.resume()
        waiting = nil
    }

    func lose() {
        isLost = true
        waiting?.resume()
        waiting = nil
    }
}

/// One line: a request, or a batch of them.
struct SimulatedLine {
    let requests: [SimulatedRequest]
    let isBatch: Bool

    func text(id: Int) -> String {
        guard isBatch else { return requests[0].json(id: id) + "\n" }
        let members = requests.map { $0.json(id: nil) }.joined(separator: ",")
        return "{\"id\":\(id),\"op\":\"batch\",\"requests\":[\(members)]}\n"
    }
}
