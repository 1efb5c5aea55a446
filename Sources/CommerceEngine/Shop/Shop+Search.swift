package import CommerceCore

// Search and lists over what is derived from catalog, stock and customers. Every answer is exact at its moment.
extension Shop {
    /// One page of the products that `query` asks for.
    ///
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a position of another order.
    package func products(_ query: CatalogQuery) throws(Rejection) -> ListPage {
        readStale()
        if query.needsStock { refreshStock() }
        return try models.catalog.query(query) { catalogStock(ofProduct: $0) }
    }

    /// One page of the variants that `query` asks for.
    ///
    /// - Throws: as ``products(_:)``.
    package func variants(_ query: StockQuery) throws(Rejection) -> ListPage {
        readStale()
        if query.needsFigures { refreshStock() }
        return try models.stock.query(query) { stockFigures(ofVariant: $0) }
    }

    /// One page of the customers that `query` asks for.
    ///
    /// - Throws: as ``products(_:)``.
    package func customers(_ query: CustomerQuery) throws(Rejection) -> ListPage {
        readStale()
        if query.needsFigures { models.figuresAskedAt = now }
        return try models.customers.query(query) { customerFigures(of: $0) }
    }

    /// How many products are in this category itself.
    package func productCount(in category: CategoryOrdinal) -> Int {
        readStale()
        return models.catalog.count(ofCategory: category.value)
    }

    /// How many products have this tag.
    package func productCount(with tag: TagOrdinal) -> Int {
        readStale()
        return models.catalog.count(ofTag: tags[tag.index].name)
    }

    /// How many variants have all of these flags, now.
    package func variantCount(of flags: StockFlags) -> Int {
        readStale()
        refreshStock()
        return models.stock.count(of: flags) { stockFigures(ofVariant: $0) }
    }

    /// A category and all that stand below it, by number, for ``CatalogQuery/categories``.
    ///
    /// - Complexity: O(categories).
    package func subtree(of category: CategoryOrdinal) -> [UInt32] {
        var below: [CategoryOrdinal: [CategoryOrdinal]] = [:]
        for index in categories.indices where !categories[index].isDeleted {
            guard let parent = categories[index].parent else { continue }
            below[parent, default: []].append(CategoryOrdinal(index))
        }
        var found = [category]
        var next = 0
        while next < found.count {
            found += below[found[next]] ?? []
            next += 1
        }
        return found.map(\.value)
    }

    // MARK: Keeping up

    /// Reads again what has changed in more than its stock. Every request ends with it.
    func readStale() {
        guard models.isBehind else { return }
        models.takeStale(readAgain, readAgain, readAgain)
    }

    /// In idle moments, so that the next query does not pay: while people look at stock, or when much has been sold.
    func tidySearch() {
        readStale()
        let isWatched = models.figuresAskedAt.map {
            now.milliseconds - $0.milliseconds < Shop.searchIdleMilliseconds
        }
        if isWatched ?? false || dirtyVariants.count > Shop.dirtyMaximum {
            refreshStock()
            models.catalog.refresh { catalogStock(ofProduct: $0) }
        }
        if isWatched ?? false || dirtyCustomers.count > Shop.dirtyMaximum {
            models.customers.refresh { customerFigures(of: $0) }
        }
        models.settle()
    }

    private static let searchIdleMilliseconds: Int64 = 10_000
    /// So many marks cost a query some milliseconds.
    private static let dirtyMaximum = 16_384

    private func refreshStock() {
        models.figuresAskedAt = now
        readDirtyStock()
    }

    /// Sales mark variants only; the products they belong to are found here, and who watches stock is told.
    func readDirtyStock() {
        let isWatched = watching.isWatchingStock
        models.stock.refresh { ordinal in
            if isWatched { watching.changedStock.mark(ordinal) }
            let (product, figures) = VariantActor.figures(variants[Int(ordinal)], (), on: unownedExecutor)
            models.catalog.dirty.mark(product.value)
            return figures
        }
    }
}
