/// A client of Server-Sent Events.
final class EventStream {
    struct Event {
        let id: UInt64
        let name: String
        let data: String
    }

    private let socket: RawSocket
    /// The head of the response, line by line, in small letters.
    private(set) var head: [String] = []

    var status: Int { head.first.flatMap { Int($0.dropFirst(9).prefix(3)) } ?? 0 }

    /// Asks for the events and reads the head of the answer.
    init(_ server: RunningServer, _ topics: String, token: String? = nil, after id: UInt64? = nil) throws {
        socket = try server.connectHTTP()
        var request = "GET /events?topics=\(topics) HTTP/1.1\r\nHost: a\r\n"
        if let token { request += "Authorization: Bearer \(token)\r\n" }
        if let id { request += "Last-Event-ID: \(id)\r\n" }
        socket.send(request + "\r\n")
        while let line = socket.receiveLine(), line != "\r" { head.append(line.lowercased()) }
    }

    /// The next event; `nil` at the end of the stream. What is no event is passed over.
    func next() -> Event? {
        var (id, name) = (UInt64(0), "")
        while let line = socket.receiveLine() {
            if line.hasPrefix("id: ") { id = UInt64(line.dropFirst(4)) ?? 0 }
            if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { return Event(id: id, name: name, data: String(line.dropFirst(6))) }
        }
        return nil
    }

    /// The next event of this name.
    func next(_ name: String) -> Event? {
        while let event = next() {
            if event.name == name { return event }
        }
        return nil
    }

    /// Whether nothing more comes but the end.
    func ends() -> Bool { next() == nil }
}
