package import CSVText

/// Writes products as Shopify's table, in pieces if need be.
///
/// With the header of the file a product came from, its rows come back as they were, but for what has changed since.
/// An extra whose column the header lacks is left out: ``ProductTable/header(covering:)`` is a header with all of them.
package struct ProductTableWriter {
    private let columns: ProductColumns
    private var writer: CSVWriter

    /// - Parameter formulas: `.verbatim` for a file that goes to Shopify itself rather than to a spreadsheet.
    package init(header: [String] = ProductTable.standardHeader, formulas: CSVFormulas = .guarded) {
        columns = ProductColumns(CSVHeader(header))
        writer = CSVWriter(formulas: formulas)
        writer.write(header)
    }

    /// - Complexity: O(rows × columns + length of the texts).
    package mutating func write(_ product: ImportedProduct) {
        for fields in ProductRows(product).fields(columns) { writer.write(fields) }
    }

    /// What was written since the last time, the header first of all.
    package mutating func takeBytes() -> [UInt8] { writer.takeBytes() }
}
