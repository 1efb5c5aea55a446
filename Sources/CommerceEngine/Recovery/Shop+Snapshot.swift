import CommerceCore
import Journaling

extension Shop {
    /// Takes one piece of a snapshot in, and notes what it covers.
    func load(_ chunk: UnsafeRawBufferPointer, kind: UInt8, covers: inout Coverage) throws {
        guard let section = SectionKind(rawValue: kind) else {
            throw RecordError(reason: "snapshot section \(kind) is unknown to this version")
        }
        var reader = ByteReader(chunk)
        let first = try reader.varint()
        let end = try reader.varint()
        let sequence = try reader.varint()
        let count = try reader.count(atMost: 1 << 32)
        guard first <= end else { throw RecordError(reason: "snapshot range \(first) ..< \(end)") }
        covers.add(section, first..<end, asOf: sequence)
        for position in 0..<count { try loadEntity(section, first + UInt64(position), &reader) }
        if section == .reservations { reservations.skip(to: end) }
        if section == .answers { answers.skip(to: end) }
        guard reader.isAtEnd else {
            throw RecordError(reason: "\(reader.remaining) bytes too many in a snapshot")
        }
    }

    private func loadEntity(_ section: SectionKind, _ index: UInt64, _ reader: inout ByteReader) throws {
        switch section {
        case .orders:
            let order = try reader.wholeOrder()
            guard order.ordinal.index == orders.count else { throw RecordError(reason: "order out of turn") }
            enter(order)
        case .reservations:
            let number = try reader.reservationNumber()
            guard number.value >= reservations.nextNumber else {
                throw RecordError(reason: "reservation out of turn")
            }
            reservations.restore(try reader.wholeReservation(), number: number)
        case .answers:
            let number = try reader.varint()
            guard number >= answers.nextNumber else { throw RecordError(reason: "answer out of turn") }
            answers.insert(try reader.answer(), number: number)
        case .variants: try loadVariant(&reader)
        case .customers:
            let contact = try reader.ordinal(ContactKind.self)
            enter(try reader.customer(), contact: contact)
        case .products: enter(try reader.product())
        case .shippingMethods: shippingMethods.append(try reader.shippingMethod())
        case .apiKeys: enter(try reader.apiKey())
        case .labels: labels.append(try reader.label())
        case .contacts: contacts.append(try reader.contact())
        case .addresses: addresses.append(try reader.string())
        case .subjects: enter(subject: try reader.string())
        }
    }

    private func loadVariant(_ reader: inout ByteReader) throws {
        let label = try reader.ordinal(LabelKind.self)
        enter(try reader.variant(), label: label)
        let owner = variants[variants.count - 1]
        let settings = try reader.stockSettings()
        let alert = try reader.enumeration(LowStockAlert.self)
        owner.owned { $0.apply(settings) }
        owner.owned { $0.apply(alert) }
        for _ in 0..<(try reader.count()) {
            let sequence = try reader.varint()
            let adjustment = try reader.adjustment(sequence: sequence)
            owner.owned { $0.apply(adjustment, countingStock: false) }
        }
    }
}
