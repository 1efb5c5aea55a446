package import CSVText

/// Shopify's product table: one product for each run of rows with the same `Handle`.
///
/// The first row describes the product; every row may carry one variant, one image, or both. Reading and writing are
/// each other's inverse in content: the same header, rows and fields come back, and only quotes and line ends may
/// differ. See ``ProductExtra`` for how that is paid for.
package enum ProductTable {
    /// Shopify's name and value for the option of a product without options.
    static let defaultOptionName = "Title"
    static let defaultOptionValue = "Default Title"
    static let variantsMax = 1_000
    static let imagesMax = 250

    /// What reading a table gave.
    package struct Import: Hashable, Sendable {
        /// As in the file; what a later export has to be given so that it has the same columns.
        package internal(set) var header: [String] = []
        /// Those whose rows are all in order.
        package internal(set) var products: [ImportedProduct] = []
        package internal(set) var issues = TableIssues()
        /// How many rows there are under the header, wholly blank ones left out.
        package internal(set) var rowCount = 0
    }

    /// Reads a table. Every fault of every row is an issue; a text that is no table at all (see ``CSVError``) is the
    /// last issue, and what stands after it is not read.
    ///
    /// - Complexity: O(length).
    package static func read(_ text: [UInt8], limits: CSVLimits = CSVLimits()) -> Import {
        text.withUnsafeBytes { bytes in
            var reader = CSVReader(bytes, delimiter: CSVTable.delimiter(of: bytes), limits: limits)
            var result = Import()
            do throws(CSVError) {
                guard let first = try reader.next() else { throw CSVError(.empty, line: 1) }
                result.header = first.fields
                let columns = ProductColumns(CSVHeader(first.fields))
                guard judge(columns, line: first.line, &result.issues) else { return result }
                var rows = ProductTableReader(columns: columns, result: result)
                defer { result = rows.finish() }
                while let row = try reader.next() { rows.add(row) }
            } catch {
                let place = TableIssue(
                    line: error.line, reason: "character \(error.column): \(error.code.words)",
                    allowed: "a table in CSV (RFC 4180, UTF-8)")
                result.issues.add(place)
            }
            return result
        }
    }

    private static func judge(_ columns: ProductColumns, line: Int, _ issues: inout TableIssues) -> Bool {
        for name in columns.header.duplicates {
            issues.add(
                TableIssue(
                    line: line, column: name, reason: "there are two columns of that name",
                    allowed: "each name once"))
        }
        for column in [ProductColumn.handle, .title] where columns.index(of: column) == nil {
            issues.add(
                TableIssue(
                    line: line, column: column.names[0], reason: "there is no such column",
                    allowed: "a header with " + column.names.joined(separator: " or ")))
        }
        return issues.isEmpty
    }
}
