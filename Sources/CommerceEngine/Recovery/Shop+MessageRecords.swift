import CommerceCore
import Journaling

// Recovery: what was done, and messages.
extension Shop {
    func applyMemory(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.varint()
        switch type {
        case .audited:
            let entry = try reader.auditEntry()
            if covers.includes(.audit, number, sequence) { return }
            guard number == auditLog.nextNumber else {
                throw RecordError(reason: "audit entry \(number) out of turn")
            }
            auditLog.insert(entry, number: number)
        case .stockImport:
            let stockImport = try reader.stockImport()
            if covers.includes(.imports, number, sequence) { return }
            guard number == stockImports.nextNumber else {
                throw RecordError(reason: "import \(number) out of turn")
            }
            stockImports.insert(stockImport, number: number)
        default:
            let at = try reader.time()
            if covers.includes(.imports, number, sequence) { return }
            stockImports.update(number) { $0.undoneAt = at }
        }
    }

    /// Messages follow the records whatever a snapshot knows of others; the rings pass over what they know.
    func applyMessage(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        switch type {
        case .orderFailed:
            let variant = try reader.optionalOrdinal(VariantKind.self)
            let available = try reader.optionalQuantity()
            let at = try reader.time()
            replayTime(at)
            notifications.append(
                .orderFailed(variant: variant, available: available, sequence: sequence, at: at))
        case .notificationsRead:
            let subject = try reader.ordinal(SubjectKind.self)
            let mark = try reader.readMark()
            if covers.includes(.readMarks, UInt64(subject.value), sequence) { return }
            readMarks[subject] = mark
        default: outbox.removeAll(through: try reader.varint())
        }
    }
}
