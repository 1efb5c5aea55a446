package import CommerceCore

extension CatalogIndex {
    /// One page of the products that `query` asks for.
    ///
    /// - Parameter stock: The stock of a product as it is now; asked only of marked products, and only if the
    ///   query needs it.
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a position of another order.
    package func query(
        _ query: CatalogQuery, stock: (UInt32) -> CatalogStock
    ) throws(Rejection) -> ListPage {
        if query.needsStock { refresh(stock) }
        let candidates = candidates(query)
        return switch query.sort {
        case .createdAt: try ListPage.inOrderOfCreation(query.page, of: candidates)
        case .name: try byName.page(query.page, of: candidates)
        case .price: try byPrice.page(query.page, of: candidates)
        case .updatedAt: try byUpdated.page(query.page, of: candidates)
        case .available: try byAvailable.page(query.page, of: candidates)
        }
    }

    private func candidates(_ query: CatalogQuery) -> Bitmap {
        var candidates = text.rows(matching: query.text, capacity: capacity) ?? rows
        var filter = FlagFilter<Flags>()
        for status in query.statuses { filter.anyOf.insert(Flags(status)) }
        filter.require(.visible, query.isVisible)
        filter.require(.featured, query.isFeatured)
        filter.require(.inStock, query.isInStock)
        if !filter.isEmpty { flags.apply(filter, to: &candidates) }
        if let wanted = query.categories {
            candidates.formIntersection(categories.rows(inAnyOf: wanted, capacity: capacity))
        }
        if !query.tags.isEmpty {
            let wanted = query.tags.map { $0.lowercased() }
            candidates.formIntersection(tags.rows(inAnyOf: wanted, capacity: capacity))
        }
        if let from = query.priceFrom {
            let maxPrices = maxPrices
            candidates.keep { maxPrices[Int($0)] >= from.minorUnits }
        }
        if let to = query.priceTo {
            let minPrices = byPrice.keys
            candidates.keep { minPrices[Int($0)].value <= to.minorUnits }
        }
        return candidates
    }
}
