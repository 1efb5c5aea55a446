import CommerceCore
import Journaling

// What concerns the whole shop: its settings, what was done, and the messages about it.
extension ByteWriter {
    mutating func put(_ settings: ShopSettings) {
        put(string: settings.name)
        put(optional: settings.contactEmail)
        put(optional: settings.contactPhone)
        put(string: settings.currency)
        put(string: settings.locale)
        put(signed: Int64(settings.unpaidOrderMinutes))
        put(version: settings.version)
    }

    mutating func put(_ entry: AuditEntry) {
        put(entry.at)
        put(entry.by)
        put(string: entry.operation)
        put(optional: entry.target)
        put(strings: entry.fields)
    }

    mutating func put(_ stockImport: StockImport) {
        put(string: stockImport.key)
        put(string: stockImport.name)
        put(stockImport.at)
        put(stockImport.by)
        put(count: stockImport.rows.count)
        for row in stockImport.rows {
            put(row.variant)
            put(row.change)
        }
        put(optional: stockImport.undoneAt)
    }

    mutating func put(_ mark: ReadMark) {
        put(varint: mark.through)
        put(count: mark.above.count)
        var last = mark.through
        for sequence in mark.above {
            put(varint: sequence - last)
            last = sequence
        }
    }

    /// In a snapshot; in the journal a notification is the record that it follows from.
    mutating func put(_ notification: Notification) {
        put(varint: notification.sequence)
        put(notification.at)
        put(byte: notification.kind.rawValue)
        put(optional: notification.order)
        put(optional: notification.variant)
        put(optional: notification.available)
        put(byte: notification.status?.rawValue ?? .max)
    }

    /// In a snapshot, as ``put(_:)`` of a notification.
    mutating func put(_ entry: OutboxEntry) {
        put(varint: entry.sequence)
        put(byte: entry.kind.rawValue)
        put(entry.order)
    }
}

extension ByteReader {
    mutating func shopSettings() throws -> ShopSettings {
        var settings = ShopSettings()
        settings.name = try string()
        settings.contactEmail = try optionalString()
        settings.contactPhone = try optionalString()
        settings.currency = try string()
        settings.locale = try string()
        settings.unpaidOrderMinutes = try signed32()
        settings.version = try version()
        return settings
    }

    mutating func auditEntry() throws -> AuditEntry {
        AuditEntry(
            at: try time(), by: try ordinal(), operation: try string(), target: try optionalString(),
            fields: try strings())
    }

    mutating func stockImport() throws -> StockImport {
        let key = try string()
        let name = try string()
        let at = try time()
        let subject = try ordinal(SubjectKind.self)
        var rows: [StockImport.Row] = []
        for _ in 0..<(try count(atMost: StockImport.rowsMaximum)) {
            rows.append(StockImport.Row(variant: try ordinal(), change: try quantity()))
        }
        var stockImport = StockImport(key: key, name: name, at: at, by: subject, rows: rows)
        stockImport.undoneAt = try optionalTime()
        return stockImport
    }

    mutating func readMark() throws -> ReadMark {
        let through = try varint()
        var above: [UInt64] = []
        var last = through
        for _ in 0..<(try count()) {
            let (sequence, overflow) = last.addingReportingOverflow(try varint())
            guard !overflow, sequence > last else { throw RecordError(reason: "read marks out of order") }
            above.append(sequence)
            last = sequence
        }
        return ReadMark(through: through, above: above)
    }

    mutating func notification() throws -> Notification {
        let sequence = try varint()
        let at = try time()
        let kind = try enumeration(Notification.Kind.self)
        let order = try optionalOrdinal(OrderKind.self)
        let variant = try optionalOrdinal(VariantKind.self)
        let available = try optionalQuantity()
        let status = OrderStatus(rawValue: try byte())
        switch (kind, order, status, variant) {
        case (.newOrder, let order?, .pending, nil): return .newOrder(order, sequence: sequence, at: at)
        case (.orderStatus, let order?, let status?, nil), (.orderCancelled, let order?, let status?, nil):
            return .order(order, is: status, sequence: sequence, at: at)
        case (.lowStock, nil, nil, let variant?):
            return .lowStock(of: variant, available: available, sequence: sequence, at: at)
        case (.orderFailed, nil, nil, let variant):
            return .orderFailed(variant: variant, available: available, sequence: sequence, at: at)
        default: throw RecordError(reason: "notification \(kind) lacks what it is about")
        }
    }

    mutating func outboxEntry() throws -> OutboxEntry {
        let sequence = try varint()
        let kind = try enumeration(OutboxEntry.Kind.self)
        return OutboxEntry(kind, try ordinal(), sequence: sequence)
    }
}
