import CSVText
import CommerceCore

extension ImportedProduct {
    /// Keeps what `rows` say otherwise than ``ProductRows`` would write it.
    ///
    /// - Complexity: O(length of the rows).
    mutating func keepExtras(of rows: [CSVRow], _ columns: ProductColumns) {
        let written = ProductRows(self)
        for (number, row) in rows.enumerated() {
            for (index, text) in row.fields.enumerated() {
                let usual = columns.known[index].map { written.cell($0, row: number) } ?? ""
                if text.utf8.elementsEqual(usual.utf8) { continue }
                let extra = ProductExtra(column: columns.header.names[index], value: text)
                let scope = columns.scope(of: index, inFirstRow: number == 0)
                keep(extra, scope: scope, isFirstRow: number == 0, written.rows[number])
            }
        }
    }

    /// Puts an extra where it belongs; if its row has no such thing, with the product in the first row and with what
    /// the row does have in the others.
    private mutating func keep(
        _ extra: ProductExtra, scope: ProductColumn.Scope?, isFirstRow: Bool,
        _ row: (variant: Int?, image: Int?)
    ) {
        if scope == .variant, let variant = row.variant {
            variants[variant].extras.append(extra)
        } else if scope == .image, let image = row.image {
            images[image].extras.append(extra)
        } else if isFirstRow {
            extras.append(extra)
        } else if let variant = row.variant {
            variants[variant].extras.append(extra)
        } else if let image = row.image {
            images[image].extras.append(extra)
        }
    }
}

extension ProductRows {
    /// The fields of every row, in the columns of `columns`.
    ///
    /// - Complexity: O(rows × columns + extras).
    func fields(_ columns: ProductColumns) -> [[String]] {
        rows.indices.map { row in
            var fields = columns.known.map { column in column.map { cell($0, row: row) } ?? "" }
            for extra in extras(inRow: row) {
                guard let index = columns.index(ofExtra: extra.column) else { continue }
                if let column = columns.known[index], !isValid(extra.value, column, row: row) { continue }
                fields[index] = extra.value
            }
            return fields
        }
    }

    private func extras(inRow row: Int) -> [ProductExtra] {
        var extras = row == 0 ? product.extras : []
        if let variant = rows[row].variant { extras += product.variants[variant].extras }
        if let image = rows[row].image { extras += product.images[image].extras }
        return extras
    }

    /// Whether a spelling kept for a column still says what is the case, or says something about what is not there.
    private func isValid(_ spelling: String, _ column: ProductColumn, row: Int) -> Bool {
        switch column.scope {
        case .variant where rows[row].variant == nil: true
        case .image where rows[row].image == nil: true
        case .product where row > 0:
            // The first row may itself be spelt unusually; what counts is the meaning.
            column.means(spelling, sameAs: cell(column, row: 0))
        default: column.means(spelling, sameAs: cell(column, row: row))
        }
    }
}
