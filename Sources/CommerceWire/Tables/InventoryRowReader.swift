import CSVText
import CommerceCore

/// Reads the rows of one stock table, and remembers which variants it has seen.
struct InventoryRowReader {
    let columns: InventoryColumns
    let mode: InventoryTable.Mode
    /// The first line of each SKU and of each variant's id.
    private var lines: [InventoryTable.Column: [String: Int]] = [:]
    private var isInOrder = true

    init(columns: InventoryColumns, mode: InventoryTable.Mode) {
        self.columns = columns
        self.mode = mode
    }

    /// - Returns: `nil` if something is wrong with the row; every fault is then among the issues.
    /// - Complexity: O(length of the row).
    mutating func read(_ row: CSVRow, _ issues: inout TableIssues) -> InventoryTable.Row? {
        isInOrder = true
        guard row.fields.count == columns.count else {
            issues.add(
                TableIssue(
                    line: row.line, reason: "the row has \(row.fields.count) fields",
                    allowed: "as many as the header has: \(columns.count)"))
            return nil
        }
        let sku = text(.sku, row, bytesMax: 100, &issues)
        let variantID = text(.variantId, row, bytesMax: 100, &issues)
        if sku == nil && variantID == nil && isInOrder {
            let name = columns.name(of: columns.has(.sku) ? .sku : .variantId)
            refuse(.field("", line: row.line, column: name, allowed: "a variant's SKU or id"), &issues)
        }
        judgeDuplicate(sku, .sku, row, &issues)
        judgeDuplicate(variantID, .variantId, row, &issues)
        let units = quantity(mode.column, row, isRequired: true, &issues)
        let expected = quantity(.expectedQuantity, row, isRequired: false, &issues)
        let reason = text(.reason, row, bytesMax: 100, &issues)
        let notes = text(.notes, row, bytesMax: 1_024, &issues)
        guard isInOrder, let units else { return nil }
        return InventoryTable.Row(
            line: row.line, sku: sku, variantID: variantID, quantity: units, expectedQuantity: expected,
            reason: reason, notes: notes)
    }

    private mutating func text(
        _ column: InventoryTable.Column, _ row: CSVRow, bytesMax: Int, _ issues: inout TableIssues
    ) -> String? {
        guard let text = columns.text(column, in: row) else { return nil }
        guard text.utf8.count <= bytesMax else {
            let name = columns.name(of: column)
            refuse(.field(text, line: row.line, column: name, allowed: "at most \(bytesMax) bytes"), &issues)
            return nil
        }
        return text
    }

    private mutating func quantity(
        _ column: InventoryTable.Column, _ row: CSVRow, isRequired: Bool, _ issues: inout TableIssues
    ) -> Quantity? {
        let text = columns.text(column, in: row)
        if text == nil && !isRequired { return nil }
        // What may be backordered can stand below nothing, and an export of it has to be readable.
        let maximum = column == .quantityChange ? Quantity.requestMaximum : .stockMaximum
        guard let units = text.flatMap({ Int64($0) }), units.magnitude <= maximum.units.magnitude else {
            refuse(
                .field(
                    text ?? "", line: row.line, column: columns.name(of: column),
                    allowed: "a whole number from \(-maximum) to \(maximum)"), &issues)
            return nil
        }
        return Quantity(units)
    }

    private mutating func judgeDuplicate(
        _ text: String?, _ column: InventoryTable.Column, _ row: CSVRow, _ issues: inout TableIssues
    ) {
        guard let text else { return }
        guard let earlier = lines[column]?[text] else {
            lines[column, default: [:]][text] = row.line
            return
        }
        let reason = "line \(earlier) has the same one"
        let name = columns.name(of: column)
        refuse(
            TableIssue(line: row.line, column: name, reason: reason, allowed: "each variant once"), &issues)
    }

    private mutating func refuse(_ issue: TableIssue, _ issues: inout TableIssues) {
        isInOrder = false
        issues.add(issue)
    }
}
