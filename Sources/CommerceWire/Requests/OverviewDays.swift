import CommerceCore

/// The days of somebody who looks at figures: where theirs begin and end, as times in UTC.
struct OverviewDays {
    private static let dayMilliseconds: Int64 = 86_400_000
    private static let hourMilliseconds: Int64 = 3_600_000

    let now: Timestamp
    /// When their day began.
    let midnight: Timestamp
    /// When the hour began that is running.
    let hour: Timestamp

    /// - Parameter offsetMinutes: How far their clock is ahead of UTC.
    init(now: Timestamp, offsetMinutes: Int64) {
        self.now = now
        let ahead = offsetMinutes * 60_000
        let local = now.milliseconds + ahead
        midnight = OverviewDays.time(local - local % OverviewDays.dayMilliseconds - ahead)
        hour = OverviewDays.time(local - local % OverviewDays.hourMilliseconds - ahead)
    }

    /// The last `days` days, the running one among them, and the same span before it up to the same time of day.
    func spans(of days: Int64) -> (current: Range<Timestamp>, previous: Range<Timestamp>) {
        let length = days * OverviewDays.dayMilliseconds
        let start = midnight.milliseconds - (days - 1) * OverviewDays.dayMilliseconds
        // What is placed in this very millisecond belongs to it too.
        let end = now.milliseconds + 1
        return (
            OverviewDays.time(start)..<OverviewDays.time(end),
            OverviewDays.time(start - length)..<OverviewDays.time(end - length)
        )
    }

    /// The last 24 hours, whole ones but for the last, which is running.
    var hours: [Range<Timestamp>] {
        (0..<24).map { (index: Int64) in
            let start = hour.milliseconds - (23 - index) * OverviewDays.hourMilliseconds
            return OverviewDays.time(start)..<OverviewDays.time(start + OverviewDays.hourMilliseconds)
        }
    }

    private static func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: max(0, milliseconds))
    }
}
