import CSVText

/// Where the columns of one stock table are, by its header and what the caller maps.
struct InventoryColumns {
    private(set) var issues: [TableIssue] = []
    private var indexes: [InventoryTable.Column: Int] = [:]
    private let header: CSVHeader

    var count: Int { header.count }

    init(_ header: CSVHeader, mapping: [String: String]) {
        self.header = header
        var names: [InventoryTable.Column: String] = [:]
        for (key, name) in mapping.sorted(by: { $0.key < $1.key }) {
            let folded = CSVHeader.folded(key)
            guard
                let column = InventoryTable.Column.allCases.first(where: {
                    $0.rawValue.lowercased() == folded
                })
            else {
                refuse(
                    key, "the mapping names it, but it is no column of a stock table", InventoryColumns.all)
                continue
            }
            names[column] = name
            if header.index(of: name) == nil {
                refuse(name, "the mapping names it, but the file has no such column", "a name of the header")
            }
        }
        for column in InventoryTable.Column.allCases {
            let name = names[column] ?? column.rawValue
            guard let index = header.index(of: name) else { continue }
            indexes[column] = index
            if header.duplicates.contains(where: { CSVHeader.folded($0) == CSVHeader.folded(name) }) {
                refuse(name, "there are two columns of that name", "each name once")
            }
        }
    }

    private static let all = InventoryTable.Column.allCases.map(\.rawValue).joined(separator: ", ")

    /// Which mode the columns are for, and whether there are those it needs.
    mutating func judge(_ wanted: InventoryTable.Mode?) -> InventoryTable.Mode {
        if indexes[.sku] == nil && indexes[.variantId] == nil {
            refuse("sku", "there is no such column", "a column sku or variantId, or a mapping of one")
        }
        let hasBoth = indexes[.quantity] != nil && indexes[.quantityChange] != nil
        if wanted == nil && hasBoth {
            refuse("quantityChange", "there is a column quantity too", "one of the two, or a mode")
        }
        let mode = wanted ?? (indexes[.quantityChange] == nil ? .absolute : .delta)
        if indexes[mode.column] == nil {
            refuse(
                mode.column.rawValue, "there is no such column",
                wanted == nil
                    ? "a column quantity or quantityChange, or a mapping of one"
                    : "that column, or a mapping of it")
        }
        return mode
    }

    func has(_ column: InventoryTable.Column) -> Bool { indexes[column] != nil }

    /// `nil` for an empty field and for a column that the file lacks.
    func text(_ column: InventoryTable.Column, in row: CSVRow) -> String? {
        guard let index = indexes[column], index < row.fields.count, !row.fields[index].isEmpty else {
            return nil
        }
        return row.fields[index]
    }

    /// The name of a column as the file spells it.
    func name(of column: InventoryTable.Column) -> String {
        indexes[column].map { header.names[$0] } ?? column.rawValue
    }

    private mutating func refuse(_ column: String, _ reason: String, _ allowed: String) {
        issues.append(TableIssue(line: 1, column: column, reason: reason, allowed: allowed))
    }
}
