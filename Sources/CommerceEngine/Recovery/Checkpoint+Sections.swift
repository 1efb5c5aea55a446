import CommerceCore
import Journaling

// What each section of a snapshot holds, entity by entity.
extension Shop {
    /// The numbers of a section are below this.
    func count(of section: SectionKind) -> UInt64 {
        switch section.present {
        case .readMarks, .subjects: UInt64(subjects.count)
        case .outbox: outbox.endNumber
        case .notifications: notifications.endNumber
        case .imports: stockImports.nextNumber
        case .audit: auditLog.nextNumber
        case .sessions: sessions.nextNumber
        case .orders: UInt64(orders.count)
        case .reservations: reservations.nextNumber
        case .answers: answers.nextNumber
        case .variants: UInt64(variants.count)
        case .customers: UInt64(customers.count)
        case .products: UInt64(products.count)
        case .shippingMethods: UInt64(shippingMethods.count)
        case .apiKeys: UInt64(apiKeys.count)
        case .users: UInt64(users.count)
        case .roles: UInt64(roles.count)
        case .categories: UInt64(categories.count)
        case .tags: UInt64(tags.count)
        case .settings: 1
        case .labels: UInt64(labels.count)
        case .contacts: UInt64(contacts.count)
        case .addresses: UInt64(addresses.count)
        default: 0
        }
    }

    /// Nothing is kept below this number: the walk need not look there.
    func firstKept(of section: SectionKind) -> UInt64 {
        switch section {
        case .outbox: outbox.firstNumber
        case .notifications: notifications.firstNumber
        case .imports: stockImports.firstNumber
        case .audit: auditLog.firstNumber
        default: 0
        }
    }

    /// Writes one entity. Answers false if there is nothing under that number any more.
    func put(_ section: SectionKind, _ number: UInt64, into writer: inout ByteWriter) -> Bool {
        let index = Int(number)
        switch section {
        case .readMarks, .outbox, .notifications, .imports, .audit, .sessions, .reservations, .answers:
            return put(numbered: section, number, into: &writer)
        case .orders: writer.put(whole: orders[index].owned { $0.order })
        case .variants: put(variant: variants[index], into: &writer)
        case .customers:
            writer.put(customers[index].contact)
            writer.put(customers[index].customer)
        case .products: writer.put(products[index])
        case .shippingMethods: writer.put(shippingMethods[index])
        case .apiKeys: writer.put(apiKeys[index])
        case .users: writer.put(users[index])
        case .roles: writer.put(roles[index])
        case .categories: writer.put(categories[index])
        case .tags: writer.put(tags[index])
        case .settings: writer.put(settings)
        case .labels: writer.put(labels[index])
        case .contacts: writer.put(contacts[index])
        case .addresses: writer.put(string: addresses[index])
        case .subjects: writer.put(string: subjects[index])
        default: return false
        }
        return true
    }

    /// Writes what may be forgotten, with its number before it; messages have one in themselves.
    private func put(
        numbered section: SectionKind, _ number: UInt64, into writer: inout ByteWriter
    ) -> Bool {
        switch section {
        case .notifications:
            guard let notification = notifications[number: number] else { return false }
            writer.put(notification)
        case .outbox:
            guard let entry = outbox[number: number] else { return false }
            writer.put(entry)
        case .readMarks:
            guard let mark = readMarks[SubjectOrdinal(Int(number))] else { return false }
            writer.put(varint: number)
            writer.put(mark)
        case .imports:
            guard let stockImport = stockImports[number] else { return false }
            writer.put(varint: number)
            writer.put(stockImport)
        case .audit:
            guard let entry = auditLog[number] else { return false }
            writer.put(varint: number)
            writer.put(entry)
        case .sessions:
            guard let session = sessions[SessionOrdinal(Int(number))] else { return false }
            writer.put(varint: number)
            writer.put(session)
        case .reservations:
            guard let reservation = reservations[ReservationNumber(number)] else { return false }
            writer.put(varint: number)
            writer.put(whole: reservation)
        default:
            guard let answer = answers[number] else { return false }
            writer.put(varint: number)
            writer.put(answer)
        }
        return true
    }

    private func put(variant owner: VariantActor, into writer: inout ByteWriter) {
        let inventory = owner.owned { $0.inventory }
        writer.put(owner.owned { $0.offer.label })
        writer.put(owner.owned { $0.details })
        writer.put(inventory.settings)
        writer.put(byte: inventory.alert.rawValue)
        let adjustments = owner.owned { $0.history.adjustments }
        writer.put(count: adjustments.count)
        for adjustment in adjustments {
            writer.put(varint: adjustment.sequence)
            writer.put(adjustment)
        }
    }
}
