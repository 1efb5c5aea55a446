import CSVText

/// Which column of one file stands for what.
struct ProductColumns {
    let header: CSVHeader
    /// For each column of the file what it stands for, if anything does.
    let known: [ProductColumn?]
    /// The reverse, by the column's raw value.
    private let indexes: [Int?]
    private let isVariantName: [Bool]
    /// By the names exactly as they stand, which is how nearly every extra asks.
    private let indexesByName: [String: Int]

    /// - Complexity: O(columns).
    init(_ header: CSVHeader) {
        self.header = header
        var known: [ProductColumn?] = Array(repeating: nil, count: header.count)
        var indexes: [Int?] = Array(repeating: nil, count: ProductColumn.allCases.count)
        for column in ProductColumn.allCases {
            guard let index = column.names.lazy.compactMap(header.index(of:)).first else { continue }
            known[index] = column
            indexes[column.rawValue] = index
        }
        self.known = known
        isVariantName = header.names.map { CSVHeader.folded($0).hasPrefix("variant ") }
        self.indexes = indexes
        indexesByName = Dictionary(
            zip(header.names, header.names.indices), uniquingKeysWith: { first, _ in first })
    }

    func index(of column: ProductColumn) -> Int? { indexes[column.rawValue] }

    /// The column an extra belongs in, though the file it came from may have named it otherwise.
    func index(ofExtra name: String) -> Int? {
        if let index = indexesByName[name] ?? header.index(of: name) { return index }
        let folded = CSVHeader.folded(name)
        let column = ProductColumn.allCases.first { column in
            column.names.contains { CSVHeader.folded($0) == folded }
        }
        return column.flatMap(index(of:))
    }

    /// The name of a column as the file spells it.
    func name(of column: ProductColumn) -> String {
        index(of: column).map { header.names[$0] } ?? column.names[0]
    }

    /// What the row says in that column; empty if there is no such column.
    func text(_ column: ProductColumn, in row: CSVRow) -> String {
        guard let index = index(of: column), index < row.fields.count else { return "" }
        return row.fields[index]
    }

    /// What a column says something about. One that nothing stands for is the product's in its first row and the
    /// variant's or image's in the others, save that names such as `Variant Grams` tell.
    func scope(of index: Int, inFirstRow isFirst: Bool) -> ProductColumn.Scope? {
        if let column = known[index] { return column.scope }
        return isVariantName[index] ? .variant : isFirst ? .product : nil
    }
}
