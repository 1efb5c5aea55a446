import CommerceClient
import CommerceServer
import TestSupport
import Testing

@Suite("a server starts, ends, and starts again")
struct LifeTests {
    private let directory = TemporaryDirectory()
    private let reserve =
        #"{"op":"inventory.reserve","sku":"22423","quantity":3,"reservationId":"cart","ttlSeconds":0}"#
    private let stock = #"{"op":"inventory.getByVariant","sku":"22423"}"#

    private func placeOrder(_ connection: WireConnection, key: String) throws -> String {
        let customers = try connection.ask(#"{"op":"customers.list"}"#)
        let id = try #require(customers.firstRange(of: #"{"id":""#)).upperBound
        let customer = customers[id...].prefix { $0 != "\"" }
        return try connection.ask(
            #"{"op":"orders.create","idempotencyKey":"\#(key)","customerId":"\#(customer)","#
                + #""items":[{"sku":"22423","quantity":2},{"sku":"SHIRT-L","quantity":1}]}"#)
    }

    @Test("what was answered before a drain is there after it, to the unit", arguments: [false, true])
    func restart(withSnapshot: Bool) throws {
        let first = try RunningServer(directory)
        var connection = try first.connect()
        #expect(try connection.ask(reserve).isOK)
        let placed = try placeOrder(connection, key: "checkout-1")
        #expect(placed.contains(#""orderNumber":"ORD-000001""#))
        if withSnapshot { #expect(try connection.ask(#"{"op":"system.snapshot"}"#).isOK) }
        let before = try connection.ask(stock)
        #expect(before.contains(#""reserved":5"#) && before.contains(#""available":37"#))
        connection.close()
        first.drain()

        let second = try RunningServer(directory)
        connection = try second.connect()
        #expect(try connection.ask(stock) == before)
        let again = try placeOrder(connection, key: "checkout-1")
        #expect(again == placed.replacing(#""replayed":false"#, with: #""replayed":true"#))
        #expect(try connection.ask(reserve).contains(#""replayed":true"#))
        #expect(try placeOrder(connection, key: "checkout-2").contains(#""orderNumber":"ORD-000002""#))
    }

    @Test("the demo catalog is made once")
    func demoOnce() throws {
        let first = try RunningServer(directory)
        let products = try first.connect().ask(#"{"op":"products.list"}"#)
        #expect(products.contains(#""total":4"#))
        first.drain()
        let second = try RunningServer(directory)
        #expect(try second.connect().ask(#"{"op":"products.list"}"#) == products)
    }

    @Test("a drain answers what has arrived, closes every connection, and ends though clients stay")
    func drainWithClients() throws {
        let server = try RunningServer(directory)
        let idle = try server.connect()
        var busy: RawSocket? = try server.connectRaw()
        #expect(try idle.ask(#"{"op":"ping"}"#).isOK)
        busy?.send(#"{"op":"ping"}"# + "\n" + #"{"op":"pi"#)
        #expect(busy?.receiveLine()?.isOK == true)
        server.beginDrain()
        #expect(busy?.receiveLinesToEnd() == [])
        let error = #expect(throws: ClientError.self) { try idle.receiveLine() }
        #expect(error?.code == .closed(errno: 0, unanswered: 0))
        #expect(throws: ClientError.self) { try server.connect() }
        // They had a second to close their side too.
        busy = nil
        idle.close()
        server.join()
    }

    @Test("a second server on the same directory does not start, with 75, and the first goes on")
    func secondServer() throws {
        let first = try RunningServer(directory)
        let error = #expect(throws: ServerError.self) { try RunningServer(directory) }
        #expect(error?.exitCode == ExitCode.temporaryFailure)
        #expect(try first.connect().ask(#"{"op":"ping"}"#).isOK)
        first.drain()
        let second = try RunningServer(directory)
        #expect(try second.connect().ask(#"{"op":"ping"}"#).isOK)
    }

    @Test("a port in use keeps the server from starting, with 69")
    func portInUse() throws {
        let first = try RunningServer(directory)
        let error = #expect(throws: ServerError.self) {
            try RunningServer(TemporaryDirectory()) { $0.port = first.port }
        }
        #expect(error?.exitCode == ExitCode.unavailable)
    }

    @Test("a data directory that cannot be made keeps the server from starting, with 73")
    func noDirectory() {
        let error = #expect(throws: ServerError.self) {
            try RunningServer(directory) { $0.dataDirectory = "/proc/none/data" }
        }
        #expect(error?.exitCode == ExitCode.cannotCreate)
    }
}
