import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import Journaling
import TestSupport
import Testing

/// A shop on a disk in memory, and one connection that asks it line by line.
///
/// It has a cup (10 units at 4.95), shirts in two sizes and one that is not active (5 each), a poster that may be
/// backordered, a gift that is not counted, a product that is not published; Ada with an address and Bob without;
/// a way to ship and one that is not active. `$NAME` in a line stands for an id of ``ids``.
final class WireWorld: @unchecked Sendable {
    // Safety: one test makes it and uses it on one thread.
    private let time = SimulatedTime()
    private(set) var ids: [String: String] = ["UNKNOWN": "zzz"]
    private let storage = FaultyStorage(seed: 1)
    private let configuration: JournalConfiguration
    private var shop: Shop
    private(set) var executor: LineExecutor
    private(set) var session: WireSession
    let portalKeys = PlainPortalKeys()
    /// Keeps no replies.
    private let freshExecutor = LineExecutor(
        table: .shared, authenticator: ListAuthenticator(), cache: ResponseCache(bytesMax: 0))
    private let document = JSONDocument(limits: JSONLimits(bytesMax: 1 << 25, tokensMax: 1 << 22))

    init(segmentBytes: Int = 1 << 20, isEmpty: Bool = false) throws {
        var configuration = JournalConfiguration()
        configuration.segmentBytes = segmentBytes
        configuration.segmentBytesMin = segmentBytes / 2
        configuration.fillPieceBytes = segmentBytes / 2
        configuration.frameBytesMax = 16 << 10
        self.configuration = configuration
        shop = try WireWorld.open(storage, configuration, time)
        executor = WireWorld.executor()
        session = WireSession(principal: nil)
        session.portal = portalKeys
        signIn(.anonymous)
        if !isEmpty { try furnish() }
    }

    private static func executor(cacheBytesMax: Int = 1 << 20) -> LineExecutor {
        LineExecutor(
            table: OperationTable(), authenticator: ListAuthenticator(),
            cache: ResponseCache(bytesMax: cacheBytesMax, hashSeed: 3))
    }

    private static func open(
        _ storage: FaultyStorage, _ configuration: JournalConfiguration, _ time: SimulatedTime
    ) throws -> Shop {
        try ShopRecovery.open(
            storage, configuration: ShopConfiguration(hashSeed: 7), journal: configuration, time: time,
            background: InlineBackgroundWork(), on: HereExecutor.shared.asUnownedSerialExecutor()
        ).0
    }

    private func furnish() throws {
        let goods = [
            ("CUP", #""name":"Cup","basePrice":"4.95","sku":"CUP","quantity":10,"status":"PUBLISHED""#),
            (
                "SHIRT",
                #""name":"Shirt","basePrice":"20.00","status":"PUBLISHED","variants":["#
                    + #"{"name":"Small","sku":"SHIRT-S","quantity":5},"#
                    + #"{"name":"Medium","sku":"SHIRT-M","price":"22.50","quantity":5},"#
                    + #"{"name":"Old","sku":"SHIRT-OLD","quantity":5,"isActive":false}]"#
            ),
            (
                "POSTER",
                #""name":"Poster","basePrice":"9.00","sku":"POSTER","allowBackorder":true,"status":"PUBLISHED""#
            ),
            (
                "GIFT",
                #""name":"Gift","basePrice":"1.00","sku":"GIFT","trackInventory":false,"status":"PUBLISHED""#
            ),
            ("SECRET", #""name":"Secret","basePrice":"3.00","sku":"SECRET","quantity":5"#),
        ]
        for (name, fields) in goods {
            let product = try must("products.create", fields)
            ids["P-\(name)"] = product["id"].text
            for variant in product["variants"].items { ids["V-\(variant["sku"].text)"] = variant["id"].text }
        }
        let address = #"{"line1":"12 St James's Square","city":"London","country":"GB"}"#
        let names = #""firstName":"Ada","lastName":"Lovelace""#
        ids["ADA"] =
            try must(
                "customers.create", #""email":"ada@example.com",\#(names),"shippingAddress":\#(address)"#)[
                "id"
            ].text
        ids["BOB"] = try must("customers.create", #""email":"bob@example.com",\#(names)"#)["id"].text
        ids["POST"] = try must("shippingMethods.create", #""name":"Post","price":"3.50""#)["id"].text
        ids["PIGEON"] =
            try must("shippingMethods.create", #""name":"Pigeon","price":"9","isActive":false"#)["id"].text
    }

    // MARK: Asking

    /// Sends one line and reads its one reply.
    func send(_ line: String) throws -> Reply { try send(Array(filled(line).utf8)) }

    func send(_ line: [UInt8]) throws -> Reply {
        let bytes = run(line)
        #expect(bytes.last == UInt8(ascii: "\n"), "a reply is a line")
        #expect(bytes.dropLast().allSatisfy { $0 >= 0x20 }, "a reply is one line")
        let text = String(decoding: bytes.dropLast(), as: UTF8.self)
        let value = try withExtendedLifetime(document) {
            try bytes.withUnsafeBytes { Value(try document.parse($0)) }
        }
        #expect((value["ok"] == .absent) != (value["error"] == .absent), "\(text)")
        return Reply(line: text, value: value)
    }

    /// Sends a request for `operation` with these members.
    func ask(_ operation: String, _ members: String = "") throws -> Reply {
        try send(#"{"op":"\#(operation)"\#(members.isEmpty ? "" : ",")\#(members)}"#)
    }

    /// What a request is answered that succeeds.
    @discardableResult
    func must(_ operation: String, _ members: String = "") throws -> Value {
        let reply = try ask(operation, members)
        try #require(reply.code == nil, "\(operation) \(members): \(reply.line)")
        return reply.ok
    }

    /// The stock of a variant, as one text: `quantity/reserved`.
    func stock(_ sku: String) throws -> String {
        let stock = try must("inventory.getByVariant", #""sku":"\#(sku)""#)
        let (quantity, reserved) = (stock["quantity"].int ?? -1, stock["reserved"].int ?? -1)
        #expect(stock["available"].int == quantity - reserved)
        return "\(quantity)/\(reserved)"
    }

    /// An order of Ada's; answers its id.
    func order(_ items: String, _ more: String = "") throws -> String {
        try must(
            "orders.create", #""customerId":"$ADA","items":[\#(items)]"# + (more.isEmpty ? "" : ",\(more)"))[
                "orderId"
            ].text
    }

    /// `line` with ids where `$NAME` stood.
    func filled(_ line: String) -> String {
        guard line.utf8.contains(UInt8(ascii: "$")) else { return line }
        var line = line
        for (name, id) in ids.sorted(by: { $0.key.utf8.count > $1.key.utf8.count }) {
            line.replace("$\(name)", with: id)
        }
        return line
    }

    /// Asks by REST. `$NAME` stands for an id here too.
    func rest(
        _ method: Route.Method?, _ target: String, _ body: String = "", key: String? = nil,
        version: UInt32? = nil
    ) throws -> RESTReply {
        let parts = filled(target).split(separator: "?", maxSplits: 1).map(String.init)
        let query = (parts.dropFirst().first ?? "").split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(halves[0]), value: halves.count > 1 ? String(halves[1]) : "")
        }
        let bytes = Array(filled(body).utf8)
        let (outcome, answer) = bytes.withUnsafeBytes { body in
            // Safety: the call below uses it and returns.
            nonisolated(unsafe) var request = RESTRequest(
                method: method, segments: parts[0].split(separator: "/").map(String.init), query: query,
                body: body)
            request.idempotencyKey = key
            request.expectedVersion = version
            return shop.assumeIsolated { shop -> (RESTOutcome, [UInt8]) in
                shop.advanceClock()
                var reply = JSONWriter()
                let outcome = executor.execute(request, session: session, shop: shop, into: &reply)
                return (outcome, Array(reply.bytes))
            }
        }
        commit()
        let value =
            try answer.first != UInt8(ascii: "{")
            ? Value.absent
            : withExtendedLifetime(document) { try answer.withUnsafeBytes { Value(try document.parse($0)) } }
        return RESTReply(outcome: outcome, text: String(decoding: answer, as: UTF8.self), value: value)
    }

    private func commit() {
        shop.assumeIsolated { shop in
            do throws(JournalError) { try shop.commit() } catch { Issue.record("commit: \(error)") }
        }
    }

    private func run(_ line: [UInt8]) -> [UInt8] {
        shop.assumeIsolated { shop in
            shop.advanceClock()
            var reply = JSONWriter()
            let before = shop.sequence
            _ = line.withUnsafeBytes { executor.execute($0, session: session, shop: shop, into: &reply) }
            if shop.sequence != before {
                do throws(JournalError) { try shop.commit() } catch { Issue.record("commit: \(error)") }
            }
            return Array(reply.bytes)
        }
    }

    /// What becomes of the connection after `line`.
    func outcome(of line: String) -> LineExecutor.Outcome {
        shop.assumeIsolated { shop in
            var reply = JSONWriter()
            return Array(line.utf8).withUnsafeBytes {
                executor.execute($0, session: session, shop: shop, into: &reply)
            }
        }
    }

    // MARK: The world around

    /// The journal's length: moves with every change, and with nothing else.
    var sequence: UInt64 { shop.assumeIsolated { $0.sequence } }
    var violations: [String] { shop.assumeIsolated { $0.violations() } }

    /// Where the last table that was asked for by REST goes on.
    var nextCursor: String? { session.nextCursor }

    /// From now on `$NAME` stands for `id`.
    func name(_ name: String, _ id: String) { ids[name] = id }

    /// What the server does now and then.
    func tidy() {
        shop.assumeIsolated { shop in
            shop.advanceClock()
            shop.tidy()
            shop.endRequest()
        }
        commit()
    }

    func advance(milliseconds: Int64) { time.advance(milliseconds: milliseconds) }

    func signIn(_ principal: Principal) {
        shop.assumeIsolated { session.signIn(principal, in: $0) }
    }

    /// Another connection, with all permissions but these.
    func signIn(without missing: String...) {
        let names = PermissionSet.all.names.filter { !missing.contains($0) }
        signIn(Principal(subject: "clerk", permissions: PermissionSet(names: names) ?? .none))
    }

    /// A connection nobody has signed in.
    func disconnect(limits: PlainLimits? = nil) {
        session = newSession()
        session.limits = limits
    }

    private func newSession() -> WireSession {
        let session = WireSession(principal: nil)
        session.portal = portalKeys
        return session
    }

    /// From now on no reply is kept in more than so many bytes.
    func limitCache(bytesMax: Int) { executor = WireWorld.executor(cacheBytesMax: bytesMax) }

    /// The reply to `line` from an executor that keeps none.
    func fresh(_ line: String) -> String {
        let line = Array(filled(line).utf8)
        return inShop { shop in
            shop.advanceClock()
            var reply = JSONWriter()
            _ = line.withUnsafeBytes {
                freshExecutor.execute($0, session: session, shop: shop, into: &reply)
            }
            return String(decoding: reply.bytes.dropLast(), as: UTF8.self)
        }
    }

    /// Runs `body` in the shop.
    func inShop<Result: Sendable>(_ body: (isolated Shop) throws -> Result) rethrows -> Result {
        nonisolated(unsafe) let body = body  // Safety: a test and its shop have one thread.
        return try shop.assumeIsolated { shop in
            defer { shop.endRequest() }
            return try body(shop)
        }
    }

    /// The process ends without a word, and another one opens the directory.
    func reopen() throws {
        let principal = session.principal
        storage.killProcess()
        shop = try WireWorld.open(storage, configuration, time)
        #expect(violations == [])
        executor = WireWorld.executor()
        session = newSession()
        if let principal { signIn(principal) }
    }
}

/// A token lists permissions.
struct ListAuthenticator: Authenticator {
    func principal(token: UnsafeRawBufferPointer, in shop: isolated Shop) throws(Rejection) -> Principal {
        let names = String(decoding: token, as: UTF8.self).split(separator: " ").map(String.init)
        guard let permissions = PermissionSet(names: names) else {
            throw .unauthenticated(reason: "The token is none")
        }
        return Principal(subject: "bearer", permissions: permissions)
    }
}

/// The answer to a REST request.
struct RESTReply {
    let outcome: RESTOutcome
    let text: String
    let value: Value

    /// `nil` where no operation answered.
    var status: Int? { if case .replied(let status, _) = outcome { status } else { nil } }
}
