import CommerceServer

enum ReplayCommand {
    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        throw ServerError(exitCode: ExitCode.software, "replay is not there yet")
    }
}
