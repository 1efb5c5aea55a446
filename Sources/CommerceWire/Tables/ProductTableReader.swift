import CSVText

/// Gathers the rows of one product after the other. Judges what only the whole table tells: that the rows of a handle
/// stand together, and that no SKU is given twice.
struct ProductTableReader {
    private let columns: ProductColumns
    private var result: ProductTable.Import
    private var group: [CSVRow] = []
    /// A row of the group cannot be read, so the product is left out.
    private var isGroupDamaged = false
    /// The first line of each handle that was seen.
    private var handleLines: [String: Int] = [:]
    private var skuLines: [String: Int] = [:]

    init(columns: ProductColumns, result: ProductTable.Import) {
        self.columns = columns
        self.result = result
    }

    /// - Complexity: O(length of the row).
    mutating func add(_ row: CSVRow) {
        if row.isBlank { return }
        result.rowCount += 1
        let handle = columns.text(.handle, in: row)
        if handle.isEmpty {
            endGroup()
            result.issues.add(
                .field(
                    handle, line: row.line, column: columns.name(of: .handle), allowed: "the product's handle"
                ))
            return
        }
        if let first = group.first, columns.text(.handle, in: first) != handle { endGroup() }
        if group.isEmpty { begin(handle, at: row.line) }
        if row.fields.count != columns.header.count {
            isGroupDamaged = true
            result.issues.add(
                TableIssue(
                    line: row.line, reason: "the row has \(row.fields.count) fields",
                    allowed: "as many as the header has: \(columns.header.count)"))
        }
        group.append(row)
    }

    /// What was read, once there are no more rows.
    mutating func finish() -> ProductTable.Import {
        endGroup()
        return result
    }

    private mutating func begin(_ handle: String, at line: Int) {
        guard let earlier = handleLines.updateValue(line, forKey: handle) else { return }
        isGroupDamaged = true
        result.issues.add(
            TableIssue(
                line: line, column: columns.name(of: .handle),
                reason: "the rows of this handle begin in line \(earlier) and are interrupted",
                allowed: "all rows of a handle one after the other"))
    }

    private mutating func endGroup() {
        defer {
            group.removeAll(keepingCapacity: true)
            isGroupDamaged = false
        }
        guard !group.isEmpty, !isGroupDamaged else { return }
        var reader = ProductGroupReader(columns: columns, rows: group)
        let product = reader.product()
        for issue in reader.issues { result.issues.add(issue) }
        if let product, areNew(product.variants) { result.products.append(product) }
    }

    private mutating func areNew(_ variants: [ImportedVariant]) -> Bool {
        var areNew = true
        for variant in variants {
            guard let sku = variant.sku else { continue }
            if let earlier = skuLines[sku] {
                areNew = false
                result.issues.add(
                    TableIssue(
                        line: variant.line, column: columns.name(of: .sku),
                        reason: "line \(earlier) has the same SKU", allowed: "each SKU once"))
            } else {
                skuLines[sku] = variant.line
            }
        }
        return areNew
    }
}
