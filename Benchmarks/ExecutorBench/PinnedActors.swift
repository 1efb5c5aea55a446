/// A variant pinned to a loop.
actor PinnedVariant {
    // The program keeps its loops to the end.
    nonisolated let unownedExecutor: UnownedSerialExecutor
    // As in the engine: the checks of exclusive access cost more than the rule.
    @exclusivity(unchecked) private var stock: Stock

    init(quantity: Int64, on executor: UnownedSerialExecutor) {
        stock = Stock(quantity: quantity)
        unownedExecutor = executor
    }

    func promise(_ units: Int64) -> Bool { stock.promise(units) }
    func release(_ units: Int64) { stock.release(units) }
    var reserved: Int64 { stock.reserved }

    // Made once, as the engine's own.
    static let promise = CallMadeOnce { (variant: isolated PinnedVariant, units: Int64) in
        variant.promise(units)
    }
    static let release = CallMadeOnce { (variant: isolated PinnedVariant, units: Int64) in
        variant.release(units)
    }
}

actor PinnedOrder {
    nonisolated let unownedExecutor: UnownedSerialExecutor
    @exclusivity(unchecked) private var state: OrderState

    init(_ lines: OrderLines, on executor: UnownedSerialExecutor) {
        state = OrderState(lines)
        unownedExecutor = executor
    }

    func place() { state.place() }

    static let place = CallMadeOnce { (order: isolated PinnedOrder, _: Void) in order.place() }
}
