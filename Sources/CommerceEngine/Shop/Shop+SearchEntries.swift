import CommerceCore

// What the read models are told of one product, variant or customer.
extension Shop {
    func readAgain(_ ordinal: ProductOrdinal) {
        let product = products[ordinal.index]
        guard !product.isDeleted else { return models.catalog.remove(ordinal.value) }
        var entry = CatalogEntry(name: product.name, price: product.basePrice, updatedAt: product.updatedAt)
        entry.tags = tags(of: ordinal).map { tags[$0.index].name }
        entry.description = product.description ?? ""
        if let short = product.shortDescription { entry.description += "\n\(short)" }
        entry.categories = categories(of: ordinal).map(\.value)
        entry.status = product.status
        entry.isVisible = product.isVisible
        entry.isFeatured = product.isFeatured
        if let sku = product.sku { entry.skus.append(sku) }
        for (index, variant) in product.variants.enumerated() {
            let (details, price) = variants[variant.index].owned { ($0.details, $0.offer.price) }
            if let sku = details.sku, sku != product.sku { entry.skus.append(sku) }
            entry.minPrice = index == 0 ? price : min(entry.minPrice, price)
            entry.maxPrice = index == 0 ? price : max(entry.maxPrice, price)
        }
        entry.stock = catalogStock(ofProduct: ordinal.value)
        models.catalog.replace(ordinal.value, with: entry)
    }

    func readAgain(_ ordinal: VariantOrdinal) {
        let details = variant(ordinal)
        let product = products[details.product.index]
        guard !details.isDeleted, !product.isDeleted else { return models.stock.remove(ordinal.value) }
        var entry = StockEntry(productName: product.name, variantName: details.name, sku: details.sku)
        entry.barcode = details.barcode
        entry.categories = categories(of: details.product).map(\.value)
        entry.figures = stockFigures(ofVariant: ordinal.value)
        models.stock.replace(ordinal.value, with: entry)
    }

    func readAgain(_ ordinal: CustomerOrdinal) {
        let customer = customers[ordinal.index].customer
        guard !customer.isDeleted else { return models.customers.remove(ordinal.value) }
        var entry = CustomerEntry(
            name: "\(customer.firstName) \(customer.lastName)", email: customer.email)
        entry.company = customer.company
        entry.phone = customer.phone
        entry.tags = customer.tags
        entry.createdAt = customer.createdAt
        entry.figures = customerFigures(of: ordinal.value)
        models.customers.replace(ordinal.value, with: entry)
    }

    /// A renamed product is found by its variants' stock too, under its new name.
    func noteChange(of ordinal: ProductOrdinal, from before: Product, to after: Product) {
        models.changed(ordinal)
        guard before.name != after.name || before.categories != after.categories || after.isDeleted else {
            return
        }
        for variant in after.variants { models.changed(variant) }
    }

    /// A renamed tag is found in the texts of all products that have it.
    ///
    /// - Complexity: O(products).
    func noteChange(of tag: TagOrdinal) {
        guard !isRecovering else { return }
        for index in products.indices where products[index].tags.contains(tag) {
            models.changed(ProductOrdinal(index))
        }
    }

    // MARK: Figures

    /// - Complexity: O(variants of the product).
    func catalogStock(ofProduct ordinal: UInt32) -> CatalogStock {
        var stock = CatalogStock()
        for variant in products[Int(ordinal)].variants {
            let share = VariantActor.catalogStock(variants[variant.index], (), on: unownedExecutor)
            stock.available += share.available
            stock.isInStock = stock.isInStock || share.isInStock
        }
        return stock
    }

    func stockFigures(ofVariant ordinal: UInt32) -> StockFigures {
        VariantActor.figures(variants[Int(ordinal)], (), on: unownedExecutor).figures
    }

    func customerFigures(of ordinal: UInt32) -> CustomerFigures {
        let statistics = customers[Int(ordinal)].statistics
        var figures = CustomerFigures(
            lastOrderAt: statistics.lastOrderAt, lifetimeMinorUnits: statistics.lifetimeValueMinorUnits,
            orderCount: statistics.orderCount)
        if statistics.orderCount > 0 { figures.flags.insert(.hasOrders) }
        if statistics.orderCount > 1 { figures.flags.insert(.isRepeat) }
        if statistics.openOrderCount > 0 { figures.flags.insert(.hasOpenOrders) }
        return figures
    }
}
