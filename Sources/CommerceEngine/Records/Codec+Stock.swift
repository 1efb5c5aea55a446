import CommerceCore
import Journaling

extension ByteWriter {
    mutating func put(_ settings: StockSettings) {
        put(settings.lowStockThreshold)
        put(settings.trackInventory)
        put(settings.allowBackorder)
    }

    mutating func put(_ adjustment: Adjustment) {
        put(adjustment.change)
        put(adjustment.before)
        put(string: adjustment.reason)
        put(optional: adjustment.notes)
        put(adjustment.by)
        put(adjustment.at)
    }

    /// A reservation as it was made.
    @inline(__always)
    mutating func put(made reservation: Reservation) {
        put(reservation.variant)
        put(reservation.quantity)
        put(signed: reservation.timeToLiveMilliseconds)
        put(reservation.createdAt)
        put(reservation.availableAfter)
        put(string: reservation.id)
    }

    /// A reservation as it is now.
    mutating func put(whole reservation: Reservation) {
        put(made: reservation)
        put(optional: reservation.expiresAt)
        put(byte: reservation.state.rawValue)
        put(optional: reservation.endedAt)
    }

    mutating func put(_ answer: Answer) {
        put(string: answer.operation)
        put(string: answer.key)
        put(fixed64: answer.fingerprint)
        put(answer.at)
        answer.reply.withUnsafeBytes { put(lengthPrefixed: $0) }
    }
}

extension ByteReader {
    mutating func stockSettings() throws -> StockSettings {
        var settings = StockSettings()
        settings.lowStockThreshold = try quantity()
        settings.trackInventory = try flag()
        settings.allowBackorder = try flag()
        return settings
    }

    mutating func adjustment(sequence: UInt64) throws -> Adjustment {
        Adjustment(
            change: try quantity(), before: try quantity(), reason: try string(), notes: try optionalString(),
            by: try ordinal(), at: try time(), sequence: sequence)
    }

    mutating func madeReservation() throws -> Reservation {
        let variant = try ordinal(VariantKind.self)
        let quantity = try quantity()
        let timeToLive = try signed()
        let createdAt = try time()
        let available = try self.quantity()
        return Reservation(
            id: try string(), variant: variant, quantity: quantity, timeToLiveMilliseconds: timeToLive,
            createdAt: createdAt, availableAfter: available)
    }

    mutating func wholeReservation() throws -> Reservation {
        var reservation = try madeReservation()
        reservation.expiresAt = try optionalTime()
        reservation.state = try enumeration()
        reservation.endedAt = try optionalTime()
        guard reservation.isLive == (reservation.endedAt == nil) else {
            throw RecordError(reason: "reservation is \(reservation.state)")
        }
        return reservation
    }

    mutating func answer() throws -> Answer {
        let operation = try string()
        let key = try string()
        let fingerprint = try fixed64()
        let at = try time()
        return Answer(
            operation: operation, key: key, fingerprint: fingerprint, reply: [UInt8](try lengthPrefixed()),
            at: at)
    }
}
