import CommerceClient
import CommerceServer
import CompactJSON
import Glibc

/// `holdfast call`: one request, one reply.
enum CallCommand {
    private static let help = """
        holdfast call HOST:PORT OP [key=value …] [--token-file PATH]

        Sends one request and prints the result as JSON. A value that is JSON (a number, true, false, null, a list, an
        object) is sent as it is, anything else as a string. SKUs, ids, names, amounts and other texts are always sent
        as strings. A JSON string says exactly what it says: 'name="null"'.

        A refusal is printed on standard error and ends with 77 (unauthenticated, forbidden) or 65; no connection with 69.

          holdfast call 127.0.0.1:7070 ping
          holdfast call 127.0.0.1:7070 inventory.getByVariant sku=22423 --token-file admin.token
          holdfast call 127.0.0.1:7070 inventory.reserve sku=22423 quantity=1 reservationId=cart-1 --token-file admin.token
          holdfast call 127.0.0.1:7070 orders.create customerId=… 'items=[{"sku":"22423","quantity":2}]' --token-file …
        """

    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        let options = try Options(arguments, valued: ["--token-file"])
        if options.wantsHelp {
            print(help)
            return 0
        }
        guard options.operands.count >= 2 else {
            throw Options.usage("call takes HOST:PORT and an operation")
        }
        let endpoint = try ClientOptions.endpoint(options.operands[0])
        let fields: CallArguments
        do throws(CallArgumentError) {
            fields = try CallArguments(Array(options.operands.dropFirst(2)))
        } catch { throw Options.usage(error.description) }
        let token = try ClientOptions.token(options)
        signal(SIGPIPE, SIG_IGN)
        return try ServerError.checkedClient {
            let connection = try WireConnection(endpoint, timeoutMilliseconds: 60_000)
            if let token { try connection.authenticate(token: token) }
            connection.send { request in fields.write(operation: options.operands[1], into: &request) }
            try connection.flush()
            return try show(try connection.receiveLine(), from: endpoint)
        }
    }

    /// Prints the result or the refusal.
    private static func show(_ line: [UInt8], from endpoint: Endpoint) throws -> Int32 {
        let document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 28 - 1, tokensMax: 1 << 26))
        defer { withExtendedLifetime(document) {} }
        return try line.withUnsafeBytes { bytes in
            guard let reply = try? document.parse(bytes) else {
                throw ClientError(.protocolViolation, endpoint: "\(endpoint)")
            }
            if let result = reply["ok"] {
                Terminal.say(String(decoding: result.rawBytes, as: UTF8.self))
                return 0
            }
            guard let error = reply["error"], error.kind == .object else {
                throw ClientError(.protocolViolation, endpoint: "\(endpoint)")
            }
            Terminal.note(String(decoding: error.rawBytes, as: UTF8.self))
            return ServerError.exitCode(forRefusal: error["code"]?.string ?? "")
        }
    }
}
