import CommerceCore

/// The rows of one product as they are to be written.
struct ProductRows {
    let product: ImportedProduct
    /// For each row which variant and which image it carries.
    let rows: [(variant: Int?, image: Int?)]

    /// A layout that does not fit any more, since variants or images came or went, gives way to the usual one.
    init(_ product: ImportedProduct) {
        self.product = product
        let (variants, images) = (product.variants.count, product.images.count)
        var layout = ProductRowLayout(variantCount: variants, imageCount: images)
        if let kept = product.layout, kept.fits(variantCount: variants, imageCount: images) { layout = kept }
        rows = layout.indexes
    }

    /// What a row says in a column, in the spelling that is always used when nothing else is known.
    func cell(_ column: ProductColumn, row: Int) -> String {
        if column == .handle { return product.handle }
        switch column.scope {
        case .product: return row == 0 ? productCell(column) : ""
        case .variant: return rows[row].variant.map { variantCell(column, product.variants[$0]) } ?? ""
        case .image: return rows[row].image.map { imageCell(column, index: $0) } ?? ""
        }
    }

    private func productCell(_ column: ProductColumn) -> String {
        switch column {
        case .title: product.title
        case .body: product.body
        case .vendor: product.vendor
        case .productType: product.productType
        case .tags: product.tags.joined(separator: ", ")
        case .published: "\(product.isVisible)"
        case .status: ProductColumn.name(of: product.status)
        case .metaTitle: product.metaTitle
        case .metaDescription: product.metaDescription
        case .option1Name:
            product.optionNames.isEmpty ? ProductTable.defaultOptionName : product.optionNames[0]
        case .option2Name: product.optionNames.count > 1 ? product.optionNames[1] : ""
        case .option3Name: product.optionNames.count > 2 ? product.optionNames[2] : ""
        default: ""
        }
    }

    private func variantCell(_ column: ProductColumn, _ variant: ImportedVariant) -> String {
        switch column {
        case .option1Value:
            variant.optionValues.isEmpty ? ProductTable.defaultOptionValue : variant.optionValues[0]
        case .option2Value: variant.optionValues.count > 1 ? variant.optionValues[1] : ""
        case .option3Value: variant.optionValues.count > 2 ? variant.optionValues[2] : ""
        case .sku: variant.sku ?? ""
        case .price: "\(variant.price ?? .zero)"
        case .compareAtPrice: variant.compareAtPrice?.description ?? ""
        case .cost: variant.cost?.description ?? ""
        case .barcode: variant.barcode ?? ""
        case .quantity: "\(variant.quantity ?? .zero)"
        case .policy: variant.allowBackorder ? "continue" : "deny"
        case .tracker: variant.trackInventory ? "shopify" : ""
        case .variantImage: variant.image ?? ""
        default: ""
        }
    }

    private func imageCell(_ column: ProductColumn, index: Int) -> String {
        let image = product.images[index]
        return switch column {
        case .imageURL: image.url
        case .imagePosition: "\(image.position ?? index + 1)"
        case .imageAltText: image.altText
        default: ""
        }
    }
}
