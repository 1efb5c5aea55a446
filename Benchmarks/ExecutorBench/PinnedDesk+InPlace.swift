// Entered in place: no suspension, so that a request is one step to everybody else.
extension PinnedDesk {
    // MARK: With `assumeIsolated`

    func serveAssuming(_ workload: Workload, _ traffic: Traffic) {
        switch workload {
        case .reserve:
            for lines in traffic.orders {
                ledger.note(line: variants[lines.first].assumeIsolated { $0.promise(1) })
            }
        case .order: for lines in traffic.orders { placeAssuming(lines) }
        }
    }

    private func placeAssuming(_ lines: OrderLines) {
        let units = OrderLines.units
        let first = variants[lines.first].assumeIsolated { $0.promise(units.0) }
        ledger.note(line: first)
        let second = variants[lines.second].assumeIsolated { $0.promise(units.1) }
        ledger.note(line: second)
        let third = variants[lines.third].assumeIsolated { $0.promise(units.2) }
        ledger.note(line: third)
        guard first && second && third else {
            if first { variants[lines.first].assumeIsolated { $0.release(units.0) } }
            if second { variants[lines.second].assumeIsolated { $0.release(units.1) } }
            if third { variants[lines.third].assumeIsolated { $0.release(units.2) } }
            return
        }
        let order = PinnedOrder(lines, on: unownedExecutor)
        order.assumeIsolated { $0.place() }
        orders.append(order)
    }

    // MARK: With calls made once

    func serveOwned(_ workload: Workload, _ traffic: Traffic) {
        switch workload {
        case .reserve:
            for lines in traffic.orders {
                ledger.note(line: PinnedVariant.promise(variants[lines.first], 1, on: unownedExecutor))
            }
        case .order: for lines in traffic.orders { placeOwned(lines) }
        }
    }

    private func placeOwned(_ lines: OrderLines) {
        let (units, here) = (OrderLines.units, unownedExecutor)
        let first = PinnedVariant.promise(variants[lines.first], units.0, on: here)
        ledger.note(line: first)
        let second = PinnedVariant.promise(variants[lines.second], units.1, on: here)
        ledger.note(line: second)
        let third = PinnedVariant.promise(variants[lines.third], units.2, on: here)
        ledger.note(line: third)
        guard first && second && third else {
            if first { PinnedVariant.release(variants[lines.first], units.0, on: here) }
            if second { PinnedVariant.release(variants[lines.second], units.1, on: here) }
            if third { PinnedVariant.release(variants[lines.third], units.2, on: here) }
            return
        }
        let order = PinnedOrder(lines, on: here)
        PinnedOrder.place(order, (), on: here)
        orders.append(order)
    }
}
