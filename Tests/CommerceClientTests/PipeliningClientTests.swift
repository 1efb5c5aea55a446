import CommerceClient
import CompactJSON
import Testing

@Suite("a pipelining client keeps its connections busy")
struct PipeliningClientTests {
    private struct Stop: Error {}

    private func client(
        _ server: ScriptedServer, connections: Int = 1, inFlight: Int = 1, token: String? = nil,
        timeoutMilliseconds: Int32 = 10_000
    ) throws -> PipeliningClient {
        try PipeliningClient(
            Endpoint(parsing: server.text), connections: connections, inFlight: inFlight, token: token,
            timeoutMilliseconds: timeoutMilliseconds)
    }

    private func write(_ number: Int, _ request: inout JSONWriter) {
        request.beginObject()
        request.member("ok", number)
        request.endObject()
    }

    @Test(
        "every request gets its own reply, in order on each connection",
        arguments: [(1, 1), (8, 16), (3, 500)])
    func allAnswered(connections: Int, inFlight: Int) throws {
        let server = try ScriptedServer { line, _ in .reply(line) }
        let client = try client(server, connections: connections, inFlight: inFlight)
        let total = 20_000
        var made = 0
        var tagsByConnection = Array(repeating: [Int](), count: connections)
        var outstanding = Array(repeating: 0, count: connections)
        try client.run(
            next: { connection, request in
                guard made < total else { return nil }
                made += 1
                outstanding[connection] += 1
                #expect(outstanding[connection] <= inFlight)
                write(made, &request)
                return made
            },
            reply: { reply in
                #expect(reply.ok?.int64 == Int64(reply.tag))
                #expect(reply.error == nil)
                #expect(reply.latencyNanoseconds > 0)
                outstanding[reply.connection] -= 1
                tagsByConnection[reply.connection].append(reply.tag)
            })
        for tags in tagsByConnection { #expect(tags == tags.sorted()) }
        #expect(tagsByConnection.flatMap { $0 }.sorted() == Array(1...total))
    }

    @Test("a connection that has nothing to send is asked again after replies, and a run may follow a run")
    func dependentRequests() throws {
        let server = try ScriptedServer { line, _ in .reply(line) }
        let client = try client(server, connections: 2, inFlight: 4)
        for _ in 0..<3 {
            var (made, answered) = (0, 0)
            try client.run(
                next: { _, request in
                    // One at a time over all connections: the next only after the reply to the last.
                    guard made == answered, made < 100 else { return nil }
                    made += 1
                    write(made, &request)
                    return made
                },
                reply: { _ in answered += 1 })
            #expect(answered == 100)
        }
    }

    @Test("each connection signs in before anything else")
    func token() throws {
        let signIns = Count()
        let server = try ScriptedServer { line, _ in
            if line == #"{"op":"auth","token":"t"}"# { signIns.increment() }
            return .reply(line.contains("auth") ? #"{"ok":{}}"# : line)
        }
        let client = try client(server, connections: 5, token: "t")
        #expect(signIns.value == 5)
        client.close()
    }

    @Test("a refusal is a reply like any other")
    func refusals() throws {
        let server = try ScriptedServer { _, _ in .reply(#"{"error":{"code":"insufficient_stock"}}"#) }
        var codes: [String] = []
        try client(server).run(
            next: { _, request in
                guard codes.count < 3 else { return nil }
                write(1, &request)
                return 1
            },
            reply: { codes.append($0.errorCode) })
        #expect(codes == Array(repeating: "insufficient_stock", count: 3))
    }

    @Test("a server that closes in between ends the run with what is due")
    func closed() throws {
        let lines = Count()
        let server = try ScriptedServer { line, _ in lines.increment() == 100 ? .hangUp : .reply(line) }
        let client = try client(server, connections: 1, inFlight: 8)
        let error = #expect(throws: ClientError.self) {
            try client.run(
                next: {
                    write(7, &$1)
                    return $0
                }, reply: { _ in })
        }
        guard case .closed(_, let unanswered) = error?.code else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((1...9).contains(unanswered))
    }

    @Test("a server that stops answering ends the run with a timeout")
    func timeout() throws {
        let server = try ScriptedServer { _, _ in .silence }
        let client = try client(server, connections: 2, inFlight: 3, timeoutMilliseconds: 20)
        let error = #expect(throws: ClientError.self) {
            try client.run(
                next: {
                    write(7, &$1)
                    return $0
                }, reply: { _ in })
        }
        #expect(error?.code == .timeout(unanswered: 6))
    }

    @Test(
        "what is not a JSON object, and a reply too many, break the protocol",
        arguments: ["what?", "[]", "{}\n{}"])
    func violation(text: String) throws {
        let server = try ScriptedServer { _, _ in .reply(text) }
        let client = try client(server)
        var made = 0
        let error = #expect(throws: ClientError.self) {
            try client.run(
                next: { _, request in
                    made += 1
                    guard made == 1 else { return nil }
                    write(1, &request)
                    return 1
                }, reply: { _ in })
        }
        #expect(error?.code == .protocolViolation)
    }

    @Test("what the closures throw ends the run, and half a request is not sent")
    func closuresThrow() throws {
        let lines = Count()
        let server = try ScriptedServer { line, _ in
            lines.increment()
            return .reply(line)
        }
        let client = try client(server, connections: 1, inFlight: 2)
        #expect(throws: Stop.self) {
            try client.run(
                next: { _, request in
                    request.beginObject()
                    throw Stop()
                }, reply: { _ in })
        }
        var made = 0
        #expect(throws: Stop.self) {
            try client.run(
                next: { _, request in
                    made += 1
                    write(made, &request)
                    return made
                }, reply: { if $0.tag == 3 { throw Stop() } })
        }
        #expect(lines.value >= 3)
    }
}
