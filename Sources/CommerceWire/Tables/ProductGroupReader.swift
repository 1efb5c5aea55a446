import CSVText
import CommerceCore

/// Reads the rows of one product. Every fault is an issue; a product with any is none.
struct ProductGroupReader {
    let columns: ProductColumns
    /// Never empty, all of one handle, each as long as the header.
    let rows: [CSVRow]
    private(set) var issues: [TableIssue] = []

    init(columns: ProductColumns, rows: [CSVRow]) {
        self.columns = columns
        self.rows = rows
    }

    /// - Complexity: O(length of the rows).
    mutating func product() -> ImportedProduct? {
        judgeLengths()
        judgeRepeats()
        var product = readFirstRow()
        let layout = self.layout()
        for (row, content) in zip(rows, layout.rows) {
            if content.hasVariant {
                product.variants.append(variant(row, options: product.optionNames.count))
            }
            if content.hasImage { product.images.append(image(row)) }
        }
        judge(product)
        guard issues.isEmpty else { return nil }
        product.dropDefaultOption()
        let usual = ProductRowLayout(variantCount: product.variants.count, imageCount: product.images.count)
        if layout != usual { product.layout = layout }
        product.keepExtras(of: rows, columns)
        return product
    }

    // MARK: The rows

    private mutating func readFirstRow() -> ImportedProduct {
        let row = rows[0]
        var product = ImportedProduct(
            handle: columns.text(.handle, in: row), title: columns.text(.title, in: row))
        if product.title.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            refuse(.title, row, allowed: "a name, in the first row of each product")
        }
        product.line = row.line
        product.body = columns.text(.body, in: row)
        product.vendor = columns.text(.vendor, in: row)
        product.productType = columns.text(.productType, in: row)
        product.tags = ProductColumn.tags(columns.text(.tags, in: row))
        product.metaTitle = columns.text(.metaTitle, in: row)
        product.metaDescription = columns.text(.metaDescription, in: row)
        product.isVisible = read(.published, row, "true or false", ProductColumn.flag) ?? true
        product.status = read(.status, row, "active, draft or archived", ProductColumn.status) ?? .published
        let names = ProductColumn.optionNames.map { columns.text($0, in: row) }
        product.optionNames = Array(names.prefix { !$0.isEmpty })
        if let gap = names.indices.dropFirst(product.optionNames.count).first(where: { !names[$0].isEmpty }) {
            refuse(ProductColumn.optionNames[gap], row, allowed: "no name without the one before it")
        }
        return product
    }

    private mutating func variant(_ row: CSVRow, options: Int) -> ImportedVariant {
        var variant = ImportedVariant()
        variant.line = row.line
        for (index, column) in ProductColumn.optionValues.enumerated() {
            let value = columns.text(column, in: row)
            if index < options {
                variant.optionValues.append(value)
                if value.isEmpty { refuse(column, row, allowed: "a value for each of the product's options") }
            } else if !value.isEmpty {
                refuse(column, row, allowed: "nothing, as the product's first row names no such option")
            }
        }
        let money = "an amount like 129.90 from 0 to \(Money.largest)"
        variant.sku = text(.sku, row)
        variant.barcode = text(.barcode, row)
        variant.price = read(.price, row, money, ProductColumn.money)
        variant.compareAtPrice = read(.compareAtPrice, row, money, ProductColumn.money)
        variant.cost = read(.cost, row, money, ProductColumn.money)
        let range = -Quantity.requestMaximum.units...Quantity.requestMaximum.units
        variant.quantity = read(
            .quantity, row, "a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) { text in
            ProductColumn.integer(text).flatMap { range.contains($0) ? Quantity($0) : nil }
        }
        variant.trackInventory = text(.tracker, row) != nil
        variant.allowBackorder =
            read(.policy, row, "deny or continue", ProductColumn.allowsBackorder) ?? false
        variant.image = read(.variantImage, row, ProductGroupReader.addressRule, ProductGroupReader.address)
        return variant
    }

    private mutating func image(_ row: CSVRow) -> ImportedImage {
        let url = read(.imageURL, row, ProductGroupReader.addressRule, ProductGroupReader.address)
        var image = ImportedImage(url: url ?? "")
        image.line = row.line
        image.altText = columns.text(.imageAltText, in: row)
        image.position = read(.imagePosition, row, "a whole number from 1 to 10000") { text in
            ProductColumn.integer(text).flatMap { (1...10_000).contains($0) ? Int($0) : nil }
        }
        return image
    }

    /// What each row carries; the first row carries the variant if no other does.
    private func layout() -> ProductRowLayout {
        var variants = rows.map { row in
            ProductColumn.variantMarkers.contains { !columns.text($0, in: row).isEmpty }
        }
        if !variants.contains(true) { variants[0] = true }
        return ProductRowLayout(
            rows: zip(rows, variants).map { row, hasVariant in
                ProductRowLayout.Content(
                    hasVariant: hasVariant, hasImage: !columns.text(.imageURL, in: row).isEmpty)
            })
    }

    // MARK: Fields

    private mutating func read<Value>(
        _ column: ProductColumn, _ row: CSVRow, _ allowed: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(column, row) else { return nil }
        guard let value = parse(text) else {
            refuse(column, row, allowed: allowed)
            return nil
        }
        return value
    }

    /// `nil` for an empty field.
    private func text(_ column: ProductColumn, _ row: CSVRow) -> String? {
        let text = columns.text(column, in: row)
        return text.isEmpty ? nil : text
    }

    mutating func refuse(_ column: ProductColumn, _ row: CSVRow, allowed: String) {
        issues.append(
            .field(
                columns.text(column, in: row), line: row.line, column: columns.name(of: column),
                allowed: allowed))
    }

    mutating func refuse(line: Int, column: ProductColumn?, _ reason: String, allowed: String) {
        issues.append(
            TableIssue(
                line: line, column: column.map { columns.name(of: $0) }, reason: reason, allowed: allowed))
    }

    private static let addressRule = "an address that begins with https://, http:// or /"

    private static func address(_ text: String) -> String? { ProductImage.isAddress(text) ? text : nil }
}
