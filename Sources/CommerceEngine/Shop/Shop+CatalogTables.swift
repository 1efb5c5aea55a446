import CommerceCore

// Products and variants taken in, live and at recovery, and the offers that follow from both.
extension Shop {
    func enter(_ product: Product) {
        if !product.isDeleted { productsBySlug.insert(hash(product.slug), UInt64(products.count)) }
        models.changed(ProductOrdinal(products.count))
        products.append(product)
    }

    func replace(_ ordinal: ProductOrdinal, _ product: Product) {
        let before = products[ordinal.index]
        if before.slug != product.slug || product.isDeleted {
            productsBySlug.remove(hash(before.slug), UInt64(ordinal.value))
            if !product.isDeleted { productsBySlug.insert(hash(product.slug), UInt64(ordinal.value)) }
        }
        products[ordinal.index] = product
        noteChange(of: ordinal, from: before, to: product)
    }

    func enter(_ details: Variant, label: LabelOrdinal) {
        let ordinal = VariantOrdinal(variants.count)
        if let sku = details.takenSKU { variantsBySKU.insert(hash(sku), UInt64(ordinal.value)) }
        models.changed(ordinal)
        variants.append(
            VariantActor(ordinal, details: details, offer: offer(of: details, label), on: unownedExecutor))
    }

    func replace(_ ordinal: VariantOrdinal, _ details: Variant, label: LabelOrdinal) {
        let owner = variants[ordinal.index]
        let before = owner.owned { $0.details.takenSKU }
        if before != details.takenSKU {
            if let before { variantsBySKU.remove(hash(before), UInt64(ordinal.value)) }
            if let sku = details.takenSKU { variantsBySKU.insert(hash(sku), UInt64(ordinal.value)) }
        }
        owner.owned { [offer = offer(of: details, label)] in $0.update(details, offer) }
        models.changed(ordinal)
        models.changed(details.product)
    }

    /// What a line copies. Before its product is known, at recovery, nothing can be bought.
    func offer(of details: Variant, _ label: LabelOrdinal) -> Offer {
        guard details.product.index < products.count else {
            return Offer(price: .zero, label: label, isPublished: false, isActive: false)
        }
        let product = products[details.product.index]
        return Offer(
            price: details.price ?? product.basePrice, label: label,
            isPublished: product.status == .published,
            isActive: details.isActive && !details.isDeleted && !product.isDeleted)
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
}

extension Variant {
    /// The SKU that nobody else may have.
    var takenSKU: String? { isDeleted ? nil : sku }
}
