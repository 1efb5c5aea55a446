package import CommerceCore

extension Shop {
    package var variantCount: Int { variants.count }

    package func stock(of variant: VariantOrdinal) -> StockView { variants[variant.index].owned { $0.view } }

    /// Every change of a variant's quantity, oldest first.
    package func stockHistory(of variant: VariantOrdinal) -> StockHistory {
        variants[variant.index].owned { $0.history }
    }

    /// - Complexity: O(1) expected.
    package func findVariant(sku: UnsafeRawBufferPointer) throws(Rejection) -> VariantOrdinal {
        let found = variantsBySKU.find(hash(sku)) { number in
            VariantActor.hasSKU(variants[Int(number)], sku, on: unownedExecutor)
        }
        guard let found else { throw .notFound(.variantNotFound) }
        return VariantOrdinal(Int(found))
    }

    package func findVariant(sku: String) -> VariantOrdinal? {
        var sku = sku
        return sku.withUTF8 { try? findVariant(sku: UnsafeRawBufferPointer($0)) }
    }

    package func findVariant(_ id: EntityID) throws(Rejection) -> VariantOrdinal {
        guard id.kind == .variant, id.ordinal < UInt64(variants.count) else {
            throw .notFound(.variantNotFound)
        }
        let ordinal = VariantOrdinal(Int(id.ordinal))
        guard VariantActor.createdAt(variants[ordinal.index], (), on: unownedExecutor) == id.createdAt,
            !variants[ordinal.index].owned({ $0.details.isDeleted })
        else { throw .notFound(.variantNotFound) }
        return ordinal
    }

    /// Changes what is on hand by hand.
    ///
    /// - Throws: as ``Inventory/judgeAdjustment(by:expected:)``.
    package func adjust(
        _ variant: VariantOrdinal, by change: Quantity, expected: Quantity?, reason: String, notes: String?,
        subject: SubjectOrdinal
    ) throws(Rejection) {
        let journal = journal
        let now = now
        let rejection = variants[variant.index].owned { owner in
            owner.adjust(
                by: change, expected: expected, reason: reason, notes: notes, subject: subject, at: now,
                journal: journal)
        }
        if let rejection { throw rejection }
        dirtyVariants.mark(variant.value)
        settleAlert(of: variant, at: now)
    }

    /// Changes what the shop says about a variant's stock.
    ///
    /// - Throws: ``Rejection/belowReserved(quantity:reserved:)`` if the stock is backordered and may not be then.
    package func update(_ settings: StockSettings, of variant: VariantOrdinal) throws(Rejection) {
        let owner = variants[variant.index]
        if let rejection = owner.owned({ $0.judge(settings) }) { throw rejection }
        set(settings, of: variant)
    }

    /// As ``update(_:of:)`` once it has been judged.
    func set(_ settings: StockSettings, of variant: VariantOrdinal) {
        journal.stockSettings(variant, settings)
        variants[variant.index].owned { $0.apply(settings) }
        dirtyVariants.mark(variant.value)
        settleAlert(of: variant, at: now)
    }

    /// Low-stock crossings since the last call.
    package func takeAlerts() -> [LowStockNotice] {
        defer { alerts.removeAll() }
        return alerts
    }
}
