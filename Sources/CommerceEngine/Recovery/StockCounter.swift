import CommerceCore

/// Sums, over orders and reservations, what each variant owes them and what each customer's orders come to: the
/// second opinion on every counter.
///
/// It shares no arithmetic with the counters that grow record by record.
final class StockCounter {
    private(set) var counts: [StockCounts]
    /// What each customer's orders come to.
    private(set) var statistics: [CustomerStatistics]
    /// The first thing found to refer to what is not there.
    private(set) var failure: RecordError?
    private let fault: PlantedFault?

    init(variantCount: Int, customerCount: Int, fault: PlantedFault?) {
        counts = [StockCounts](repeating: StockCounts(), count: variantCount)
        statistics = [CustomerStatistics](repeating: CustomerStatistics(), count: customerCount)
        self.fault = fault
    }

    /// - Complexity: O(lines).
    func add(_ order: Order) {
        guard order.customer.index < statistics.count,
            order.lines.allSatisfy({ $0.variant.index < counts.count })
        else {
            failure =
                failure ?? RecordError(reason: "order \(order.number) of an unknown customer or variant")
            return
        }
        let isOpen = order.status.isOpen
        for line in order.lines {
            if isOpen { counts[line.variant.index].reserved += line.unshipped }
            if fault == .recoveryForgetsShipments { counts[line.variant.index].reserved += line.shipped }
        }
        for step in order.steps { addMovements(of: step.event, order) }
        addStatistics(of: order)
    }

    private func addStatistics(of order: Order) {
        let kept = order.total.minorUnits - order.refundedTotal.minorUnits
        let index = order.customer.index
        if order.status != .cancelled { statistics[index].lifetimeValueMinorUnits += kept }
        if order.payment == .paid || order.payment == .refunded {
            statistics[index].totalPaidMinorUnits += kept
        }
        statistics[index].refundedMinorUnits += order.refundedTotal.minorUnits
        if order.status.isOpen { statistics[index].openOrderCount += 1 }
        guard !order.isHidden else { return }
        statistics[index].orderCount += 1
        if statistics[index].firstOrderAt == nil { statistics[index].firstOrderAt = order.createdAt }
        statistics[index].lastOrderAt = order.createdAt
    }

    func add(_ reservation: Reservation) {
        guard reservation.variant.index < counts.count else {
            failure =
                failure ?? RecordError(reason: "reservation of unknown variant \(reservation.variant.index)")
            return
        }
        if reservation.isLive { counts[reservation.variant.index].reserved += reservation.quantity }
    }

    private func addMovements(of event: OrderEvent, _ order: Order) {
        switch event.change {
        case .shipped(let units, _, _, _, _):
            for unit in units { add(-unit.quantity, unit.line, .shipped(order.ordinal), event, order) }
        case .refunded(_, let units, _):
            for unit in units where unit.restock {
                add(unit.quantity, unit.line, .restocked(order.ordinal), event, order)
            }
        case .moved, .cancelled, .paid, .paymentFailed, .noted, .hidden: break
        }
    }

    private func add(
        _ change: Quantity, _ line: Int, _ cause: StockMovement.Cause, _ event: OrderEvent, _ order: Order
    ) {
        counts[order.lines[line].variant.index].movements.append(
            StockMovement(cause: cause, change: change, at: event.at, sequence: event.sequence))
    }
}
