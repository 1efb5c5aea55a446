import CommerceCore
import Journaling

// Settings, what was done, and messages.
extension ShopJournal {
    func settings(_ settings: ShopSettings) {
        _ = append(.settings) { $0.put(settings) }
    }

    func audited(_ number: UInt64, _ entry: AuditEntry) {
        _ = append(.audited) {
            $0.put(varint: number)
            $0.put(entry)
        }
    }

    func stockImport(_ number: StockImportOrdinal, _ stockImport: StockImport) {
        _ = append(.stockImport) {
            $0.put(number)
            $0.put(stockImport)
        }
    }

    func stockImportUndone(_ number: StockImportOrdinal, at now: Timestamp) {
        _ = append(.stockImportUndone) {
            $0.put(number)
            $0.put(now)
        }
    }

    func orderFailed(variant: VariantOrdinal?, available: Quantity?, at now: Timestamp) -> UInt64 {
        append(.orderFailed) {
            $0.put(optional: variant)
            $0.put(optional: available)
            $0.put(now)
        }
    }

    func notificationsRead(by subject: SubjectOrdinal, _ mark: ReadMark) {
        _ = append(.notificationsRead) {
            $0.put(subject)
            $0.put(mark)
        }
    }

    func outboxAcknowledged(through sequence: UInt64) {
        _ = append(.outboxAcknowledged) { $0.put(varint: sequence) }
    }
}
