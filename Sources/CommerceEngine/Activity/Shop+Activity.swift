package import CommerceCore

// What is going on: kept up with every request, sampled once a second.
extension Shop {
    /// What happened since the start of this process.
    package var activityTotals: ShopSecond { activity.totals }
    package var activityStartedAt: Timestamp { activity.startedAt }
    /// The most orders that one second had.
    package var peakOrdersPerSecond: Int { activity.peakOrders }
    /// Reservations that were made since the start.
    package var holdsMade: UInt64 { reservations.nextNumber - activity.reservationsAtStart }
    package var liveReservationCount: Int { reservations.liveCount }

    /// The number, since 1970, of the last second that is over and was looked at.
    package var sampledSecond: Int64 { lastSampledSecond }

    /// What happened in a second that is over.
    package func activity(in second: Int64) -> ShopSecond { activity.shop(second) }

    package func activity(of variant: VariantOrdinal) -> VariantActivity { activity.variants[variant] }

    /// The variants wanted most of late.
    package func mostWanted(_ limit: Int) -> [VariantOrdinal] { activity.board.mostWanted(limit) }

    /// The last seconds of a variant that is watched, oldest first; empty if it is not.
    package func seconds(of variant: VariantOrdinal, atMost limit: Int = 300) -> [VariantSecond] {
        guard let place = activity.board.place(of: variant) else { return [] }
        let seconds = activity.board.entries[place].seconds
        guard seconds.first >= 0 else { return [] }
        let first = max(seconds.first, lastSampledSecond - Int64(limit) + 1)
        guard first <= lastSampledSecond else { return [] }
        return (first...lastSampledSecond).map { seconds[$0] }
    }

    /// The most orders that one second of a watched variant had.
    package func peakOrdersPerSecond(of variant: VariantOrdinal) -> Int {
        activity.board.place(of: variant).map { Int(activity.board.entries[$0].peakOrders) } ?? 0
    }

    /// Keeps the seconds of `variant` for a while, because someone looks at it.
    package func watch(_ variant: VariantOrdinal) {
        activity.board.pin(variant, at: now.milliseconds / 1_000)
    }

    /// Looks at the second that is over, if one is since the last time.
    ///
    /// - Returns: Whether there was one.
    /// - Complexity: O(variants that were wanted in it).
    @discardableResult
    package func sampleActivity() -> Bool {
        activity.endSecond(at: now)
        let second = now.milliseconds / 1_000 - 1
        guard second > lastSampledSecond else { return false }
        lastSampledSecond = second
        activity.variants.sample { variant, news in activity.board.note(variant, news, at: second) }
        activity.board.end(second) { available(of: $0) }
        return true
    }

    /// Computes anew what follows from orders and reservations, when the shop opens.
    ///
    /// - Complexity: O(orders of the last two months + reservations).
    func restoreActivity() {
        activity.begin(at: now, reservations: reservations.nextNumber)
        let oldest = now.adding(milliseconds: -64 * 86_400_000)
        for index in orderCount(before: oldest)..<orders.count {
            OrderActor.restore(orders[index], activity, on: unownedExecutor)
        }
        reservations.forEach(in: 0..<reservations.nextNumber) { _, reservation in
            guard reservation.isLive else { return }
            activity.variants.held(reservation.quantity, of: reservation.variant)
        }
    }
}
