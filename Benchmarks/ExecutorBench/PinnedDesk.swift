import EventLoops

/// The one who calls, pinned to a loop: it awaits the others, wherever they live, or enters them in place.
actor PinnedDesk {
    nonisolated let unownedExecutor: UnownedSerialExecutor
    let variants: [PinnedVariant]
    var orders: [PinnedOrder] = []
    @exclusivity(unchecked) var ledger = Ledger()

    /// Variants are dealt out over `homes` in turn; the desk and its orders live on `loop`.
    init(quantity: Int64, orderCount: Int, on loop: EventLoop, variantsOn homes: [EventLoop]) {
        variants = (0..<Traffic.variantCount).map { index in
            PinnedVariant(
                quantity: quantity, on: homes[index % homes.count].asUnownedSerialExecutor())
        }
        unownedExecutor = loop.asUnownedSerialExecutor()
        orders.reserveCapacity(orderCount)
    }

    func reserved() async -> Int64 {
        var sum: Int64 = 0
        for variant in variants { sum += await variant.reserved }
        return sum
    }

    // MARK: Awaited

    /// Serves every `stride`th request from `start` on, one after the other; several such calls are several
    /// requests in flight.
    func serve(
        _ workload: Workload, _ traffic: Traffic, from start: Int = 0, stride: Int = 1
    ) async {
        var index = start
        while index < traffic.orders.count {
            let lines = traffic.orders[index]
            index += stride
            switch workload {
            case .reserve: await reserve(lines)
            case .order: await place(lines)
            }
        }
    }

    private func reserve(_ lines: OrderLines) async {
        let isPromised = await variants[lines.first].promise(1)
        ledger.note(line: isPromised)
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
        let order = PinnedOrder(lines, on: unownedExecutor)
        await order.place()
        orders.append(order)
    }
}
