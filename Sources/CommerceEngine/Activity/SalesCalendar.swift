import CommerceCore

/// What orders came to that were placed within some span of time.
///
///     value = Σ (total - refunded) of orders that are not CANCELLED;   revenue = the same of those that were paid
package struct SalesSum: Hashable, Sendable {
    /// Orders that were never cancelled.
    package internal(set) var orders = 0
    /// Units of these.
    package internal(set) var units: Int64 = 0
    package internal(set) var valueMinorUnits: Int64 = 0
    package internal(set) var revenueMinorUnits: Int64 = 0

    package init() {}

    static func += (sum: inout SalesSum, other: SalesSum) {
        sum.orders += other.orders
        sum.units += other.units
        sum.valueMinorUnits += other.valueMinorUnits
        sum.revenueMinorUnits += other.revenueMinorUnits
    }

    /// The part of it that belongs to `share` of its span, if it came in evenly.
    func scaled(_ share: Double) -> SalesSum {
        var part = SalesSum()
        part.orders = Int((Double(orders) * share).rounded())
        part.units = Int64((Double(units) * share).rounded())
        part.valueMinorUnits = Int64((Double(valueMinorUnits) * share).rounded())
        part.revenueMinorUnits = Int64((Double(revenueMinorUnits) * share).rounded())
        return part
    }
}

/// What was sold in each quarter of an hour of the last 64 days, by when the orders were placed.
///
///     quarter[t] = Σ over the orders placed in it, as they stand now
///
/// An order that changes changes the quarter in which it was placed. Derived: never journaled, computed anew when
/// the shop opens. Fixed memory, one thread; what is older than the calendar is passed over.
final class SalesCalendar {
    static let quarterMilliseconds: Int64 = 900_000
    private static let quarterCount = 64 * 96

    private struct Quarter {
        /// Counted from 1970; tells whether the slot still holds what is asked for.
        var number: Int64 = -1
        var sum = SalesSum()
    }

    private var quarters = [Quarter](repeating: Quarter(), count: quarterCount)
    private var newest: Int64 = -1

    static func quarter(of time: Timestamp) -> Int64 { time.milliseconds / quarterMilliseconds }

    /// Changes what was sold in the quarter of `time`. Does nothing for one that is not kept any more.
    ///
    /// - Complexity: O(1).
    func change(at time: Timestamp, _ body: (inout SalesSum) -> Void) {
        let number = SalesCalendar.quarter(of: time)
        newest = max(newest, number)
        guard number > newest - Int64(SalesCalendar.quarterCount) else { return }
        let slot = Int(number) % SalesCalendar.quarterCount
        if quarters[slot].number != number { quarters[slot] = Quarter(number: number) }
        body(&quarters[slot].sum)
    }

    /// What was sold from `start` to before `end`. A quarter that one of them cuts gives the part that lies within;
    /// the one that is running at `now` lies within up to now.
    ///
    /// - Complexity: O(quarters).
    func sum(from start: Timestamp, to end: Timestamp, at now: Timestamp) -> SalesSum {
        var total = SalesSum()
        guard start < end else { return total }
        let length = SalesCalendar.quarterMilliseconds
        for number in SalesCalendar.quarter(
            of: start)...SalesCalendar.quarter(
                of: end.adding(milliseconds: -1))
        {
            let held = quarters[Int(number) % SalesCalendar.quarterCount]
            guard held.number == number else { continue }
            let over = min((number + 1) * length, max(now.milliseconds + 1, number * length + 1))
            let from = max(number * length, start.milliseconds)
            let to = min(over, end.milliseconds)
            guard from < to else { continue }
            let share = Double(to - from) / Double(over - number * length)
            total += share == 1 ? held.sum : held.sum.scaled(share)
        }
        return total
    }
}
