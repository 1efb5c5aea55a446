package import CommerceCore

// The shop's settings, and what was done to it.
extension Shop {
    /// - Throws: ``Rejection/versionConflict(expected:actual:)``.
    package func updateSettings(
        expectedVersion: UInt32? = nil, _ change: (inout ShopSettings) -> Void
    ) throws(Rejection) {
        try requireVersion(expectedVersion, is: settings.version)
        var after = settings
        change(&after)
        after.version = settings.version &+ 1
        journal.settings(after)
        settings = after
    }

    // MARK: Audit

    /// The numbers of the audit entries that are kept: the newest 100,000.
    package var auditNumbers: Range<UInt64> { auditLog.firstNumber..<auditLog.nextNumber }
    package func auditEntry(_ number: UInt64) -> AuditEntry? { auditLog[number] }

    /// Writes down who did what, in the same transaction as what was done.
    package func audit(
        _ operation: String, target: String?, fields: [String], by subject: SubjectOrdinal
    ) {
        let entry = AuditEntry(at: now, by: subject, operation: operation, target: target, fields: fields)
        let number = auditLog.nextNumber
        journal.audited(number, entry)
        auditLog.insert(entry, number: number)
    }

    // MARK: Imports

    /// The numbers of the imports that are kept: the newest 200.
    package var stockImportNumbers: Range<UInt64> { stockImports.firstNumber..<stockImports.nextNumber }
    package func stockImport(_ ordinal: StockImportOrdinal) -> StockImport? {
        stockImports[UInt64(ordinal.value)]
    }

    /// `nil` if it is forgotten.
    package func id(of ordinal: StockImportOrdinal) -> EntityID? {
        stockImport(ordinal).map { EntityID(.stockImport, createdAt: $0.at, ordinal: UInt64(ordinal.value)) }
    }

    package func findStockImport(_ id: EntityID) throws(Rejection) -> StockImportOrdinal {
        guard id.kind == .stockImport, let found = stockImports[id.ordinal], found.at == id.createdAt else {
            throw .notFound(.importNotFound)
        }
        return StockImportOrdinal(Int(id.ordinal))
    }

    /// Remembers an import whose adjustments are being made in the same transaction.
    ///
    /// - Throws: ``Rejection/limitReached(what:maximum:)`` for too many rows, then ``Rejection/storageFull``.
    package func create(_ stockImport: StockImport) throws(Rejection) -> StockImportOrdinal {
        guard stockImport.rows.count <= StockImport.rowsMaximum else {
            throw .limitReached(what: "rows of an import", maximum: StockImport.rowsMaximum)
        }
        try requireRoom(recordBytes: stockImport.recordBytes)
        let number = stockImports.nextNumber
        let ordinal = StockImportOrdinal(Int(number))
        journal.stockImport(ordinal, stockImport)
        stockImports.insert(stockImport, number: number)
        return ordinal
    }

    /// Remembers that an import was undone by the opposite adjustments, which whoever calls makes.
    ///
    /// - Throws: ``Rejection/notFound(_:)`` if it is forgotten, ``Rejection/invalidTransition(from:to:allowed:)`` if it
    ///   was undone before.
    package func markUndone(_ ordinal: StockImportOrdinal) throws(Rejection) {
        guard let stockImport = stockImport(ordinal) else { throw .notFound(.importNotFound) }
        guard stockImport.undoneAt == nil else {
            throw .invalidTransition(from: "UNDONE", to: "UNDONE", allowed: [])
        }
        journal.stockImportUndone(ordinal, at: now)
        let at = now
        stockImports.update(UInt64(ordinal.value)) { $0.undoneAt = at }
    }
}
