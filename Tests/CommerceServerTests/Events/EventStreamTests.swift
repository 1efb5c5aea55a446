import CommerceClient
import CommerceServer
import Journaling
import TestSupport
import Testing

@Suite("Streams of events")
struct EventStreamTests {
    private let directory = TemporaryDirectory()

    private func order(_ connection: WireConnection, _ quantity: Int = 1) throws -> String {
        let customers = try connection.ask(#"{"op":"customers.list"}"#)
        var customer = customers.text(of: "id")
        if customer == nil {
            customer = try connection.ask(
                #"{"op":"customers.create","email":"a@x","firstName":"Ada","lastName":"L","shippingAddress":{"city":"L"}}"#
            ).text(of: "id")
        }
        let reply = try connection.ask(
            #"{"op":"orders.create","customerId":"\#(try #require(customer))","items":[{"sku":"85123A","quantity":\#(quantity)}]}"#
        )
        #expect(reply.isOK, "\(reply)")
        return try #require(reply.text(of: "orderId"))
    }

    private func reserve(_ connection: WireConnection, _ quantity: Int = 1) throws {
        #expect(
            try connection.ask(#"{"op":"inventory.reserve","sku":"85123A","quantity":\#(quantity)}"#).isOK)
    }

    @Test("a stream is an answer that does not end, and says first what it is about")
    func greeting() throws {
        let server = try RunningServer(directory)
        let stream = try EventStream(server, "stock,notifications")
        #expect(stream.status == 200)
        #expect(stream.head.contains("content-type: text/event-stream\r"))
        #expect(stream.head.contains("cache-control: no-store\r"))
        let ready = try #require(stream.next())
        #expect(ready.name == "ready" && ready.data.contains(#""topics":["notifications","stock"]"#))
        #expect(ready.data.contains(#""serverTime":""#))
    }

    @Test("each topic tells its part of an order: stock, the order, the notification, the figures")
    func topics() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        let streams = try ["stock", "orders", "notifications", "overview"].map { topic in
            let stream = try EventStream(server, topic)
            #expect(stream.next()?.name == "ready")
            return stream
        }
        let id = try order(connection, 2)
        let stock = try #require(streams[0].next("stock"))
        #expect(stock.data.contains(#""sku":"85123A""#) && stock.data.contains(#""reserved":2"#))
        let orders = try #require(streams[1].next("orders"))
        #expect(orders.data.contains(#""placed":1,"changed":0,"isPartial":false"#))
        #expect(orders.data.contains(#""orderId":"\#(id)""#) && orders.data.contains(#""isNew":true"#))
        let notification = try #require(streams[2].next("notification"))
        #expect(notification.data.contains(#""title":"New Order Received""#))
        #expect(notification.data.contains(#""id":"\#(notification.id)""#))
        #expect(!notification.data.contains("isRead"))
        #expect(streams[3].next("overview") != nil)
    }

    @Test("a change of an order is told, and that it is no new one")
    func change() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        let id = try order(connection)
        let stream = try EventStream(server, "orders")
        #expect(stream.next()?.name == "ready")
        #expect(try connection.ask(#"{"op":"orders.addNote","orderId":"\#(id)","note":"n"}"#).isOK)
        let event = try #require(stream.next("orders"))
        #expect(event.data.contains(#""placed":0,"changed":1"#) && event.data.contains(#""isNew":false"#))
    }

    @Test("more than twenty notifications at once are summed up")
    func summary() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        let stream = try EventStream(server, "notifications")
        #expect(stream.next()?.name == "ready")
        _ = try order(connection)
        #expect(stream.next("notification") != nil)
        let customer = try #require(try connection.ask(#"{"op":"customers.list"}"#).text(of: "id"))
        let one =
            #"{"op":"orders.create","customerId":"\#(customer)","items":[{"sku":"85123A","quantity":1}]}"#
        let all = [String](repeating: one, count: 30).joined(separator: ",")
        #expect(try connection.ask(#"{"op":"batch","requests":[\#(all)]}"#).isOK)
        let told = try #require(stream.next())
        #expect(told.name == "notifications" && told.data.hasPrefix(#"{"count":30,"lastId":""#))
    }

    @Test("who comes back hears what was missed, in its order, and nothing twice")
    func resume() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        _ = try order(connection)
        var heard: UInt64 = 0
        do {
            let stream = try EventStream(server, "notifications,stock")
            #expect(stream.next()?.name == "ready")
            _ = try order(connection)
            heard = try #require(stream.next("stock")).id
        }
        let id = try order(connection)
        let stream = try EventStream(server, "notifications,stock", after: heard)
        #expect(stream.next()?.name == "ready")
        var missed = try #require(stream.next())
        // Stock at the same sequence is told again, because it may have come after what was heard.
        while missed.name == "stock" && missed.id == heard { missed = try #require(stream.next()) }
        #expect(missed.name == "notification" && missed.data.contains(id))
        let stock = try #require(stream.next("stock"))
        #expect(stock.data.contains(#""reserved":3"#) && stock.id >= missed.id)
    }

    @Test("notifications alone are told again from what is kept, whoever listened meanwhile")
    func resumeFromKept() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        let first = try order(connection)
        let second = try order(connection)
        let stream = try EventStream(server, "notifications", after: 1)
        #expect(stream.next()?.name == "ready")
        #expect(try #require(stream.next("notification")).data.contains(first))
        #expect(try #require(stream.next("notification")).data.contains(second))
    }

    @Test(
        "who has missed what is not kept, or comes from another shop, is told to ask anew",
        arguments: [1, 9_999_999])
    func gap(id: UInt64) throws {
        let server = try RunningServer(directory)
        try reserve(try server.connect())
        let stream = try EventStream(server, "stock", after: id)
        #expect(stream.next()?.name == "ready")
        let reset = try #require(stream.next())
        #expect(reset.name == "reset" && reset.data.contains(#""reason":"gap""#))
    }

    @Test("an event tells nothing that is not safe, and the reply of who caused it is there first")
    func order() throws {
        let server = try RunningServer(directory) { $0.durability = .always }
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"notifications.subscribe"}"#).isOK)
        _ = try order(connection)
        let line = try connection.receive()
        #expect(line.hasPrefix(#"{"event":"notification","data":{"id":""#))
        let id = try #require(line.text(of: "id").flatMap { UInt64($0) })
        let overview = try connection.ask(#"{"op":"overview.get"}"#)
        let durable = try #require(overview.split(separator: #""durableSequence":"#).last)
        #expect(UInt64(durable.prefix { $0.isNumber }).map { $0 >= id } == true)
    }

    @Test("a connection of lines that subscribes is told notifications, those above the one it names first")
    func lines() throws {
        let server = try RunningServer(directory)
        let (shop, listener) = (try server.connect(), try server.connect())
        _ = try order(shop)
        let second = try order(shop)
        let first = try #require(
            try shop.ask(#"{"op":"notifications.list","sort":"createdAt","limit":1}"#).text(of: "id"))
        let reply = try listener.ask(#"{"id":7,"op":"notifications.subscribe","afterId":"\#(first)"}"#)
        #expect(reply.contains(#""id":7,"ok":{"subscribed":true,"lastId":""#))
        #expect(try listener.receive().contains(second))
        #expect(try listener.ask(#"{"op":"ping"}"#).isOK)
        let third = try order(shop)
        #expect(try listener.receive().contains(third))
        #expect(
            try listener.ask(#"{"op":"batch","requests":[{"op":"notifications.subscribe"}]}"#).contains(
                "cannot stand in a batch"))
    }

    @Test("when the server ends, listeners are told, and the stream ends")
    func shutdown() throws {
        let server = try RunningServer(directory)
        let stream = try EventStream(server, "stock")
        #expect(stream.next()?.name == "ready")
        server.beginDrain()
        #expect(try #require(stream.next()).data == #"{"reason":"shutting_down"}"#)
        #expect(stream.ends())
        server.join()
    }

    @Test("a sale is told second by second")
    func liveSale() throws {
        let server = try RunningServer(directory)
        let connection = try server.connect()
        let stream = try EventStream(server, "liveSale")
        #expect(stream.next()?.name == "ready")
        _ = try order(connection, 3)
        var sold = false
        for _ in 0..<5 where !sold {
            let event = try #require(stream.next("liveSale"))
            sold = event.data.contains(#""sold":3"#)
        }
        #expect(sold)
    }
}
