import CommerceClient
import CommerceServer
import CompactJSON

/// What went wrong with a server, as one line and an exit code.
extension ServerError {
    init(_ error: ClientError) {
        let exitCode =
            switch error.code {
            case .closed: ExitCode.unavailable
            default: error.exitCode
            }
        self.init(exitCode: exitCode, error.description)
    }

    /// A server's refusal of something that must not be refused.
    init(refusal error: JSONNode?, of what: String) {
        let code = error?["code"]?.string ?? "no reply"
        let message = error?["message"]?.string ?? ""
        self.init(
            exitCode: ServerError.exitCode(forRefusal: code),
            "the server refused \(what): \(code)\(message.isEmpty ? "" : ": \(message)")")
    }

    static func exitCode(forRefusal code: String) -> Int32 {
        code == "unauthenticated" || code == "forbidden" ? ExitCode.noPermission : ExitCode.dataError
    }

    /// Runs `body` and makes whatever it throws a `ServerError`.
    static func checkedClient<Result>(_ body: () throws -> Result) throws(ServerError) -> Result {
        do {
            return try body()
        } catch let error as ServerError {
            throw error
        } catch let error as ClientError {
            throw ServerError(error)
        } catch {
            throw ServerError(exitCode: ExitCode.software, "\(error)")
        }
    }
}

/// What the commands that talk to a server have in common.
enum ClientOptions {
    static func endpoint(_ text: String) throws(ServerError) -> Endpoint {
        do throws(ClientError) { return try Endpoint(parsing: text) } catch { throw ServerError(error) }
    }

    /// The token in the file of `--token-file`, without its last line end; `nil` without the option.
    static func token(_ options: Options) throws(ServerError) -> String? {
        guard let path = options["--token-file"] else { return nil }
        guard var bytes = FileContents.read(path) else {
            throw ServerError(exitCode: ExitCode.noInput, "cannot read the token file \(path)")
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw ServerError(exitCode: ExitCode.noPermission, "the token file \(path) is empty")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
