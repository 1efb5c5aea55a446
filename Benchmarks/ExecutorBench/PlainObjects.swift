/// The same without isolation: what is left when a call is only a call. The floor of the table, not a candidate.
///
/// Safety: made, used and dropped by one case, on one thread after the other.
final class ObjectDesk: @unchecked Sendable {
    private final class Variant {
        @exclusivity(unchecked) var stock: Stock
        init(quantity: Int64) { stock = Stock(quantity: quantity) }
    }

    private final class Order {
        var state: OrderState
        init(_ lines: OrderLines) { state = OrderState(lines) }
    }

    private let variants: [Variant]
    private var orders: [Order] = []
    @exclusivity(unchecked) private var ledger = Ledger()

    init(quantity: Int64, orderCount: Int) {
        variants = (0..<Traffic.variantCount).map { _ in Variant(quantity: quantity) }
        orders.reserveCapacity(orderCount)
    }

    func serve(_ workload: Workload, _ traffic: Traffic) {
        switch workload {
        case .reserve:
            for lines in traffic.orders { ledger.note(line: variants[lines.first].stock.promise(1)) }
        case .order: for lines in traffic.orders { place(lines) }
        }
    }

    private func place(_ lines: OrderLines) {
        let units = OrderLines.units
        let first = variants[lines.first].stock.promise(units.0)
        ledger.note(line: first)
        let second = variants[lines.second].stock.promise(units.1)
        ledger.note(line: second)
        let third = variants[lines.third].stock.promise(units.2)
        ledger.note(line: third)
        guard first && second && third else {
            if first { variants[lines.first].stock.release(units.0) }
            if second { variants[lines.second].stock.release(units.1) }
            if third { variants[lines.third].stock.release(units.2) }
            return
        }
        let order = Order(lines)
        order.state.place()
        orders.append(order)
    }

    var reserved: Int64 { variants.reduce(0) { $0 + $1.stock.reserved } }
}
