package import CommerceCore

/// A product described anew as a whole, with as many of its variants as the describer knows.
package struct ProductRevision: Sendable {
    package struct Known: Sendable {
        package let ordinal: VariantOrdinal
        package var details: Variant
        package var settings: StockSettings

        package init(_ stock: StockView) {
            ordinal = stock.ordinal
            details = stock.details
            settings = stock.inventory.settings
        }
    }

    package var product: Product
    /// Those it has from now on; made where there are none of these names.
    package var tags: [TagChoice] = []
    /// Variants that are there, changed or not. Those that are not named stay as they are.
    package var known: [Known] = []
    /// Variants to be made, after all others.
    package var added: [NewVariant] = []

    package init(product: Product) { self.product = product }
}

extension Shop {
    /// Changes a product and its variants in one step: all of it or nothing. Stock on hand stays as it is.
    ///
    /// - Parameter isTrial: Judges only.
    /// - Returns: Whether there was anything to change.
    /// - Throws: what is not there, then ``Rejection/limitReached(what:maximum:)`` for the variants, then
    ///   ``Rejection/alreadyExists(field:)`` for a SKU that is taken, then
    ///   ``Rejection/belowReserved(quantity:reserved:)`` for settings, then ``Rejection/storageFull``.
    package func revise(
        _ ordinal: ProductOrdinal, _ revision: ProductRevision, isTrial: Bool = false, subject: SubjectOrdinal
    ) throws(Rejection) -> Bool {
        let before = products[ordinal.index]
        guard !before.isDeleted else { throw .notFound(.productNotFound) }
        guard before.variants.count + revision.added.count <= Product.variantsMaximum else {
            throw .limitReached(what: "variants of a product", maximum: Product.variantsMaximum)
        }
        try judge(revision, of: before)
        let changed = revision.known.filter { stock(of: $0.ordinal).details != $0.details }
        let resettled = revision.known.filter { stock(of: $0.ordinal).inventory.settings != $0.settings }
        var after = revision.product
        after.variants = before.variants
        let isSame = after == before && areTags(revision.tags, of: ordinal)
        guard !isSame || !changed.isEmpty || !resettled.isEmpty || !revision.added.isEmpty else {
            return false
        }
        if isTrial { return true }
        apply(revision, changed, resettled, to: ordinal, subject)
        return true
    }

    private func judge(_ revision: ProductRevision, of before: Product) throws(Rejection) {
        var skus: [String: VariantOrdinal?] = [:]
        for known in revision.known {
            guard let sku = known.details.sku else { continue }
            guard skus.updateValue(known.ordinal, forKey: sku) == nil else {
                throw .alreadyExists(field: "sku")
            }
        }
        for new in revision.added {
            guard let sku = new.details.sku else { continue }
            guard skus.updateValue(nil, forKey: sku) == nil else { throw .alreadyExists(field: "sku") }
        }
        let revised = Set(revision.known.map(\.ordinal))
        for sku in skus.keys {
            guard let owner = findVariant(sku: sku) else { continue }
            // One that gives its SKU up, to another of the product perhaps, is revised itself.
            guard revised.contains(owner) else { throw .alreadyExists(field: "sku") }
        }
        for known in revision.known {
            let rejection = variants[known.ordinal.index].owned { $0.judge(known.settings) }
            if let rejection { throw rejection }
        }
        let variantBytes =
            revision.known.reduce(0) { $0 + $1.details.recordBytes } + bytes(of: revision.added)
        try requireRoom(
            recordBytes: revision.product.recordBytes + variantBytes + revision.tags.count * 512
                + before.variants.count * (512 + revision.product.name.utf8.count))
    }

    private func apply(
        _ revision: ProductRevision, _ changed: [ProductRevision.Known],
        _ resettled: [ProductRevision.Known], to ordinal: ProductOrdinal, _ subject: SubjectOrdinal
    ) {
        let before = products[ordinal.index]
        var after = revision.product
        after.tags = take(revision.tags)
        after.variants = before.variants
        after.variants += revision.added.indices.map { VariantOrdinal(variants.count + $0) }
        if after.status == .published && after.publishedAt == nil { after.publishedAt = now }
        change(ordinal, to: &after)
        let isRenamed = after.name != before.name
        var details: [VariantOrdinal: Variant] = [:]
        for known in changed { details[known.ordinal] = known.details }
        for variant in before.variants {
            if var changed = details[variant] {
                changed.updatedAt = now
                changed.version = self.variant(variant).version &+ 1
                record(variant, changed)
            } else if isRenamed {
                record(variant, self.variant(variant))
            } else {
                refreshOffer(of: variant)
            }
        }
        for known in resettled { set(known.settings, of: known.ordinal) }
        for new in revision.added { make(new, of: ordinal, subject) }
    }

    private func areTags(_ choices: [TagChoice], of product: ProductOrdinal) -> Bool {
        let names = tags(of: product).map { tags[$0.index].name.lowercased() }
        return names
            == choices.map { choice in
                switch choice {
                case .known(let ordinal): tags[ordinal.index].name.lowercased()
                case .named(let name): name.lowercased()
                }
            }
    }
}
