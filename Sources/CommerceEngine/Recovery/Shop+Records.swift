import CommerceCore
import Journaling

// Recovery: records taken in, in the order in which they were written. Nothing is judged again; what a
// record cannot mean (an unknown type, an ordinal out of turn) is damage that no checksum saw.
extension Shop {
    /// Takes one record in.
    ///
    /// `covers` tells what a snapshot knows already: `covers.includes(kind, index, sequence)`.
    func apply(_ record: JournalRecord, covers: Coverage) throws {
        guard let type = RecordType(rawValue: record.type) else {
            throw RecordError(reason: "type \(record.type) is unknown to this version")
        }
        var reader = ByteReader(record.body)
        let at = record.sequence
        switch type {
        case .subject, .label, .contact, .address: try applyText(type, &reader, at, covers)
        case .product, .variant, .customer, .shippingMethod, .apiKey:
            try applyEntity(type, &reader, at, covers)
        case .stockSettings, .adjustment, .alert: try applyStock(type, &reader, at, covers)
        case .reserved, .reservationReleased, .reservationExtended:
            try applyReservation(type, &reader, at, covers)
        case .orderPlaced, .orderChanged: try applyOrder(type, &reader, at, covers)
        case .keyUsed:
            let number = try reader.varint()
            let answer = try reader.answer()
            if !covers.includes(.answers, number, at) { answers.insert(answer, number: number) }
        case .clock: replayTime(try reader.time())
        }
        guard reader.isAtEnd else { throw RecordError(reason: "\(reader.remaining) bytes too many") }
    }

    /// The variant, touched by the last record, whose reserved units are out of bounds now; asked after each record.
    func takeOutOfBounds() -> VariantOrdinal? {
        defer { touched.removeAll(keepingCapacity: true) }
        guard isDerived else { return nil }
        return touched.first { ordinal in
            !variants[ordinal.index].owned { $0.inventory.isWithinBounds }
        }
    }

    private func applyText(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.varint()
        switch type {
        case .subject:
            let name = try reader.string()
            if covers.includes(.subjects, number, sequence) { return }
            try requireNext(number, subjects.count)
            enter(subject: name)
        case .label:
            let label = try reader.label()
            if covers.includes(.labels, number, sequence) { return }
            try requireNext(number, labels.count)
            labels.append(label)
        case .contact:
            let contact = try reader.contact()
            if covers.includes(.contacts, number, sequence) { return }
            try requireNext(number, contacts.count)
            contacts.append(contact)
        default:
            let text = try reader.string()
            if covers.includes(.addresses, number, sequence) { return }
            try requireNext(number, addresses.count)
            addresses.append(text)
        }
    }

    private func applyEntity(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.varint()
        switch type {
        case .product:
            let product = try reader.product()
            if covers.includes(.products, number, sequence) { return }
            if try isKnown(number, products.count) {
                replace(ProductOrdinal(Int(number)), product)
                refreshOffers(of: product)
            } else {
                enter(product)
            }
        case .variant:
            let label = try reader.ordinal(LabelKind.self)
            let variant = try reader.variant()
            if covers.includes(.variants, number, sequence) { return }
            if try isKnown(number, variants.count) {
                replace(VariantOrdinal(Int(number)), variant, label: label)
            } else {
                enter(variant, label: label)
            }
        case .customer:
            let contact = try reader.ordinal(ContactKind.self)
            let customer = try reader.customer()
            if covers.includes(.customers, number, sequence) { return }
            if try isKnown(number, customers.count) {
                replace(CustomerOrdinal(Int(number)), customer, contact: contact)
            } else {
                enter(customer, contact: contact)
            }
        case .shippingMethod:
            let method = try reader.shippingMethod()
            if covers.includes(.shippingMethods, number, sequence) { return }
            if try isKnown(number, shippingMethods.count) {
                shippingMethods[Int(number)] = method
            } else {
                shippingMethods.append(method)
            }
        default:
            let key = try reader.apiKey()
            if covers.includes(.apiKeys, number, sequence) { return }
            if try isKnown(number, apiKeys.count) { apiKeys[Int(number)] = key } else { enter(key) }
        }
    }

    private func applyStock(
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
            replayTime(try reader.time())
            if !isCovered { try variantActor(number).owned { $0.apply(alert) } }
        }
    }

    private func applyReservation(
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

    private func applyOrder(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        if type == .orderPlaced {
            let order = try reader.placedOrder()
            var converted: [ReservationNumber] = []
            for _ in 0..<(try reader.count(atMost: Order.linesMaximum)) {
                converted.append(try reader.reservationNumber())
            }
            replayTime(order.createdAt)
            try applyPlaced(order, converted, sequence, covers)
            return
        }
        let ordinal = try reader.ordinal(OrderKind.self)
        guard ordinal.index < orders.count else {
            throw RecordError(reason: "change of an order that is not there")
        }
        let actor = orders[ordinal.index]
        if covers.includes(.orders, UInt64(ordinal.value), sequence) {
            _ = try reader.bytes(reader.remaining)
            return
        }
        let event = try reader.orderEvent(of: actor.owned { $0.order })
        replayTime(event.at)
        let effects = actor.owned { $0.apply(event) }
        if isDerived { move(effects, of: ordinal, event) }
    }

    private func applyPlaced(
        _ order: Order, _ converted: [ReservationNumber], _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = UInt64(order.ordinal.value)
        guard order.customer.index < customers.count,
            order.lines.allSatisfy({ $0.variant.index < variants.count })
        else { throw RecordError(reason: "order of an unknown customer or variant") }
        if isDerived {
            try requireNext(number, orders.count)
            for reservation in converted where reservations[reservation]?.isLive != true {
                throw RecordError(reason: "conversion of reservation \(reservation.value), which is not live")
            }
            enter(order)
            takeStock(of: order, converting: converted)
            return
        }
        if !covers.includes(.orders, number, sequence) {
            try requireNext(number, orders.count)
            enter(order)
        }
        for reservation in converted
        where !covers.includes(.reservations, reservation.value, sequence)
            && reservations[reservation]?.isLive == true
        {
            reservations.end(reservation, as: .converted, at: order.createdAt)
        }
    }

    // MARK: Helpers

    /// The time goes on as the records tell; what had lapsed by then has lapsed now.
    private func replayTime(_ time: Timestamp) {
        if isDerived { endLapsed(at: time) }
    }

    private func variantActor(_ number: UInt64) throws -> VariantActor {
        guard number < UInt64(variants.count) else {
            throw RecordError(reason: "variant \(number) is not there")
        }
        return variants[Int(number)]
    }

    private func requireNext(_ number: UInt64, _ count: Int) throws {
        guard number == UInt64(count) else {
            throw RecordError(reason: "number \(number) follows \(count) others")
        }
    }

    private func isKnown(_ number: UInt64, _ count: Int) throws -> Bool {
        if number < UInt64(count) { return true }
        try requireNext(number, count)
        return false
    }
}
