import CommerceClient
import CommerceServer
import EventLoops
import TestSupport
import Testing

@Suite("HTTP connections are cut into requests and do not stand in each other's way")
struct HTTPSessionTests {
    private let directory = TemporaryDirectory()

    @Test("a request that takes too long to arrive ends its connection, and no other")
    func slowWriter() throws {
        let server = try RunningServer(directory) { $0.httpRequestMilliseconds = 300 }
        let (slow, pipelining, idle) = (
            try server.connectHTTP(), try server.connectHTTP(), try server.connectHTTP()
        )
        slow.send("GET /ping HTTP/1.1\r\nHo")
        // Each time a request is complete the time begins anew, although another has begun.
        pipelining.send("GET /ping HTTP/1.1\r\nHost: a\r\n\r\nGET /ping")
        #expect(pipelining.response()?.status == 200)
        #expect(slow.ends())
        #expect(idle.ask("GET", "/ping")?.status == 200)
    }

    @Test("a connection that says nothing for long is closed")
    func silent() throws {
        let server = try RunningServer(directory) { $0.httpIdleMilliseconds = 300 }
        let socket = try server.connectHTTP()
        #expect(socket.ask("GET", "/ping")?.status == 200)
        #expect(socket.ends())
    }

    @Test("a request of one byte at a time is answered once it is whole")
    func byteByByte() throws {
        let server = try RunningServer(directory)
        let (socket, other) = (try server.connectHTTP(), try server.connect())
        for byte in "POST /inventory/check HTTP/1.1\r\nHost: a\r\nContent-Length: 29\r\n\r\n".utf8 {
            socket.send([byte])
            #expect(try other.ask(#"{"op":"ping"}"#).isOK)
        }
        socket.send(#"{"sku":"85123A","quantity":1}"#)
        #expect(socket.response()?.body.contains(#""isAvailable":true"#) == true)
    }

    @Test("a client that does not read stops itself, and neither others nor the server's memory")
    func backPressure() throws {
        let server = try RunningServer(directory)
        let (deaf, other) = (try server.connectHTTP(), try server.connectHTTP())
        let count = 1_000
        deaf.send(String(repeating: "GET /describe HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
        for _ in 0..<100 { #expect(other.ask("GET", "/ping")?.status == 200) }
        let pendingBytes = try server.onLoop { loop in
            var bytes = 0
            loop.forEachConnection { bytes = max(bytes, $0.pendingOutputBytes) }
            return bytes
        }
        #expect(pendingBytes > 0)
        #expect(pendingBytes < 2 << 20)
        for _ in 0..<count { #expect(deaf.response()?.status == 200) }
    }

    @Test("a snapshot answers late; what stands behind it on the connection keeps its order, others go on")
    func lateSnapshot() throws {
        let server = try RunningServer(directory)
        let (asking, other) = (try server.connectHTTP(), try server.connectHTTP())
        asking.request("POST", "/system/snapshot")
        asking.request("POST", "/inventory/reserve", #"{"sku":"22423","quantity":2}"#)
        #expect(other.ask("GET", "/ping")?.status == 200)
        #expect(asking.response()?.body.hasPrefix(#"{"snapshot":""#) == true)
        let reserved = asking.response()
        #expect(reserved?.status == 201)
        #expect(reserved?.body.contains(#""available":40,"#) == true)
    }

    @Test("what is no request is refused behind the answers before it, and the connection ends")
    func refusals() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        socket.request("GET", "/ping")
        socket.send("GET / HTTP/1.1\nHost: a\r\n\r\n")
        socket.request("GET", "/ping")
        #expect(socket.response()?.status == 200)
        let refused = socket.response()
        #expect(refused?.status == 400)
        #expect(refused?.fields["connection"] == "close")
        #expect(socket.ends())
    }

    @Test("at the end what has arrived is answered, and readiness is denied first")
    func draining() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        #expect(socket.ask("GET", "/readyz")?.status == 200)
        for _ in 0..<200 { socket.request("GET", "/ping") }
        server.beginDrain()
        for _ in 0..<200 { #expect(socket.response()?.status == 200) }
        #expect(socket.ends())
        server.join()
    }
}
