import CommerceCore

/// What is going on in the shop, for people who look at it: sales by quarter of an hour, and the last 300 seconds
/// of the shop and of the variants that are most wanted.
///
///     totals + second = everything since the start;   calendar + second = everything that is kept
///
/// A sale costs one comparison and a few additions here, whether or not somebody looks; all else is done once a
/// second, or when it is asked for. Derived: never journaled, computed anew when the shop opens. One thread.
final class ShopActivity {
    /// The second that is under way.
    @exclusivity(unchecked) private var second = ShopSecond()
    /// When it is over; nothing is added to it then.
    @exclusivity(unchecked) private var secondEnd: Int64 = 0
    private var ended = SecondRing(nothing: ShopSecond())
    private var endedTotals = ShopSecond()
    /// The most orders that one second had.
    private(set) var peakOrders = 0
    private let calendar = SalesCalendar()
    let variants = VariantCounters()
    var board = SaleBoard()
    /// When the process began to count.
    private(set) var startedAt = Timestamp.zero
    /// How many reservations there had been then.
    private(set) var reservationsAtStart: UInt64 = 0

    // MARK: Hot paths

    /// An order was placed.
    @inline(__always)
    func placed(_ total: Money, units: Quantity, at now: Timestamp) {
        if now.milliseconds >= secondEnd { endSecond(at: now) }
        second.orders &+= 1
        second.units &+= units.units
        second.valueMinorUnits &+= total.minorUnits
    }

    /// Somebody wanted `units` that were not there.
    func refused(_ units: Quantity, of variant: VariantOrdinal, at now: Timestamp) {
        if now.milliseconds >= secondEnd { endSecond(at: now) }
        second.refusedRequests &+= 1
        second.refusedUnits &+= units.units
        variants.refused(units, of: variant)
    }

    /// An order took a reservation over.
    func converted(_ units: Quantity, of variant: VariantOrdinal) {
        second.holdsConverted &+= 1
        variants.held(-units, of: variant)
    }

    // MARK: Keeping

    /// Begins to count, with what there is already.
    func begin(at now: Timestamp, reservations: UInt64) {
        variants.removeAll()
        second = ShopSecond()
        secondEnd = 0
        startedAt = now
        reservationsAtStart = reservations
    }

    /// Takes in an order from before the start.
    func restore(_ order: borrowing Order) {
        let worth = order.worth
        let isSold = order.time(of: .cancelled) == nil
        let units = order.units.units
        calendar.change(at: order.createdAt) { sum in
            if isSold {
                sum.orders += 1
                sum.units += units
            }
            sum.valueMinorUnits += worth.keptMinorUnits
            sum.revenueMinorUnits += worth.paidMinorUnits
        }
    }

    /// An order has changed.
    func changed(_ change: OrderChange) {
        let (before, after) = (change.worthBefore, change.worthAfter)
        calendar.change(at: change.placedAt) { sum in
            if let units = change.cancelledUnits {
                sum.orders -= 1
                sum.units -= units.units
            }
            sum.valueMinorUnits += after.keptMinorUnits - before.keptMinorUnits
            sum.revenueMinorUnits += after.paidMinorUnits - before.paidMinorUnits
        }
    }

    /// Puts the second that is over, if one is, to the others.
    @inline(never)
    func endSecond(at now: Timestamp) {
        guard now.milliseconds >= secondEnd else { return }
        flush()
        secondEnd = (now.milliseconds / 1_000 + 1) * 1_000
    }

    /// Moves the second under way to where all else is; the rest of it begins anew.
    private func flush() {
        guard secondEnd > 0 else { return }
        let number = secondEnd / 1_000 - 1
        ended.put(second, at: number)
        endedTotals += second
        peakOrders = max(peakOrders, second.orders)
        if second.orders > 0 {
            calendar.change(at: Timestamp(milliseconds: number * 1_000)) { [second] sum in
                sum.orders += second.orders
                sum.units += second.units
                sum.valueMinorUnits += second.valueMinorUnits
            }
        }
        second = ShopSecond()
    }

    // MARK: Asking

    /// Everything since the start.
    var totals: ShopSecond {
        var totals = endedTotals
        totals += second
        return totals
    }

    /// What happened in a second that is over.
    func shop(_ second: Int64) -> ShopSecond { ended[second] }

    /// What was sold from `start` to before `end`, the second under way included if it lies within.
    func sales(from start: Timestamp, to end: Timestamp, at now: Timestamp) -> SalesSum {
        var sum = calendar.sum(from: start, to: end, at: now)
        let begun = secondEnd - 1_000
        if second.orders > 0 && begun >= start.milliseconds && begun < end.milliseconds {
            sum.orders += second.orders
            sum.units += second.units
            sum.valueMinorUnits += second.valueMinorUnits
        }
        return sum
    }
}
