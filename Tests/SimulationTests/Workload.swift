import TestSupport

/// Makes up what the clients ask: few variants, little stock, few names, so that everything collides.
///
/// Looks at the auditor to ask for what exists, and now and then for what does not.
struct Workload {
    private var random: SeededGenerator
    private var keysMade = 0
    private var namesMade = 0
    /// Requests to send once more, answered or not.
    private var recent: [SimulatedRequest] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// What a new shop is filled with.
    mutating func opening() -> [SimulatedRequest] {
        var requests: [SimulatedRequest] = []
        for product in 0..<Int.random(in: 1...3, using: &random) {
            let skus = (0..<Int.random(in: 1...2, using: &random)).map { "s\(product)\($0)" }
            requests.append(
                SimulatedRequest(
                    .createProduct(
                        name: "Product \(product)", skus: skus,
                        price: Int64.random(in: 0...5_000, using: &random),
                        quantity: Int64.random(in: 0...40, using: &random))))
        }
        for customer in 0..<2 {
            requests.append(SimulatedRequest(.createCustomer(email: "c\(customer)@x", hasAddress: true)))
        }
        if chance(2) { requests.append(SimulatedRequest(.createCustomer(email: "c2@x", hasAddress: false))) }
        return requests
    }

    /// The next request of some client.
    mutating func next(_ auditor: Auditor) -> SimulatedRequest {
        if chance(6), let again = pick(recent) {
            // The same once more, or the same key for something else.
            let other = ask(auditor)
            return chance(5) && other.isChange ? SimulatedRequest(other, key: again.key) : again
        }
        let ask = ask(auditor)
        var key: String?
        if ask.isChange && chance(2) {
            keysMade += 1
            key = "k\(keysMade)"
        }
        let request = SimulatedRequest(ask, key: key)
        if ask.isChange {
            recent.append(request)
            if recent.count > 30 { recent.removeFirst() }
        }
        return request
    }

    private mutating func ask(_ auditor: Auditor) -> Ask {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<18:
            return .reserve(
                sku: sku(auditor), quantity: units(), id: chance(5) ? nil : reservationID(),
                ttlSeconds: timeToLive())
        case 18..<24: return .release(id: knownReservation(auditor))
        case 24..<29: return .releaseOpenEnded(sku: sku(auditor), quantity: units())
        case 29..<35: return .extend(id: knownReservation(auditor), ttlSeconds: timeToLive() ?? 30)
        case 35..<55: return order(auditor)
        case 55..<62: return adjustment(auditor)
        case 62..<65:
            return .settings(
                sku: sku(auditor), threshold: maybe(Int64.random(in: 0...12, using: &random)),
                backorder: maybe(chance(3)), track: maybe(!chance(4)))
        case 65..<82: return orderChange(auditor)
        case 82..<86: return .readStock(sku: sku(auditor))
        case 86..<88: return .check(sku: sku(auditor), quantity: units())
        case 88..<90: return .readOrder(id: orderID(auditor))
        case 90: return .lowStock
        case 91..<95: return catalog(auditor)
        default: return Workload.broken[Int.random(in: 0..<Workload.broken.count, using: &random)]
        }
    }

    private mutating func order(_ auditor: Auditor) -> Ask {
        var lines: [AskedLine] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            if chance(4) {
                lines.append(.reservation(chance(3) ? knownReservation(auditor) : liveReservation(auditor)))
            } else {
                lines.append(
                    .units(
                        sku: sku(auditor), quantity: units(),
                        price: chance(4) ? Int64.random(in: 0...900, using: &random) : nil))
            }
        }
        let customers = auditor.customers.filter { $0.hasAddress || chance(3) }
        let customer = chance(30) ? "c0000000000000000" : pick(customers)?.id ?? "c0000000000000000"
        return .order(
            customer: customer, lines: lines,
            discount: chance(8) ? Int64.random(in: 1...3_000, using: &random) : 0,
            tax: chance(8) ? 119 : 0)
    }

    private mutating func adjustment(_ auditor: Auditor) -> Ask {
        let sku = sku(auditor)
        var expected: Int64?
        if chance(3) {
            expected = (auditor.variant(sku).map { auditor.variants[$0].quantity } ?? 0) + (chance(3) ? 1 : 0)
        }
        return .adjust(sku: sku, change: Int64.random(in: -8...14, using: &random), expected: expected)
    }

    private mutating func orderChange(_ auditor: Auditor) -> Ask {
        let id = orderID(auditor)
        let order = auditor.orders.first { $0.id == id }
        let units = chance(3) ? [] : unitsOfOrder(id, auditor)
        if let order, order.status == "PROCESSING", chance(3) { return .fulfil(order: id, units: units) }
        if let order, order.payment == "PAID", chance(3) {
            return .refund(order: id, amount: nil, units: units)
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3:
            return .status(
                order: id, to: pick(chance(3) ? Workload.statuses : order?.allowed ?? []) ?? "PROCESSING")
        case 3..<5:
            return .payment(
                order: id, to: pick(["PAID", "PAID", "PAID", "FAILED", "REFUNDED", "PENDING"]) ?? "PAID")
        case 5 where order?.isOpen ?? false && chance(2): return .cancel(order: id)
        case 6..<8: return .fulfil(order: id, units: units)
        default:
            return .refund(
                order: id, amount: chance(3) ? Int64.random(in: 0...800, using: &random) : nil, units: units)
        }
    }

    private mutating func unitsOfOrder(_ id: String, _ auditor: Auditor) -> [AskedUnits] {
        guard let order = auditor.orders.first(where: { $0.id == id }) else { return [] }
        var units: [AskedUnits] = []
        for line in order.lines where !chance(3) {
            units.append(
                AskedUnits(
                    sku: auditor.variants[line.variant].sku,
                    quantity: Int64.random(in: 1...max(line.quantity, 1), using: &random),
                    restock: chance(2)))
        }
        return units
    }

    private mutating func catalog(_ auditor: Auditor) -> Ask {
        namesMade += 1
        guard !chance(8), let product = pick(auditor.products) else {
            return chance(2)
                ? .createCustomer(email: "c\(Int.random(in: 0...4, using: &random))@x", hasAddress: chance(2))
                : .createProduct(
                    name: "New \(namesMade)", skus: ["n\(Int.random(in: 0...3, using: &random))"], price: 250,
                    quantity: 5)
        }
        return .updateProduct(
            id: product.id, name: chance(3) ? "Named \(namesMade)" : nil,
            price: maybe(Int64.random(in: 0...5_000, using: &random)),
            status: maybe(chance(3) ? "DRAFT" : "PUBLISHED"))
    }

    // MARK: Choices

    private mutating func chance(_ oneIn: Int) -> Bool { random.oneIn(oneIn) }
    private mutating func maybe<Value>(_ value: Value) -> Value? { chance(2) ? value : nil }
    private mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &random)
    }
    private mutating func units() -> Int64 {
        chance(20) ? 0 : Int64.random(in: 1...(chance(4) ? 15 : 4), using: &random)
    }
    private mutating func sku(_ auditor: Auditor) -> String {
        chance(40) ? "nothing" : pick(auditor.variants)?.sku ?? "nothing"
    }
    private mutating func reservationID() -> String { "r\(Int.random(in: 0...15, using: &random))" }
    private mutating func timeToLive() -> Int64? { pick([nil, 0, 0, 1, 5, 30, 600, 7_200]) ?? nil }
    private mutating func orderID(_ auditor: Auditor) -> String {
        chance(40) ? "o0000000000000000" : pick(auditor.orders.suffix(6))?.id ?? "nothing"
    }
    private mutating func knownReservation(_ auditor: Auditor) -> String {
        chance(4) ? reservationID() : pick(auditor.reservations.suffix(12))?.id ?? reservationID()
    }
    private mutating func liveReservation(_ auditor: Auditor) -> String {
        pick(auditor.reservations.suffix(20).filter { $0.isLive(at: auditor.now) })?.id ?? reservationID()
    }
    private mutating func pick<Element>(_ elements: ArraySlice<Element>) -> Element? {
        elements.randomElement(using: &random)
    }

    private static let statuses = [
        "PROCESSING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED", "PENDING",
    ]

    private static let broken: [Ask] = [
        .broken(
            operation: "inventory.reserve", members: ",\"sku\":\"s00\",\"quantity\":1,\"sku\":\"s00\"",
            code: "malformed_json"),
        .broken(operation: "inventory.reserve", members: ",\"sku\":\"s00\"", code: "missing_field"),
        .broken(
            operation: "inventory.adjust",
            members: ",\"sku\":\"s00\",\"quantityChange\":1.5,\"reason\":\"x\"", code: "invalid_value"),
        .broken(
            operation: "inventory.adjust", members: ",\"sku\":\"s00\",\"quantity\":1", code: "unknown_field"),
        .broken(operation: "inventory.unknown", members: "", code: "unknown_operation"),
        .broken(operation: "orders.create", members: "", code: "missing_field"),
    ]
}

extension Ask {
    /// Whether it may carry an idempotency key.
    fileprivate var isChange: Bool {
        switch self {
        case .readStock, .check, .readOrder, .lowStock, .broken: false
        default: true
        }
    }
}
