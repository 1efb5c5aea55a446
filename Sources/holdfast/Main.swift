import CommerceServer
import Glibc

/// The `holdfast` command: one executable, a subcommand for everything.
@main
enum Main {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do throws(ServerError) {
            exit(try run(arguments))
        } catch {
            Terminal.complain(error.description)
            exit(error.exitCode)
        }
    }

    private static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        guard let name = arguments.first else {
            throw ServerError(exitCode: ExitCode.usage, "a command is needed; holdfast help lists them")
        }
        let rest = Array(arguments.dropFirst())
        switch name {
        case "serve": return try ServeCommand.run(rest)
        case "verify": return try VerifyCommand.run(rest)
        case "call": return try CallCommand.run(rest)
        case "replay": return try ReplayCommand.run(rest)
        case "help", "--help", "-h":
            print(help)
            return 0
        case "version", "--version":
            print("holdfast \(Version.text)")
            return 0
        default:
            throw ServerError(
                exitCode: ExitCode.usage,
                "unknown command \"\(name)\"; one of serve, replay, verify, call, version, help")
        }
    }

    private static let help = """
        holdfast: takes orders and reserves stock in memory, never oversells, never loses what it acknowledged

          holdfast serve    runs the server
          holdfast replay   sends a real shop's order stream through the socket
          holdfast verify   checks a data directory offline: every checksum, every record, the stock arithmetic
          holdfast call     sends one request and prints the reply
          holdfast version

        holdfast COMMAND --help explains each.
        """
}

enum Version {
    static let text = "0.1.0"
}
