package import CommerceCore

/// One adjustment among those of an import.
package struct ImportedChange: Sendable {
    package let variant: VariantOrdinal
    /// Not zero.
    package let change: Quantity
    package let reason: String
    package let notes: String?

    package init(variant: VariantOrdinal, change: Quantity, reason: String, notes: String?) {
        self.variant = variant
        self.change = change
        self.reason = reason
        self.notes = notes
    }

    /// Of its record, and of the alert that it may fire or arm.
    fileprivate var recordBytes: Int { reason.utf8.count + (notes?.utf8.count ?? 0) + 160 }
}

/// What became of one variant when an import was undone.
package struct UndoneChange: Sendable {
    package let variant: VariantOrdinal
    package let change: Quantity
    package let before: Quantity
    /// Why it was left as it was; `nil` if it was undone.
    package let obstacle: Rejection?
}

extension Shop {
    /// How many bytes the records of one import may take: they are one transaction.
    package static let importBytesMaximum = 8 << 20
    /// What is kept for a repetition of the request takes no more.
    package static let importAnswerBytesMaximum = 64 << 10

    /// Takes a table of stock in: all of its changes, in one transaction, remembered together.
    ///
    /// - Parameters:
    ///   - changes: At least one, none of them of a variant that another is of.
    ///   - key: The client's for the request; empty if it gave none.
    /// - Throws: what ``Inventory/judgeAdjustment(by:expected:)`` says of the first change that cannot be made, then
    ///   ``Rejection/limitReached(what:maximum:)``, then ``Rejection/storageFull``. Nothing has changed then.
    /// - Complexity: O(changes).
    package func importStock(
        _ changes: [ImportedChange], key: String, name: String, subject: SubjectOrdinal
    ) throws(Rejection) -> StockImportOrdinal {
        precondition(!changes.isEmpty, "an import without changes")
        for change in changes {
            let inventory = stock(of: change.variant).inventory
            if let rejection = inventory.judgeAdjustment(by: change.change, expected: nil) { throw rejection }
        }
        let stockImport = StockImport(
            key: key, name: name, at: now, by: subject,
            rows: changes.map { StockImport.Row(variant: $0.variant, change: $0.change) })
        let bytes = changes.reduce(stockImport.recordBytes) { $0 + $1.recordBytes }
        try requireImportRoom(bytes)
        let ordinal = try create(stockImport)
        for change in changes { try make(change, subject) }
        return ordinal
    }

    /// Makes the opposite of what an import did, variant by variant, in one transaction.
    ///
    /// What cannot be taken back any more, because it has been promised since, stays. An import is undone once.
    ///
    /// - Returns: A verdict for each variant; at least one was undone.
    /// - Throws: ``Rejection/notFound(_:)`` if it is forgotten, ``Rejection/invalidTransition(from:to:allowed:)`` if it
    ///   was undone before, then what stands in the way of the first variant if nothing of it can be undone, then
    ///   ``Rejection/storageFull``. Nothing has changed then.
    package func undoImport(
        _ ordinal: StockImportOrdinal, subject: SubjectOrdinal
    ) throws(Rejection) -> [UndoneChange] {
        guard let stockImport = stockImport(ordinal) else { throw .notFound(.importNotFound) }
        guard stockImport.undoneAt == nil else {
            throw .invalidTransition(from: "UNDONE", to: "UNDONE", allowed: [])
        }
        let notes = "Undo of import \(stockImport.name)"
        var undone: [UndoneChange] = []
        for row in stockImport.rows {
            let inventory = stock(of: row.variant).inventory
            let obstacle = inventory.judgeAdjustment(by: -row.change, expected: nil)
            undone.append(
                UndoneChange(
                    variant: row.variant, change: -row.change, before: inventory.quantity, obstacle: obstacle)
            )
        }
        let changes = undone.lazy.filter { $0.obstacle == nil }.map {
            ImportedChange(variant: $0.variant, change: $0.change, reason: "CORRECTION", notes: notes)
        }
        if changes.isEmpty, let obstacle = undone.first?.obstacle { throw obstacle }
        try requireImportRoom(changes.reduce(128) { $0 + $1.recordBytes })
        try markUndone(ordinal)
        for change in changes { try make(change, subject) }
        return undone
    }

    private func requireImportRoom(_ bytes: Int) throws(Rejection) {
        guard bytes <= Shop.importBytesMaximum else {
            throw .limitReached(what: "bytes of an import", maximum: Shop.importBytesMaximum)
        }
        try requireRoom(recordBytes: bytes + Shop.importAnswerBytesMaximum)
    }

    private func make(_ change: ImportedChange, _ subject: SubjectOrdinal) throws(Rejection) {
        try adjust(
            change.variant, by: change.change, expected: nil, reason: change.reason, notes: change.notes,
            subject: subject)
    }
}
