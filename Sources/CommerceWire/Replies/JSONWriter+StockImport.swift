import CommerceCore
import CommerceEngine
import CompactJSON

extension JSONWriter {
    /// What an import did, or would do.
    mutating func importResult(
        _ request: StockImportRequest, _ verdicts: StockImportVerdicts, id: EntityID?,
        rows: [StockImportVerdicts.Row], in shop: isolated Shop
    ) {
        beginObject()
        member("importId", id)
        member("dryRun", request.isDryRun)
        member("mode", request.mode == .absolute ? "absolute" as StaticString : "delta")
        member("applied", id == nil ? 0 : verdicts.changes.count)
        key("counts")
        beginObject()
        member("changed", verdicts.changes.count)
        member("unchanged", verdicts.unchangedCount)
        member("changedMeanwhile", verdicts.changedMeanwhileCount)
        member("errors", verdicts.faultCount - verdicts.changedMeanwhileCount)
        endObject()
        key("rows")
        beginArray()
        for row in rows { value(row, in: shop) }
        endArray()
        member("sequence", Int64(shop.sequence))
        endObject()
    }

    private mutating func value(_ row: StockImportVerdicts.Row, in shop: isolated Shop) {
        beginObject()
        member("line", row.line)
        member("sku", row.sku)
        member("variantId", row.variant.map { shop.id(of: $0) })
        member("productName", row.variant.map { shop.names(of: $0).product })
        member("variantName", row.variant.map { shop.names(of: $0).variant })
        member("before", units: row.before)
        member("after", units: row.after)
        member("change", units: row.after.flatMap { after in row.before.map { after - $0 } })
        member("isLargeJump", row.isLargeJump)
        key("error")
        if let obstacle = row.obstacle {
            beginObject()
            member("code", obstacle.code.rawValue)
            member("message", obstacle.message)
            member("column", obstacle.column)
            endObject()
        } else {
            null()
        }
        endObject()
    }

    /// An import as lists show it.
    mutating func members(ofImport ordinal: StockImportOrdinal, in shop: isolated Shop) {
        guard let stockImport = shop.stockImport(ordinal) else { return }
        member("id", shop.id(of: ordinal))
        member("name", stockImport.name)
        member("idempotencyKey", stockImport.key.isEmpty ? nil : stockImport.key)
        member("rowCount", stockImport.rows.count)
        member("userId", shop.name(of: stockImport.by))
        member("createdAt", stockImport.at)
        member("undoneAt", stockImport.undoneAt)
    }

    mutating func members(of variant: VariantOrdinal, changedBy change: Quantity, in shop: isolated Shop) {
        let names = shop.names(of: variant)
        member("variantId", shop.id(of: variant))
        member("sku", shop.variant(variant).sku)
        member("productName", names.product)
        member("variantName", names.variant)
        member("change", change)
    }

    private mutating func member(_ name: StaticString, units quantity: Quantity?) {
        guard let quantity else { return member(name, nil as String?) }
        member(name, quantity)
    }
}

extension Shop {
    /// What a variant and its product are called.
    func names(of ordinal: VariantOrdinal) -> (product: String, variant: String) {
        let details = variant(ordinal)
        return (product(details.product).name, details.name)
    }
}
