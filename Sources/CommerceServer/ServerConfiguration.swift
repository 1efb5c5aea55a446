package import CommerceEngine
package import Journaling

/// Everything that can be chosen when a server starts. The command line fills it.
package struct ServerConfiguration: Sendable {
    package var dataDirectory = "Snapshots"
    package var host = "127.0.0.1"
    package var port: UInt16 = 7_070
    /// Where HTTP is spoken, if it is.
    package var httpHost = "127.0.0.1"
    package var httpPort: UInt16?
    package var durability = Durability.always
    package var wantsDemo = false
    package var adminTokenFile: String?
    package var asksNobody = false
    package var snapshotIntervalSeconds: Int64 = 300
    /// Of the JWTs that are let in; none are without it.
    package var jwtSecret: [UInt8]?
    /// Where the server's own secret is; without it there is none, and nothing that needs one.
    package var secretSource: ServerSecret.Source?
    /// Where people reach the pages, without a slash at its end; where it listens if not given.
    package var publicURL: String?
    /// Where the files of the pages are read while they are edited; those in the program if not given.
    package var dashboardFolder: String?
    package var connectionsMax = 16_384
    /// Whether every response by HTTP gets a line in the log.
    package var logsRequests = false
    /// How long a request by HTTP may take to arrive.
    package var httpRequestMilliseconds: Int64 = 30_000
    /// How long a connection of HTTP may be silent between requests.
    package var httpIdleMilliseconds: Int64 = 120_000
    /// The size of the journal's files, if not the usual.
    package var journalSegmentBytes: Int?
    /// Told now and then how far the recovery is.
    package var onRecovery: (@Sendable (RecoveryProgress) -> Void)?

    package init() {}

    /// The address of the pages for those who reach the server directly.
    func ownURL(port: UInt16) -> String {
        httpHost.contains(":") ? "http://[\(httpHost)]:\(port)" : "http://\(httpHost):\(port)"
    }
}

/// Why a server did not start or had to stop, with the exit code of sysexits.h.
package struct ServerError: Error, CustomStringConvertible {
    package let exitCode: Int32
    package let description: String

    package init(exitCode: Int32, _ description: String) {
        self.exitCode = exitCode
        self.description = description
    }
}

/// Exit codes of sysexits.h that this program uses.
package enum ExitCode {
    package static let usage: Int32 = 64
    package static let dataError: Int32 = 65
    package static let noInput: Int32 = 66
    package static let unavailable: Int32 = 69
    package static let software: Int32 = 70
    package static let cannotCreate: Int32 = 73
    package static let inputOutput: Int32 = 74
    package static let temporaryFailure: Int32 = 75
    package static let noPermission: Int32 = 77
    package static let configuration: Int32 = 78
}
