/// A claim on units of one variant that may lapse.
///
/// It is *live* until it is released, converted by an order, or its deadline passes; availability is a
/// function of the state and the clock, so a lapsed reservation holds nothing even if nobody has swept
/// it yet: a reservation with deadline `d` is live at `now` exactly if `now < d`.
package struct Reservation: Sendable {
    package enum State: UInt8, Sendable {
        case live, released, lapsed, converted
    }

    /// The client's name for it, or the one the server gave.
    package let id: String
    package let variant: VariantOrdinal
    /// Falls when an open-ended reservation is released in part.
    package var quantity: Quantity
    /// As asked: what a repetition is compared with. 0 = open-ended.
    package let timeToLiveMilliseconds: Int64
    package let createdAt: Timestamp
    /// `nil` = open-ended.
    package var expiresAt: Timestamp?
    /// What the first answer said was left; a replay answers the same.
    package let availableAfter: Quantity
    package var state: State
    /// When it stopped being live.
    package var endedAt: Timestamp?

    package init(
        id: String, variant: VariantOrdinal, quantity: Quantity, timeToLiveMilliseconds: Int64,
        createdAt: Timestamp, availableAfter: Quantity
    ) {
        self.id = id
        self.variant = variant
        self.quantity = quantity
        self.timeToLiveMilliseconds = timeToLiveMilliseconds
        self.createdAt = createdAt
        self.availableAfter = availableAfter
        expiresAt =
            timeToLiveMilliseconds == 0 ? nil : createdAt.adding(milliseconds: timeToLiveMilliseconds)
        state = .live
    }

    /// The longest time to live: one year.
    package static let timeToLiveMaximumMilliseconds: Int64 = 366 * 24 * 3_600_000
    package static let defaultTimeToLiveMilliseconds: Int64 = 600_000
    package static let idBytesMaximum = 128

    package var isLive: Bool { state == .live }

    package func hasLapsed(at now: Timestamp) -> Bool {
        guard let expiresAt else { return false }
        return state == .live && now >= expiresAt
    }
}
