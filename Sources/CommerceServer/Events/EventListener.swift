import CommerceCore
import CommerceEngine
import CommerceWire
import EventLoops
import HTTPWire

/// One connection that hears events.
final class EventListener {
    let connection: Connection
    let session: WireSession
    let topics: EventTopics
    let style: EventStyle
    /// What it has heard before, if it says.
    let lastHeard: UInt64?
    /// The number of the event that it hears next; `nil` until it is greeted.
    var next: Int?
    /// When it stopped taking what it was sent.
    var stalledSince: Int64?
    var lastSentNanoseconds: Int64 = 0
    /// Whether it is told nothing any more.
    var isOver = false

    init(
        _ connection: Connection, _ session: WireSession, _ topics: EventTopics, _ style: EventStyle,
        lastHeard: UInt64?
    ) {
        self.connection = connection
        self.session = session
        self.topics = topics
        self.style = style
        self.lastHeard = lastHeard
    }

    /// Whether it takes in what it is sent as fast as it comes.
    var isReady: Bool { connection.pendingOutputBytes < EventListener.outputBytesMax }

    func send(_ frame: EventFrame, atNanoseconds now: Int64) {
        frame.withBytes(for: style) { connection.send($0) }
        lastSentNanoseconds = now
    }

    /// Says that nothing more comes, so that a client can tell the end from a connection that broke.
    func endChunks() {
        guard style == .chunks else { return }
        var end: [UInt8] = []
        HTTPChunks.end(to: &end)
        end.withUnsafeBytes { connection.send($0) }
    }

    func mayHear(_ frame: EventFrame) -> Bool {
        guard let topic = frame.topic, topics.contains(topic) else { return false }
        guard let permission = frame.permission else { return true }
        return session.principal?.permissions.contains(permission) ?? false
    }

    /// So much may wait in the connection's output before nothing more is added.
    static let outputBytesMax = 262_144
}
