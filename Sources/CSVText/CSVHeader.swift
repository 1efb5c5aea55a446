/// The names of a table's columns, as the first row gives them.
///
/// Names are found whatever their case and the spaces around them, as people type them; ``names`` keeps them exactly.
/// It does not know which columns a table should have: the reader of that table asks.
package struct CSVHeader: Hashable, Sendable {
    package let names: [String]
    /// Names that stand more than once, each once, in their order.
    package let duplicates: [String]
    /// The first column of each name.
    private let indexes: [String: Int]

    /// - Complexity: O(length of the names).
    package init(_ names: [String]) {
        self.names = names
        var indexes: [String: Int] = [:]
        var duplicates: [String] = []
        var reported: Set<String> = []
        for (index, name) in names.enumerated() {
            let folded = CSVHeader.folded(name)
            if indexes[folded] == nil {
                indexes[folded] = index
            } else if reported.insert(folded).inserted {
                duplicates.append(name)
            }
        }
        self.indexes = indexes
        self.duplicates = duplicates
    }

    package var count: Int { names.count }

    /// The first column of that name.
    package func index(of name: String) -> Int? { indexes[CSVHeader.folded(name)] }

    /// Those of `required` that the header lacks, in their order.
    package func missing(of required: [String]) -> [String] { required.filter { index(of: $0) == nil } }

    /// The field of `row` in the column of that name; `nil` if there is no such column, or the row is too short.
    package func field(_ name: String, of row: CSVRow) -> String? {
        guard let index = index(of: name), index < row.fields.count else { return nil }
        return row.fields[index]
    }

    /// A name as it is compared: in lower case, without spaces around it.
    package static func folded(_ name: String) -> String {
        let scalars = name.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last]).lowercased()
    }
}
