import Glibc

/// Where a server listens: a host, by name or address, and a port.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`; an IPv6 address stands in brackets.
    ///
    /// - Throws: ``ClientError/Code/invalidEndpoint``.
    package init(parsing text: String) throws(ClientError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
            port > 0
        else {
            throw ClientError(.invalidEndpoint, endpoint: text)
        }
        var host = text[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw ClientError(.invalidEndpoint, endpoint: text)
        }
        guard !host.isEmpty else { throw ClientError(.invalidEndpoint, endpoint: text) }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// What the system says about an `errno`.
func systemMessage(_ number: CInt) -> String { String(cString: strerror(number)) }
