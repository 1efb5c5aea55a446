import CommerceClient
import EventLoops
import TestSupport
import Testing

@Suite("connections do not stand in each other's way")
struct SharingTests {
    private let directory = TemporaryDirectory()

    @Test("a client that does not read stops itself, and neither others nor the server's memory")
    func backPressure() throws {
        let server = try RunningServer(directory)
        let (deaf, other) = (try server.connectRaw(), try server.connect())
        let count = 2_000
        deaf.send((0..<count).map { #"{"id":\#($0),"op":"describe"}"# + "\n" }.joined())
        for _ in 0..<200 { #expect(try other.ask(#"{"op":"ping"}"#).isOK) }
        let pendingBytes = try server.onLoop { loop in
            var bytes = 0
            loop.forEachConnection { bytes = max(bytes, $0.pendingOutputBytes) }
            return bytes
        }
        #expect(pendingBytes > 0)
        #expect(pendingBytes < 2 << 20)
        for number in 0..<count {
            let reply = try #require(deaf.receiveLine())
            #expect(reply.hasPrefix(#"{"id":\#(number),"ok":{"operations":["#))
        }
    }

    @Test("a snapshot answers late; what stands behind it on the connection keeps its order, others go on")
    func lateSnapshot() throws {
        let server = try RunningServer(directory)
        let (asking, other) = (try server.connect(), try server.connect())
        try asking.send(
            #"{"id":"a","op":"system.snapshot"}"#, #"{"id":"b","op":"ping"}"#,
            #"{"id":"c","op":"system.snapshot"}"#,
            #"{"id":"d","op":"inventory.reserve","sku":"22423","quantity":2}"#)
        #expect(try other.ask(#"{"op":"ping"}"#).isOK)
        #expect(try asking.receive().hasPrefix(#"{"id":"a","ok":{"snapshot":""#))
        #expect(try asking.receive().hasPrefix(#"{"id":"b","ok":{"time":"#))
        #expect(try asking.receive().hasPrefix(#"{"id":"c","ok":{"snapshot":""#))
        let reserved = try asking.receive()
        #expect(reserved.hasPrefix(#"{"id":"d","ok":{"#) && reserved.contains(#""available":40,"#))
    }

    @Test("megabytes may stand behind a snapshot: all of it is answered, in order")
    func floodBehindSnapshot() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        let padding = String(repeating: " ", count: 1_000)
        var flood = #"{"id":"s","op":"system.snapshot"}"# + "\n"
        for number in 0..<4_200 { flood += #"{"id":\#(number),"op":"ping"\#(padding)}"# + "\n" }
        #expect(flood.utf8.count > 4 << 20)
        socket.send(flood)
        #expect(socket.receiveLine()?.hasPrefix(#"{"id":"s","ok":{"snapshot":""#) == true)
        for number in 0..<4_200 {
            let reply = try #require(socket.receiveLine(), "reply \(number) of 4200")
            #expect(reply.hasPrefix(#"{"id":\#(number),"ok":{"time":"#))
        }
    }

    @Test("snapshots asked for at the same time by several are answered to each")
    func severalSnapshots() throws {
        let server = try RunningServer(directory)
        let connections = try (0..<5).map { _ in try server.connect() }
        for connection in connections { try connection.send(#"{"op":"system.snapshot"}"#) }
        for connection in connections { #expect(try connection.receive().isOK) }
    }

    @Test(
        "what stands behind a snapshot is answered although the client has ended its side",
        arguments: ["", "x"])
    func halfClosedBehindSnapshot(rest: String) throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send(#"{"id":1,"op":"system.snapshot"}"# + "\n" + #"{"id":2,"op":"ping"}"# + "\n" + rest)
        socket.finishSending()
        let lines = try #require(socket.receiveLinesToEnd())
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix(#"{"id":1,"ok":{"snapshot":""#) == true)
        #expect(lines.last?.hasPrefix(#"{"id":2,"ok":{"time":"#) == true)
    }

    @Test("a client that goes away while its snapshot is taken harms nobody")
    func vanishedAsker() throws {
        let server = try RunningServer(directory)
        do {
            let leaving = try server.connectRaw()
            leaving.send(#"{"op":"system.snapshot"}"# + "\n")
        }
        #expect(try server.connect().ask(#"{"op":"system.snapshot"}"#).isOK)
    }

    @Test("a snapshot takes no fields and cannot stand in a batch")
    func snapshotFields() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"system.snapshot","x":1}"#).isError("unknown_field"))
        let batch = try connection.ask(#"{"op":"batch","requests":[{"op":"system.snapshot"}]}"#)
        #expect(batch.contains(#""results":[{"error":{"#))
    }
}
