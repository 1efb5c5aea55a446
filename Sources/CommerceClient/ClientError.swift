/// A conversation with a server could not begin or not go on.
///
/// It carries no token and nothing of requests or replies, except the code of a refused sign-in.
package struct ClientError: Error, Hashable, CustomStringConvertible {
    /// What went wrong.
    package enum Code: Hashable, Sendable {
        /// Not `HOST:PORT` or `[HOST]:PORT`.
        case invalidEndpoint
        /// The host has no address.
        case unknownHost
        /// No address of the host accepted the connection, or there is no socket to be had; the last `errno`.
        case cannotConnect(errno: CInt)
        /// The server closed the connection, or it broke (`errno`, else 0), with so many requests unanswered.
        case closed(errno: CInt, unanswered: Int)
        /// Nothing arrived for the whole timeout, with so many requests unanswered.
        case timeout(unanswered: Int)
        /// What arrived is not a reply of this protocol.
        case protocolViolation
        /// The server refused the token, with this code.
        case notAuthenticated(code: String)
    }

    package let code: Code
    /// The endpoint, as it was given.
    package let endpoint: String

    package init(_ code: Code, endpoint: String) {
        self.code = code
        self.endpoint = endpoint
    }

    /// The exit code of `sysexits.h` that a command line tool should end with.
    package var exitCode: Int32 {
        switch code {
        case .invalidEndpoint: 64
        case .unknownHost: 68
        case .cannotConnect: 69
        case .closed: 74
        case .timeout: 75
        case .protocolViolation: 76
        case .notAuthenticated: 77
        }
    }

    package var description: String {
        switch code {
        case .invalidEndpoint: "'\(endpoint)' is not HOST:PORT"
        case .unknownHost: "\(endpoint): no such host"
        case .cannotConnect(let number): "\(endpoint): cannot connect: \(systemMessage(number))"
        case .closed(0, let unanswered):
            "\(endpoint): the server closed the connection, \(unanswered) requests unanswered"
        case .closed(let number, let unanswered):
            "\(endpoint): \(systemMessage(number)), \(unanswered) requests unanswered"
        case .timeout(let unanswered): "\(endpoint): no reply in time, \(unanswered) requests unanswered"
        case .protocolViolation: "\(endpoint): what arrived is not a reply"
        case .notAuthenticated(let code): "\(endpoint): the server refused the token: \(code)"
        }
    }
}
