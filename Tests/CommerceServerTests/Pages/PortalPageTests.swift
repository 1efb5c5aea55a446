import CommerceServer
import TestSupport
import Testing

@Suite("the customer's pages")
struct PortalPageTests {
    private let directory = TemporaryDirectory()

    /// A server with one customer and as many orders of theirs.
    private struct World {
        let server: RunningServer
        let socket: RawSocket
        let customer: String
        private(set) var orders: [String] = []
        let link: String

        init(_ directory: TemporaryDirectory, orders count: Int, name: String = "Ada") throws {
            server = try RunningServer(directory) {
                $0.secretSource = .text(Secret("a secret of thirty-two characters, or more"))
            }
            socket = try server.connectHTTP()
            let address = """
                {"firstName":"Ada","lastName":"Lovelace","line1":"1 High St","city":"Ely","postalCode":"CB7","country":"GB"}
                """
            let body = """
                {"email":"pia@example.com","firstName":"\(name)","lastName":"Lovelace","shippingAddress":\(address),
                "billingAddress":\(address)}
                """
            let made = try #require(socket.ask("POST", "/customers", body))
            customer = try #require(made.body.text(of: "id"))
            for _ in 0..<count {
                let body = #"{"customerId":"\#(customer)","items":[{"sku":"85123A","quantity":2}]}"#
                let order = try #require(socket.ask("POST", "/orders", body))
                orders.append(try #require(order.body.text(of: "orderNumber")))
            }
            let made2 = try #require(socket.ask("POST", "/customers/\(customer)/portal-token", "{}"))
            link = "/portal/orders/\(try #require(made2.body.text(of: "token")))"
        }

        func page(_ path: String) throws -> RawResponse { try #require(socket.ask("GET", path)) }
    }

    @Test("the list links each order, newest first, and an order links back")
    func list() throws {
        let world = try World(directory, orders: 2)
        let list = try world.page(world.link)
        #expect(list.status == 200 && list.body.hasPrefix("<!doctype html>"))
        for number in world.orders {
            #expect(list.body.contains("<a href=\"\(world.link)/\(number)\">\(number)</a>"))
        }
        let (first, second) = (
            list.body.firstRange(of: world.orders[0]), list.body.firstRange(of: world.orders[1])
        )
        #expect(try #require(second).lowerBound < #require(first).lowerBound)
        let order = try world.page("\(world.link)/\(world.orders[0])")
        #expect(order.status == 200 && order.body.contains("<h1>Order \(world.orders[0])</h1>"))
        #expect(order.body.contains("<a href=\"\(world.link)\">Your orders</a>"))
        #expect(order.body.contains("We will show tracking here when your parcel ships."))
    }

    @Test("a single order is shown at once, and of none it is said so", arguments: [0, 1])
    func few(count: Int) throws {
        let world = try World(directory, orders: count)
        let page = try world.page(world.link)
        let wanted = count == 0 ? "There are no orders yet." : "<h1>Order \(world.orders.first ?? "")</h1>"
        #expect(page.status == 200 && page.body.contains(wanted))
    }

    @Test("more orders than a page holds are on the next")
    func parts() throws {
        let world = try World(directory, orders: 21)
        let first = try world.page(world.link).body
        let start = try #require(first.firstRange(of: "?cursor=")).upperBound
        let cursor = first[start...].prefix { $0 != "\"" }
        #expect(!first.contains(">\(world.orders[0])</a>"))
        let second = try world.page("\(world.link)?cursor=\(cursor)").body
        #expect(second.contains(">\(world.orders[0])</a>") && second.contains("Newest orders"))
    }

    @Test("nobody may keep, index, frame or pass on the page of a link, and its token is not in the title")
    func headers() throws {
        let world = try World(directory, orders: 2)
        for path in [world.link, "/portal/orders/x"] {
            let page = try world.page(path)
            #expect(page.fields["cache-control"] == "no-store" && page.fields["etag"] == nil)
            #expect(page.fields["referrer-policy"] == "no-referrer")
            #expect(page.fields["x-robots-tag"] == "noindex")
            #expect(page.fields["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(page.cookies.isEmpty)
            let title = try #require(page.body.firstRange(of: "</title>"))
            #expect(!page.body[..<title.lowerBound].contains(world.link.dropFirst(15)))
        }
    }

    @Test("every link that shows nothing gets the same page")
    func badLinks() throws {
        let world = try World(directory, orders: 2)
        let number = world.orders[0]
        let bad = [
            "/portal", "/portal/", "/portal/orders", "/portal/orders/", "/portal/orders/x",
            "/portal/orders/x/\(number)",
            "\(world.link)/", "\(world.link)/ORD-999999", "\(world.link)/\(number)/",
            "\(world.link)?cursor=x",
            "\(world.link)x", "/portal/orders/%41", "/portal/else",
        ]
        let pages = try bad.map { try world.page($0) }
        #expect(pages.allSatisfy { $0.status == 404 })
        #expect(Set(pages.map(\.body)).count == 1)
        #expect(pages[0].body.contains("This link is not valid any more"))
    }

    @Test("a link that was replaced shows nothing")
    func replaced() throws {
        let world = try World(directory, orders: 1)
        #expect(try world.page(world.link).status == 200)
        _ = world.socket.ask("POST", "/customers/\(world.customer)/portal-token", "{}")
        #expect(try world.page(world.link).status == 404)
    }

    @Test("who asks too often is told when to come back")
    func tooOften() throws {
        let server = try RunningServer(directory) {
            $0.asksNobody = false
            $0.secretSource = .text(Secret("a secret of thirty-two characters, or more"))
        }
        let socket = try server.connectHTTP()
        let pages = try (0..<60).map { _ in try #require(socket.ask("GET", "/portal/orders/x")) }
        let refused = try #require(pages.first { $0.status == 429 })
        #expect(Int(refused.fields["retry-after"] ?? "") ?? 0 >= 1)
        #expect(refused.body.contains("Please wait a moment"))
    }

    @Test("what people typed is text, and no address of theirs is followed")
    func hostileText() throws {
        let world = try World(directory, orders: 1)
        _ = world.socket.ask(
            "PATCH", "/settings", #"{"name":"<script>&\"'","contactEmail":"a\"onclick=x@example.com"}"#)
        let page = try world.page("/portal/orders/x").body
        #expect(!page.contains("<script>&") && page.contains("&lt;script&gt;&amp;&quot;&#39;"))
        #expect(!page.contains("a\"onclick"))
    }

    @Test("changes are nothing for these pages")
    func methods() throws {
        let world = try World(directory, orders: 1)
        #expect(world.socket.ask("POST", world.link, "{}")?.status == 404)
        let head = try #require(world.socket.ask("HEAD", world.link))
        #expect(head.status == 200 && head.body.isEmpty)
    }
}
