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
        case .product, .productVersion1, .variant, .variantVersion1, .shippingMethod, .shippingMethodVersion1,
            .category, .tag:
            try applyCatalog(type, &reader, at, covers)
        case .customer, .customerVersion1, .apiKey, .apiKeyVersion1, .user, .role, .signInSession:
            try applyPerson(type, &reader, at, covers)
        case .stockSettings, .adjustment, .alert, .alertVersion1: try applyStock(type, &reader, at, covers)
        case .reserved, .reservationReleased, .reservationExtended:
            try applyReservation(type, &reader, at, covers)
        case .orderPlaced, .orderChanged: try applyOrder(type, &reader, at, covers)
        case .keyUsed:
            let number = try reader.varint()
            let answer = try reader.answer()
            if !covers.includes(.answers, number, at) { answers.insert(answer, number: number) }
        case .settings:
            let settings = try reader.shopSettings()
            if !covers.includes(.settings, 0, at) { self.settings = settings }
        case .audited, .stockImport, .stockImportUndone: try applyMemory(type, &reader, at, covers)
        case .orderFailed, .notificationsRead, .outboxAcknowledged:
            try applyMessage(type, &reader, at, covers)
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

    // MARK: Helpers

    /// The time goes on as the records tell; what had lapsed by then has lapsed now.
    func replayTime(_ time: Timestamp) {
        if isDerived { endLapsed(at: time) }
    }

    func variantActor(_ number: UInt64) throws -> VariantActor {
        guard number < UInt64(variants.count) else {
            throw RecordError(reason: "variant \(number) is not there")
        }
        return variants[Int(number)]
    }

    func requireNext(_ number: UInt64, _ count: Int) throws {
        guard number == UInt64(count) else {
            throw RecordError(reason: "number \(number) follows \(count) others")
        }
    }

    func isKnown(_ number: UInt64, _ count: Int) throws -> Bool {
        if number < UInt64(count) { return true }
        try requireNext(number, count)
        return false
    }
}
