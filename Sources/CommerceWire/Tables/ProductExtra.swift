import CSVText

/// A field of a product's row that has to survive a round trip as text: the column's name and what it says.
///
/// There are two kinds. A column that nothing stands for (`Variant Grams`) is kept if it is not empty. A column that
/// something does stand for (`Variant Price`) is kept if the file spells the value otherwise than it would be written
/// (`50` instead of `50.00`), and used again only while it still means the current value.
///
/// An extra costs 32 bytes; a value longer than 15 bytes has its own storage, names are shared by all extras of a file.
/// A variant of Shopify's own samples has 6 or 7 of them: about 220 bytes in memory, about 150 as ``text(of:)``.
package struct ProductExtra: Hashable, Sendable {
    package let column: String
    package let value: String

    package init(column: String, value: String) {
        self.column = column
        self.value = value
    }

    /// All of `extras` as one text, for a store that wants to keep them as one: a row of name and value for each.
    ///
    /// - Complexity: O(length).
    package static func text(of extras: [ProductExtra]) -> String {
        var writer = CSVWriter(formulas: .verbatim)
        for extra in extras { writer.write([extra.column, extra.value]) }
        return String(decoding: writer.takeBytes(), as: UTF8.self)
    }

    /// Reads ``text(of:)`` back.
    ///
    /// - Returns: `nil` if it is something else.
    package static func list(from text: String) -> [ProductExtra]? {
        guard !text.isEmpty else { return [] }
        var text = text
        return text.withUTF8 { buffer in
            var reader = CSVReader(UnsafeRawBufferPointer(buffer), formulas: .verbatim)
            var extras: [ProductExtra] = []
            do throws(CSVError) {
                while let row = try reader.next() {
                    guard row.fields.count == 2 else { return nil }
                    extras.append(ProductExtra(column: row.fields[0], value: row.fields[1]))
                }
            } catch {
                return nil
            }
            return extras
        }
    }

    /// Whether both say the same of the same columns, these in any order and under any name they have.
    ///
    /// - Complexity: O(extras × columns), O(extras) where nothing differs.
    static func saysSame(_ one: [ProductExtra], as other: [ProductExtra]) -> Bool {
        one == other || one.count == other.count && Set(one.map(\.plain)) == Set(other.map(\.plain))
    }

    /// Under the one name that stands for all names of the column.
    private var plain: ProductExtra {
        let folded = CSVHeader.folded(column)
        let known = ProductColumn.allCases.first { $0.names.contains { CSVHeader.folded($0) == folded } }
        return ProductExtra(column: known?.names[0] ?? folded, value: value)
    }
}
