import CommerceClient
import CommerceServer
import CommerceWire
import TestSupport
import Testing

@Suite("bytes become lines")
struct FramingTests {
    private let directory = TemporaryDirectory()
    private let ping = #"{"id":1,"op":"ping"}"#

    @Test("a line is run when its newline is there, however its bytes arrive")
    func byteByByte() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        for byte in #"{"id":1,"op":"ping"}"#.utf8 {
            socket.send([byte])
            try server.onLoop { _ in }
        }
        socket.send("\r\n{\"id\":2,\"op\":\"pi")
        #expect(try #require(socket.receiveLine()).hasPrefix(#"{"id":1,"ok":{"time":"#))
        socket.send("ng\"}\n")
        #expect(try #require(socket.receiveLine()).hasPrefix(#"{"id":2,"ok":{"time":"#))
    }

    @Test("empty lines are ignored, with and without a carriage return")
    func emptyLines() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send("\n\r\n\n\(ping)\r\n\n\r\n")
        socket.finishSending()
        #expect(socket.receiveLinesToEnd()?.count == 1)
    }

    @Test("a last line without newline is never run, and its connection closes")
    func unfinishedLine() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send(#"{"op":"inventory.reserve","sku":"22423","quantity":5}"#)
        socket.finishSending()
        #expect(socket.receiveLinesToEnd() == [])
        let stock = try server.connect().ask(#"{"op":"inventory.getByVariant","sku":"22423"}"#)
        #expect(stock.contains(#""reserved":0"#))
    }

    @Test("a complete line is answered although the client has ended its side")
    func halfClosed() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send("\(ping)\n\(ping)\n")
        socket.finishSending()
        #expect(socket.receiveLinesToEnd()?.count == 2)
    }

    @Test("a line of 1 MiB is run, with or without a carriage return", arguments: ["", "\r"])
    func longestLine(end: String) throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        let padding = String(repeating: " ", count: LineExecutor.lineBytesMaximum - ping.utf8.count)
        socket.send(ping + padding + end)
        // The carriage return stands alone at the end of what was received for a moment.
        try server.onLoop { _ in }
        socket.send("\n")
        #expect(try #require(socket.receiveLine()).isOK)
    }

    @Test(
        "a longer line gets 413 and ends the connection, behind the replies before it", arguments: ["", "\n"])
    func tooLongLine(end: String) throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send("\(ping)\n")
        socket.send(String(repeating: " ", count: LineExecutor.lineBytesMaximum + 1) + end + end)
        socket.send(end.isEmpty ? "" : "\(ping)\n")
        let lines = try #require(socket.receiveLinesToEnd())
        #expect(lines.count == 2)
        #expect(lines.first?.isOK == true)
        #expect(lines.last?.isError("too_large") == true)
        #expect(lines.last?.contains("413") == true)
    }

    @Test(
        "a request of HTTP gets one error, and the connection ends",
        arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
    func http(request: String) throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send(request)
        let lines = try #require(socket.receiveLinesToEnd())
        #expect(lines.count == 1)
        #expect(lines.first?.isError("malformed_json") == true)
    }

    @Test(
        "a line that is no JSON object gets an error, and the connection lives on",
        arguments: ["hello", "[1]", "7", "{", #"{"op":"ping"} {"op":"ping"}"#, #"{"op":"ping","op":"ping"}"#])
    func badLines(line: String) throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        #expect(try connection.ask(line).isError("malformed_json"))
        #expect(try connection.ask(ping).isOK)
    }

    @Test("bytes that are not UTF-8 are malformed, and zeros too")
    func notText() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectRaw()
        socket.send(
            Array(#"{"op":"pi"#.utf8) + [0xFF, 0xC0] + Array("\"}\n\0\0\n".utf8) + Array("\(ping)\n".utf8))
        #expect(try #require(socket.receiveLine()).isError("malformed_json"))
        #expect(try #require(socket.receiveLine()).isError("malformed_json"))
        #expect(try #require(socket.receiveLine()).isOK)
    }

    @Test("requests of one connection are run and answered in their order, thousands in flight")
    func pipelining() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        for number in 0..<3_000 {
            connection.send(
                line: Array(#"{"id":\#(number),"op":"inventory.reserve","sku":"85123A","quantity":1}"#.utf8))
        }
        try connection.flush()
        for number in 0..<3_000 {
            let reply = try connection.receive()
            #expect(reply.hasPrefix(#"{"id":\#(number),"#))
            #expect(
                number < 500
                    ? reply.contains(#""available":\#(499 - number),"#) : reply.isError("insufficient_stock"))
        }
    }

    @Test("a connection too many is told that the server is busy, and closed; room is used again")
    func tooManyConnections() throws {
        let server = try RunningServer(directory) { $0.connectionsMax = 1 }
        let first = try server.connectRaw()
        first.send("\(ping)\n")
        #expect(first.receiveLine()?.isOK == true)
        let lines = try #require(try server.connectRaw().receiveLinesToEnd())
        #expect(lines.count == 1)
        #expect(lines.first?.isError("busy") == true)
        first.finishSending()
        #expect(first.receiveLinesToEnd() == [])
        _ = consume first
        #expect(try server.connect().ask(ping).isOK)
    }
}
