import CSVText
import CommerceCore

extension ProductGroupReader {
    mutating func judgeLengths() {
        for row in rows {
            for (index, column) in columns.known.enumerated() {
                guard let column, row.fields[index].utf8.count > column.bytesMax else { continue }
                refuse(
                    line: row.line, column: column, "the field has \(row.fields[index].utf8.count) bytes",
                    allowed: "at most \(column.bytesMax)")
            }
        }
    }

    /// What later rows say about the product has to be what the first row says, or nothing.
    mutating func judgeRepeats() {
        for row in rows.dropFirst() {
            for (index, column) in columns.known.enumerated() {
                guard let column, column.scope == .product, column != .handle, !row.fields[index].isEmpty,
                    !column.means(row.fields[index], sameAs: rows[0].fields[index])
                else { continue }
                refuse(
                    line: row.line, column: column, "this differs from line \(rows[0].line)",
                    allowed: "nothing, or what the product's first row says")
            }
        }
    }

    /// What only the product as a whole tells.
    mutating func judge(_ product: ImportedProduct) {
        var lines: [[String]: Int] = [:]
        for variant in product.variants {
            if let earlier = lines[variant.optionValues] {
                refuse(
                    line: variant.line, column: .option1Value, "line \(earlier) has the same option values",
                    allowed: "each combination of values once")
            } else {
                lines[variant.optionValues] = variant.line
            }
        }
        if product.variants.count > ProductTable.variantsMax {
            refuse(
                line: product.line, column: nil, "the product has \(product.variants.count) variants",
                allowed: "at most \(ProductTable.variantsMax)")
        }
        if product.images.count > ProductTable.imagesMax {
            refuse(
                line: product.line, column: .imageURL, "the product has \(product.images.count) images",
                allowed: "at most \(ProductTable.imagesMax)")
        }
        let used = Set(product.variants.map(\.line) + product.images.map(\.line))
        for row in rows.dropFirst() where !used.contains(row.line) {
            refuse(
                line: row.line, column: nil, "the row has neither a variant nor an image",
                allowed: "\(columns.name(of: .option1Value)) or \(columns.name(of: .imageURL))")
        }
    }
}

extension ImportedProduct {
    /// Shopify gives a product without options the option `Title` with the value `Default Title`.
    mutating func dropDefaultOption() {
        guard variants.count == 1, optionNames == [ProductTable.defaultOptionName],
            variants[0].optionValues == [ProductTable.defaultOptionValue]
        else { return }
        optionNames = []
        variants[0].optionValues = []
    }
}
