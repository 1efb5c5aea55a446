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
        for _ in 0..<count { try loadEntity(section, &reader) }
        skip(section, to: end, asOf: sequence)
        guard reader.isAtEnd else {
            throw RecordError(reason: "\(reader.remaining) bytes too many in a snapshot")
        }
    }

    /// What was forgotten in the range that ends here has had its number, and its message.
    private func skip(_ section: SectionKind, to end: UInt64, asOf sequence: UInt64) {
        switch section {
        case .reservations: reservations.skip(to: end)
        case .answers: answers.skip(to: end)
        case .sessions: sessions.skip(to: end)
        case .audit: auditLog.skip(to: end)
        case .imports: stockImports.skip(to: end)
        case .notifications: notifications.know(through: sequence)
        case .outbox: outbox.know(through: sequence)
        default: break
        }
    }

    private func loadEntity(_ section: SectionKind, _ reader: inout ByteReader) throws {
        switch section {
        case .readMarks, .outbox, .notifications, .imports, .audit, .sessions, .reservations, .answers:
            try loadNumbered(section, &reader)
        case .variants, .variantsVersion1: try loadVariant(section, &reader)
        case .orders:
            let order = try reader.wholeOrder()
            guard order.ordinal.index == orders.count else { throw RecordError(reason: "order out of turn") }
            enter(order, total: order.total)
        case .customers, .customersVersion1:
            let contact = try reader.ordinal(ContactKind.self)
            enter(
                section == .customers ? try reader.customer() : try reader.customerVersion1(),
                contact: contact)
        case .products: enter(try reader.product())
        case .productsVersion1: enter(try reader.productVersion1())
        case .shippingMethods: shippingMethods.append(try reader.shippingMethod())
        case .shippingMethodsVersion1: shippingMethods.append(try reader.shippingMethodVersion1())
        case .apiKeys: enter(try reader.apiKey())
        case .apiKeysVersion1: enter(try reader.apiKeyVersion1())
        case .users: enter(try reader.user())
        case .roles: enter(try reader.role())
        case .categories: enter(try reader.category())
        case .tags: enter(try reader.tag())
        case .settings: settings = try reader.shopSettings()
        case .labels: labels.append(try reader.label())
        case .contacts: contacts.append(try reader.contact())
        case .addresses: addresses.append(try reader.string())
        case .subjects: enter(subject: try reader.string())
        }
    }

    private func loadNumbered(_ section: SectionKind, _ reader: inout ByteReader) throws {
        if section == .notifications { return notifications.restore(try reader.notification()) }
        if section == .outbox { return outbox.restore(try reader.outboxEntry()) }
        let number = try reader.varint()
        func requireTurn(after nextNumber: UInt64) throws {
            guard number >= nextNumber else { throw RecordError(reason: "\(section) \(number) out of turn") }
        }
        switch section {
        case .readMarks:
            guard number <= UInt64(UInt32.max) else { throw RecordError(reason: "subject \(number)") }
            readMarks[SubjectOrdinal(Int(number))] = try reader.readMark()
        case .imports:
            try requireTurn(after: stockImports.nextNumber)
            stockImports.insert(try reader.stockImport(), number: number)
        case .audit:
            try requireTurn(after: auditLog.nextNumber)
            auditLog.insert(try reader.auditEntry(), number: number)
        case .sessions:
            try requireTurn(after: sessions.nextNumber)
            guard number <= UInt64(UInt32.max) else { throw RecordError(reason: "session \(number)") }
            sessions.insert(try reader.signInSession(), number: SessionOrdinal(Int(number)))
        case .reservations:
            try requireTurn(after: reservations.nextNumber)
            reservations.restore(try reader.wholeReservation(), number: ReservationNumber(number))
        default:
            try requireTurn(after: answers.nextNumber)
            answers.insert(try reader.answer(), number: number)
        }
    }

    private func loadVariant(_ section: SectionKind, _ reader: inout ByteReader) throws {
        let label = try reader.ordinal(LabelKind.self)
        enter(section == .variants ? try reader.variant() : try reader.variantVersion1(), label: label)
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
