/// A variant on the default executor: it runs where the runtime puts it.
actor PlainVariant {
    // As in the engine: the checks of exclusive access cost more than the rule.
    @exclusivity(unchecked) private var stock: Stock
    init(quantity: Int64) { stock = Stock(quantity: quantity) }

    func promise(_ units: Int64) -> Bool { stock.promise(units) }
    func release(_ units: Int64) { stock.release(units) }
    var reserved: Int64 { stock.reserved }
}

actor PlainOrder {
    @exclusivity(unchecked) private var state: OrderState
    init(_ lines: OrderLines) { state = OrderState(lines) }

    func place() { state.place() }
}

/// The one who calls, as a plain actor: every call is awaited, and others may run in between.
actor PlainDesk {
    private let variants: [PlainVariant]
    private var orders: [PlainOrder] = []
    @exclusivity(unchecked) private var ledger = Ledger()

    init(quantity: Int64, orderCount: Int) {
        variants = (0..<Traffic.variantCount).map { _ in PlainVariant(quantity: quantity) }
        orders.reserveCapacity(orderCount)
    }

    func serve(_ workload: Workload, _ traffic: Traffic) async {
        switch workload {
        case .reserve: for lines in traffic.orders { await reserve(lines) }
        case .order: for lines in traffic.orders { await place(lines) }
        }
    }

    private func reserve(_ lines: OrderLines) async {
        ledger.note(line: await variants[lines.first].promise(1))
    }

    private func place(_ lines: OrderLines) async {
        let units = OrderLines.units
        let first = await variants[lines.first].promise(units.0)
        ledger.note(line: first)
        let second = await variants[lines.second].promise(units.1)
        ledger.note(line: second)
        let third = await variants[lines.third].promise(units.2)
        ledger.note(line: third)
        guard first && second && third else {
            if first { await variants[lines.first].release(units.0) }
            if second { await variants[lines.second].release(units.1) }
            if third { await variants[lines.third].release(units.2) }
            return
        }
        let order = PlainOrder(lines)
        await order.place()
        orders.append(order)
    }

    func reserved() async -> Int64 {
        var sum: Int64 = 0
        for variant in variants { sum += await variant.reserved }
        return sum
    }
}
