import CommerceCore
import CommerceEngine
import CompactJSON

// From the shop's own values to the rows of a table.
extension ImportedProduct {
    /// A product of the shop as the table describes it.
    ///
    /// - Complexity: O(variants + length of its texts).
    init(_ ordinal: ProductOrdinal, in shop: isolated Shop, reading document: JSONDocument) {
        let product = shop.product(ordinal)
        self.init(handle: product.slug, title: product.name)
        let keepsakes = ProductKeepsakes(text: product.extras)
        body = product.description ?? ""
        vendor = product.vendor ?? ""
        productType = product.productType ?? ""
        tags = shop.tags(of: ordinal).map { shop.tag($0).name }
        status = product.status
        isVisible = product.isVisible
        metaTitle = product.metaTitle ?? ""
        metaDescription = product.metaDescription ?? ""
        extras = keepsakes.extras
        layout = keepsakes.layout
        images = keepsakes.rows(of: product.images)
        let stocks = product.variants.map { shop.stock(of: $0) }
        let options = stocks.map { ImportedProduct.options(of: $0.details, document) }
        let names = ImportedProduct.sharedNames(options)
        optionNames = names ?? [ProductTable.defaultOptionName]
        for (index, stock) in stocks.enumerated() {
            var variant = ImportedVariant(stock, of: product)
            variant.optionValues =
                names == nil
                ? [ImportedProduct.valueInsteadOfOptions(index, stocks)] : options[index].map(\.value)
            variants.append(variant)
        }
    }

    /// The attributes of a variant, in the order in which they stand; empty if they are no options of a table.
    private static func options(
        of details: Variant, _ document: JSONDocument
    ) -> [(name: String, value: String)] {
        var text = details.attributes
        return text.withUTF8 { bytes in
            guard let node = try? document.parse(UnsafeRawBufferPointer(bytes)), node.count <= 3 else {
                return []
            }
            var options: [(name: String, value: String)] = []
            for (key, value) in node.members {
                let text = value.string ?? String(decoding: value.rawBytes, as: UTF8.self)
                guard let name = key.string, !name.isEmpty, !text.isEmpty else { return [] }
                options.append((name, text))
            }
            return options
        }
    }

    /// The names that all variants share, if these tell them apart; variants of which `nil` comes back are told apart by
    /// their own names.
    private static func sharedNames(_ options: [[(name: String, value: String)]]) -> [String]? {
        let names = options.first?.map(\.name) ?? []
        let areShared = options.allSatisfy { $0.map(\.name) == names }
        let areDistinct = Set(options.map { $0.map(\.value) }).count == options.count
        return areShared && areDistinct ? names : nil
    }

    private static func valueInsteadOfOptions(_ index: Int, _ stocks: [StockView]) -> String {
        let name = stocks[index].details.name
        let isTaken = stocks[..<index].contains { $0.details.name == name }
        return isTaken ? "\(name) (\(index + 1))" : name
    }
}

extension ImportedVariant {
    fileprivate init(_ stock: StockView, of product: Product) {
        self.init()
        let details = stock.details
        sku = details.sku
        price = details.price ?? product.basePrice
        compareAtPrice = details.compareAtPrice ?? product.compareAtPrice
        cost = details.cost ?? product.cost
        barcode = details.barcode
        quantity = stock.inventory.quantity
        trackInventory = stock.inventory.settings.trackInventory
        allowBackorder = stock.inventory.settings.allowBackorder
        image = details.image
        extras = details.extras.flatMap { ProductExtra.list(from: $0) } ?? []
    }
}
