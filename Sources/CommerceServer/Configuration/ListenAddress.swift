/// `HOST:PORT` to listen on, the host an IPv4 literal, an IPv6 literal in brackets, or `localhost`.
///
/// Names are not resolved; whether the literal is one, the loop finds out when it listens.
package struct ListenAddress: Hashable, Sendable {
    package let host: String
    package let port: UInt16

    package init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...]), text[text.index(after: colon)] != "+"
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host == "localhost" { host = "127.0.0.1" }
        guard !host.isEmpty else { return nil }
        self.host = host
        self.port = port
    }

    package var isLoopback: Bool { host.hasPrefix("127.") || host == "::1" }
}
