import CommerceServer

enum CallCommand {
    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        throw ServerError(exitCode: ExitCode.software, "call is not there yet")
    }
}
