/// A table of stock that was taken in: which variants it changed by how much, so that it can be undone by the opposite.
///
/// The changes themselves are adjustments of the variants; this only remembers them together.
package struct StockImport: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let variant: VariantOrdinal
        package let change: Quantity

        package init(variant: VariantOrdinal, change: Quantity) {
            self.variant = variant
            self.change = change
        }
    }

    /// The client's name for the request, empty if it gave none.
    package let key: String
    /// What people call it, such as the name of a file.
    package let name: String
    package let at: Timestamp
    package let by: SubjectOrdinal
    package let rows: [Row]
    package var undoneAt: Timestamp?

    package static let rowsMaximum = 100_000

    package init(key: String = "", name: String, at: Timestamp, by subject: SubjectOrdinal, rows: [Row]) {
        self.key = key
        self.name = name
        self.at = at
        by = subject
        self.rows = rows
    }
}
