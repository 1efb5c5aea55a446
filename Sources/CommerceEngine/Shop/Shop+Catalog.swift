package import CommerceCore

/// A variant to be made: its details, the shop's settings for its stock, and the opening stock.
package struct NewVariant: Sendable {
    package var details: Variant
    package var settings = StockSettings()
    package var openingQuantity = Quantity.zero

    package init(details: Variant) { self.details = details }
}

extension Shop {
    /// What the longest texts that the wire lets in come to, with a margin.
    private static let productBytesMaximum = 81_920
    private static let variantBytesMaximum = 8_192

    package var productCount: Int { products.count }
    package func product(_ ordinal: ProductOrdinal) -> Product { products[ordinal.index] }
    package func id(of ordinal: ProductOrdinal) -> EntityID {
        EntityID(.product, createdAt: products[ordinal.index].createdAt, ordinal: UInt64(ordinal.value))
    }
    package func id(of ordinal: VariantOrdinal) -> EntityID {
        EntityID(
            .variant, createdAt: VariantActor.createdAt(variants[ordinal.index], (), on: unownedExecutor),
            ordinal: UInt64(ordinal.value))
    }

    package func findProduct(_ id: EntityID) throws(Rejection) -> ProductOrdinal {
        guard id.kind == .product, id.ordinal < UInt64(products.count) else {
            throw .notFound(.productNotFound)
        }
        let ordinal = ProductOrdinal(Int(id.ordinal))
        guard products[ordinal.index].createdAt == id.createdAt else { throw .notFound(.productNotFound) }
        return ordinal
    }

    package func findProduct(slug: String) throws(Rejection) -> ProductOrdinal {
        guard let found = productsBySlug.find(hash(slug), where: { products[Int($0)].slug == slug }) else {
            throw .notFound(.productNotFound)
        }
        return ProductOrdinal(Int(found))
    }

    /// Adds a product with its variants and their opening stock: all or nothing.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` for a slug that was asked for, or a SKU, that is taken.
    package func create(
        _ product: Product, _ newVariants: [NewVariant], slugIsFree: Bool, subject: SubjectOrdinal
    )
        throws(Rejection) -> ProductOrdinal
    {
        var product = product
        if slugIsFree {
            product.slug = freeSlug(product.slug)
        } else if isTaken(slug: product.slug) {
            throw .alreadyExists(field: "slug")
        }
        try judgeSKUs(newVariants.map(\.details.sku))
        let ordinal = ProductOrdinal(products.count)
        let first = variants.count
        product.variants = newVariants.indices.map { VariantOrdinal(first + $0) }
        journal.product(ordinal, product)
        enter(product)
        for new in newVariants { make(new, of: ordinal, subject) }
        return ordinal
    }

    /// Adds a variant to a product that exists.
    package func addVariant(_ new: NewVariant, to ordinal: ProductOrdinal, subject: SubjectOrdinal)
        throws(Rejection) -> VariantOrdinal
    {
        try judgeSKUs([new.details.sku])
        let variant = VariantOrdinal(variants.count)
        products[ordinal.index].variants.append(variant)
        products[ordinal.index].updatedAt = now
        journal.product(ordinal, products[ordinal.index])
        make(new, of: ordinal, subject)
        return variant
    }

    /// Replaces a product's fields. Its variants' offers follow; orders keep what they copied.
    package func update(_ ordinal: ProductOrdinal, _ change: (inout Product) -> Void) throws(Rejection) {
        let before = products[ordinal.index]
        var after = before
        change(&after)
        if after.slug != before.slug && isTaken(slug: after.slug) { throw .alreadyExists(field: "slug") }
        // A new name is recorded with every variant.
        let variantBytes = after.name == before.name ? 8 : Shop.variantBytesMaximum
        try requireRoom(recordBytes: Shop.productBytesMaximum + after.variants.count * variantBytes)
        after.updatedAt = now
        if after.status == .published && after.publishedAt == nil { after.publishedAt = now }
        journal.product(ordinal, after)
        replace(ordinal, after)
        for variant in after.variants {
            if after.name == before.name {
                refreshOffer(of: variant)
            } else {
                record(variant, variants[variant.index].owned { $0.details })
            }
        }
    }

    /// Replaces a variant's fields.
    package func update(_ ordinal: VariantOrdinal, _ change: (inout Variant) -> Void) throws(Rejection) {
        let before = variants[ordinal.index].owned { $0.details }
        var after = before
        change(&after)
        if after.sku != before.sku { try judgeSKUs([after.sku]) }
        after.updatedAt = now
        record(ordinal, after)
    }

    // MARK: Taking records in

    func enter(_ product: Product) {
        productsBySlug.insert(hash(product.slug), UInt64(products.count))
        products.append(product)
    }

    func replace(_ ordinal: ProductOrdinal, _ product: Product) {
        let before = products[ordinal.index]
        if before.slug != product.slug {
            productsBySlug.remove(hash(before.slug), UInt64(ordinal.value))
            productsBySlug.insert(hash(product.slug), UInt64(ordinal.value))
        }
        products[ordinal.index] = product
    }

    func enter(_ details: Variant, label: LabelOrdinal) {
        let ordinal = VariantOrdinal(variants.count)
        if let sku = details.sku { variantsBySKU.insert(hash(sku), UInt64(ordinal.value)) }
        variants.append(
            VariantActor(ordinal, details: details, offer: offer(of: details, label), on: unownedExecutor))
    }

    func replace(_ ordinal: VariantOrdinal, _ details: Variant, label: LabelOrdinal) {
        let owner = variants[ordinal.index]
        let before = owner.owned { $0.details.sku }
        if before != details.sku {
            if let before { variantsBySKU.remove(hash(before), UInt64(ordinal.value)) }
            if let sku = details.sku { variantsBySKU.insert(hash(sku), UInt64(ordinal.value)) }
        }
        owner.owned { [offer = offer(of: details, label)] in $0.update(details, offer) }
    }

    /// What a line copies. Before its product is known, at recovery, nothing can be bought.
    func offer(of details: Variant, _ label: LabelOrdinal) -> Offer {
        guard details.product.index < products.count else {
            return Offer(price: .zero, label: label, isPublished: false, isActive: false)
        }
        let product = products[details.product.index]
        return Offer(
            price: details.price ?? product.basePrice, label: label,
            isPublished: product.status == .published, isActive: details.isActive)
    }

    /// As live, where a product's change of price or status is one record for all of its variants.
    func refreshOffers(of product: Product) {
        guard isDerived else { return }
        for variant in product.variants where variant.index < variants.count { refreshOffer(of: variant) }
    }

    /// Brings price and visibility up to date after the product has changed.
    func refreshOffer(of ordinal: VariantOrdinal) {
        let owner = variants[ordinal.index]
        let details = owner.owned { $0.details }
        let label = owner.owned { $0.offer.label }
        owner.owned { [offer = offer(of: details, label)] in $0.update(details, offer) }
    }

    /// Records a variant's new details, under a new label if a name or SKU has changed.
    private func record(_ ordinal: VariantOrdinal, _ details: Variant) {
        let current = variants[ordinal.index].owned { $0.offer.label }
        let wanted = labelText(of: details, ordinal)
        let label = labels[current.index] == wanted ? current : makeLabel(wanted)
        journal.variant(ordinal, details, label: label)
        replace(ordinal, details, label: label)
    }

    private func make(_ new: NewVariant, of product: ProductOrdinal, _ subject: SubjectOrdinal) {
        let ordinal = VariantOrdinal(variants.count)
        var details = new.details
        details.product = product
        let label = makeLabel(labelText(of: details, ordinal))
        journal.variant(ordinal, details, label: label)
        enter(details, label: label)
        let owner = variants[ordinal.index]
        if new.settings != StockSettings() {
            journal.stockSettings(ordinal, new.settings)
            owner.owned { $0.apply(new.settings) }
        }
        guard new.openingQuantity != .zero else { return }
        let journal = journal
        let now = now
        let rejection = owner.owned { owner in
            owner.adjust(
                by: new.openingQuantity, expected: nil, reason: "RECEIVED", notes: nil, subject: subject,
                at: now,
                journal: journal)
        }
        precondition(rejection == nil, "opening stock was refused after it was judged")
        settleAlert(of: ordinal, at: now)
    }

    private func labelText(of details: Variant, _ ordinal: VariantOrdinal) -> LineLabel {
        LineLabel(
            variant: ordinal, productName: products[details.product.index].name, variantName: details.name,
            sku: details.sku)
    }

    // MARK: Judging

    private func judgeSKUs(_ skus: [String?]) throws(Rejection) {
        var seen: Set<String> = []
        for case let sku? in skus {
            guard seen.insert(sku).inserted, !isTaken(sku: sku) else { throw .alreadyExists(field: "sku") }
        }
    }

    private func isTaken(sku: String) -> Bool {
        variantsBySKU.find(hash(sku)) { number in
            variants[Int(number)].owned { $0.details.sku == sku }
        } != nil
    }

    private func isTaken(slug: String) -> Bool {
        productsBySlug.find(hash(slug)) { products[Int($0)].slug == slug } != nil
    }

    /// `slug`, or the first of `slug-2`, `slug-3` … that is free.
    ///
    /// - Complexity: O(1) expected, O(equal names) for the first of them after a start.
    private func freeSlug(_ slug: String) -> String {
        guard isTaken(slug: slug) else { return slug }
        var number = nextSlugNumbers[slug] ?? 2
        while isTaken(slug: "\(slug)-\(number)") { number += 1 }
        nextSlugNumbers[slug] = number + 1
        return "\(slug)-\(number)"
    }
}
