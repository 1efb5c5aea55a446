/// Starts Redis's background save and finds out, without ever blocking the load generator, when it is done.
final class SavePoll {
    private let client: LineClient
    private var isAsking = false

    init(client: LineClient) { self.client = client }

    func begin() throws(BenchmarkError) {
        let reply = try client.ask("BGSAVE")
        guard reply.hasPrefix("+") else {
            throw BenchmarkError(code: .badServer, message: "redis refused to save: \(reply)")
        }
    }

    /// Asks, or looks whether the answer to the last question is there. An error counts as done: the next request shows it.
    func isOver() -> Bool {
        do {
            if !isAsking {
                isAsking = true
                try client.send("INFO persistence\n")
                return false
            }
            guard Socket.isReadable(client.descriptor) else { return false }
            isAsking = false
            let head = try client.readLine()
            let count = Int(head.dropFirst().prefix { $0.isNumber }) ?? 0
            let text = try client.read(count: count)
            _ = try client.readLine()
            return text.contains("rdb_bgsave_in_progress:0")
        } catch {
            return true
        }
    }
}
