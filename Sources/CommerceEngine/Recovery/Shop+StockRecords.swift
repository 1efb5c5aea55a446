import CommerceCore
import Journaling

// Recovery: what moves or claims stock by hand.
extension Shop {
    func applyStock(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.varint()
        let isCovered = covers.includes(.variants, number, sequence)
        switch type {
        case .stockSettings:
            let settings = try reader.stockSettings()
            if !isCovered { try variantActor(number).owned { $0.apply(settings) } }
        case .adjustment:
            let adjustment = try reader.adjustment(sequence: sequence)
            replayTime(adjustment.at)
            let counting = isDerived
            if isCovered { return }
            try variantActor(number).owned { $0.apply(adjustment, countingStock: counting) }
            settleAlert(of: VariantOrdinal(Int(number)), at: adjustment.at)
        default:
            let alert = try reader.enumeration(LowStockAlert.self)
            let available = type == .alert ? try reader.quantity() : nil
            let at = try reader.time()
            replayTime(at)
            let owner = try variantActor(number)
            if alert == .fired {
                announceLowStock(
                    VariantOrdinal(Int(number)), available: available, at: at, sequence: sequence)
            }
            if !isCovered { owner.owned { $0.apply(alert) } }
        }
    }

    func applyReservation(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.reservationNumber()
        let isCovered = covers.includes(.reservations, number.value, sequence)
        switch type {
        case .reserved:
            let made = try reader.madeReservation()
            replayTime(made.createdAt)
            if isCovered { return }
            guard number.value >= reservations.nextNumber else {
                throw RecordError(reason: "reservation out of turn")
            }
            let owner = try variantActor(UInt64(made.variant.value))
            reservations.restore(made, number: number)
            guard isDerived else { return }
            if made.expiresAt == nil { listOpenEnded(number, of: made.variant) }
            _ = owner.owned { $0.promise(made.quantity) }
            settleAlert(of: made.variant, at: made.createdAt)
        case .reservationReleased:
            let quantity = try reader.quantity()
            let at = try reader.time()
            replayTime(at)
            if isCovered { return }
            guard let reservation = reservations[number], reservation.isLive, quantity <= reservation.quantity
            else {
                throw RecordError(reason: "release of a reservation that is not live")
            }
            applyRelease(of: quantity, from: number, reservation, at: at)
        default:
            let deadline = try reader.optionalTime()
            replayTime(try reader.time())
            if isCovered { return }
            guard let reservation = reservations[number], reservation.isLive else {
                throw RecordError(reason: "extension of a reservation that is not live")
            }
            applyExtension(of: number, reservation, to: deadline)
        }
    }
}
