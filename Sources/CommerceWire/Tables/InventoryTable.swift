package import CSVText
package import CommerceCore

/// Counts or changes of stock, a row for each variant.
///
/// The columns are found by name whatever its case, or by the names a caller maps them to. `sku` or `variantId` says
/// which variant, `quantity` what is counted or `quantityChange` what comes or goes, `expectedQuantity` what was on
/// hand when the file was made, `reason` and `notes` why. Other columns are passed over.
package enum InventoryTable {
    package enum Column: String, Hashable, Sendable, CaseIterable {
        case sku, variantId, quantity, quantityChange, expectedQuantity, reason, notes
    }

    package enum Mode: Hashable, Sendable {
        /// `quantity` is what is on hand afterwards.
        case absolute
        /// `quantityChange` is added to what is on hand.
        case delta

        var column: Column { self == .absolute ? .quantity : .quantityChange }
    }

    /// One row whose fields are all in order.
    package struct Row: Hashable, Sendable {
        package let line: Int
        /// At least one of the two is given; if both are, they have to be the same variant's.
        package let sku: String?
        package let variantID: String?
        /// What is on hand afterwards, or the change, by the import's mode.
        package let quantity: Quantity
        package let expectedQuantity: Quantity?
        package let reason: String?
        package let notes: String?
    }

    /// What reading a table gave.
    package struct Import: Hashable, Sendable {
        package internal(set) var mode = Mode.absolute
        /// The file as it stands, for the sample values of the wizard and for ``remainder(of:messages:)``.
        package internal(set) var table = CSVTable(header: CSVHeader([]), rows: [])
        /// The rows that are in order, in the order of the file.
        package internal(set) var rows: [Row] = []
        package internal(set) var issues = TableIssues()
    }

    /// What the wizard promises: at most 5 MiB and 50,000 rows beside the header.
    package static let limits: CSVLimits = {
        var limits = CSVLimits()
        limits.bytesMax = 5 << 20
        limits.rowsMax = 50_001
        limits.fieldBytesMax = 65_536
        return limits
    }()

    /// Reads a table. Every fault of every row is an issue; a text that is no table at all is the only issue.
    ///
    /// - Parameters:
    ///   - mode: `nil` takes the one whose column there is; both columns are then an issue.
    ///   - mapping: The file's name for a column, where it is another than the column's own:
    ///     `["sku": "Variant SKU"]`. A name that is no column's is an issue.
    /// - Complexity: O(length).
    package static func read(
        _ text: [UInt8], mode: Mode? = nil, mapping: [String: String] = [:], limits: CSVLimits = limits
    ) -> Import {
        var result = Import()
        do throws(CSVError) {
            result.table = try CSVTable(reading: text, limits: limits)
        } catch {
            result.issues.add(
                TableIssue(
                    line: error.line, reason: "character \(error.column): \(error.code.words)",
                    allowed: "a table in CSV (RFC 4180, UTF-8)"))
            return result
        }
        var columns = InventoryColumns(result.table.header, mapping: mapping)
        result.mode = columns.judge(mode)
        for issue in columns.issues { result.issues.add(issue) }
        guard result.issues.isEmpty else { return result }
        var reader = InventoryRowReader(columns: columns, mode: result.mode)
        for row in result.table.rows {
            if let row = reader.read(row, &result.issues) { result.rows.append(row) }
        }
        return result
    }

    /// The rows of the file that were not applied, with what was wrong in a column `error` at the end, to be mended
    /// and imported again.
    ///
    /// - Parameter messages: By the line on which the row begins.
    /// - Complexity: O(length).
    package static func remainder(of table: CSVTable, messages: [Int: String]) -> [UInt8] {
        let errorIndex = table.header.index(of: "error") ?? table.header.count
        var writer = CSVWriter()
        func write(_ fields: [String], _ message: String) {
            var fields = fields
            while fields.count <= errorIndex { fields.append("") }
            fields[errorIndex] = message
            writer.write(fields)
        }
        write(table.header.names, "error")
        for row in table.rows {
            if let message = messages[row.line] { write(row.fields, message) }
        }
        return writer.takeBytes()
    }
}
