import CSVText

/// A file that is not the data set it should be.
package struct RetailFormatError: Error, Hashable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    package let reason: String

    package var description: String { "line \(line): \(reason)" }
}

/// The CSV of the Online Retail data set, in memory. It reads no file itself.
package enum RetailFile {
    package static let columns = [
        "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID",
        "Country",
    ]

    /// Reads the whole text into a plan. A damaged row is counted, a missing header ends it.
    ///
    /// - Parameter progress: Is told now and then how many bytes were read.
    /// - Throws: ``RetailFormatError`` if the first record is not ``columns``.
    /// - Complexity: O(bytes).
    package static func plan(
        _ bytes: UnsafeRawBufferPointer, progress: (Int) -> Void = { _ in }
    ) throws(RetailFormatError) -> RetailPlan {
        var reader = CSVScanner(bytes)
        var fields: [CSVField] = []
        fields.reserveCapacity(columns.count)
        guard reader.next(into: &fields) == .fields, fields.map(\.text) == columns else {
            throw RetailFormatError(
                line: max(reader.recordLine, 1), reason: "not the header \(columns.joined(separator: ","))")
        }
        var plan = RetailPlan()
        while let record = reader.next(into: &fields) {
            plan.rows += 1
            if record == .fields && fields.count == columns.count {
                plan.add(fields)
            } else {
                plan.refuse(.other)
            }
            if plan.rows.isMultiple(of: 8_192) { progress(reader.offset) }
        }
        return plan
    }
}
