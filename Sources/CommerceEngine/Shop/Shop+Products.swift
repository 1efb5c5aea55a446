package import CommerceCore

extension Shop {
    /// How many there ever were; the deleted ones among them keep their ordinals.
    package var productCount: Int { products.count }
    package func product(_ ordinal: ProductOrdinal) -> Product { products[ordinal.index] }
    package func id(of ordinal: ProductOrdinal) -> EntityID {
        EntityID(.product, createdAt: products[ordinal.index].createdAt, ordinal: UInt64(ordinal.value))
    }

    package func findProduct(_ id: EntityID) throws(Rejection) -> ProductOrdinal {
        guard id.kind == .product, id.ordinal < UInt64(products.count) else {
            throw .notFound(.productNotFound)
        }
        let ordinal = ProductOrdinal(Int(id.ordinal))
        guard products[ordinal.index].createdAt == id.createdAt, !products[ordinal.index].isDeleted else {
            throw .notFound(.productNotFound)
        }
        return ordinal
    }

    package func findProduct(slug: String) throws(Rejection) -> ProductOrdinal {
        guard let found = productsBySlug.find(hash(slug), where: { products[Int($0)].slug == slug }) else {
            throw .notFound(.productNotFound)
        }
        return ProductOrdinal(Int(found))
    }

    /// The categories of a product that have not been deleted since they were given to it.
    package func categories(of ordinal: ProductOrdinal) -> [CategoryOrdinal] {
        products[ordinal.index].categories.filter { !categories[$0.index].isDeleted }
    }

    /// The tags of a product that have not been deleted since they were given to it.
    package func tags(of ordinal: ProductOrdinal) -> [TagOrdinal] {
        products[ordinal.index].tags.filter { !tags[$0.index].isDeleted }
    }

    /// Adds a product with its variants and their opening stock: all or nothing.
    ///
    /// - Parameter tags: Given to it besides its own; made where there are none of these names.
    /// - Throws: ``Rejection/alreadyExists(field:)`` for a slug that was asked for, or a SKU, that is taken, then
    ///   ``Rejection/storageFull``.
    package func create(
        _ product: Product, _ newVariants: [NewVariant], slugIsFree: Bool, tags: [TagChoice] = [],
        subject: SubjectOrdinal
    ) throws(Rejection) -> ProductOrdinal {
        try judgeCreation(of: product, newVariants, slugIsFree: slugIsFree)
        var product = product
        if slugIsFree { product.slug = freeSlug(product.slug) }
        if !tags.isEmpty { product.tags = take(tags) }
        let ordinal = ProductOrdinal(products.count)
        let first = variants.count
        product.variants = newVariants.indices.map { VariantOrdinal(first + $0) }
        journal.product(ordinal, product)
        enter(product)
        for new in newVariants { make(new, of: ordinal, subject) }
        return ordinal
    }

    /// Whether a product could be made, without making it.
    ///
    /// - Throws: as ``create(_:_:slugIsFree:tags:subject:)``.
    package func judgeCreation(
        of product: Product, _ newVariants: [NewVariant], slugIsFree: Bool
    ) throws(Rejection) {
        if !slugIsFree && isTaken(slug: product.slug) { throw .alreadyExists(field: "slug") }
        try judgeSKUs(newVariants.map(\.details.sku))
        try requireRoom(recordBytes: product.recordBytes + 65_536 + bytes(of: newVariants))
    }

    /// What the records of new variants take, with their labels, settings and opening stock.
    func bytes(of newVariants: [NewVariant]) -> Int {
        newVariants.reduce(0) { $0 + $1.details.recordBytes + 512 }
    }

    /// Replaces a product's fields. Its variants' offers follow; orders keep what they copied. The list of variants is
    /// not a field.
    ///
    /// - Parameter tags: Those it has from now on; made where there are none of these names. `nil` leaves them.
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/alreadyExists(field:)`` for a slug that is taken, then ``Rejection/storageFull``.
    package func update(
        _ ordinal: ProductOrdinal, expectedVersion: UInt32? = nil, tags: [TagChoice]? = nil,
        _ change: (inout Product) -> Void
    ) throws(Rejection) {
        let before = products[ordinal.index]
        guard !before.isDeleted else { throw .notFound(.productNotFound) }
        try requireVersion(expectedVersion, is: before.version)
        var after = before
        change(&after)
        after.variants = before.variants
        after.deletedAt = nil
        after.categories.removeAll { categories[$0.index].isDeleted }
        after.tags.removeAll { self.tags[$0.index].isDeleted }
        if after.slug != before.slug && isTaken(slug: after.slug) { throw .alreadyExists(field: "slug") }
        // A new name is recorded with every variant.
        let isRenamed = after.name != before.name
        try requireRoom(recordBytes: after.recordBytes + (isRenamed ? variantBytes(of: after) : 0))
        if after.status == .published && after.publishedAt == nil { after.publishedAt = now }
        if let tags { after.tags = take(tags) }
        self.change(ordinal, to: &after)
        for variant in after.variants {
            if isRenamed { record(variant, self.variant(variant)) } else { refreshOffer(of: variant) }
        }
    }

    /// Takes a product and its variants out of the catalog; slug and SKUs are free again.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/hasOrders`` while an open order holds units of one of the variants, as ``delete(_:expectedVersion:)``
    ///   of a variant says, then ``Rejection/storageFull``.
    /// - Complexity: O(variants) if nothing of them is promised, else O(orders).
    package func delete(_ ordinal: ProductOrdinal, expectedVersion: UInt32? = nil) throws(Rejection) {
        var product = products[ordinal.index]
        guard !product.isDeleted else { throw .notFound(.productNotFound) }
        try requireVersion(expectedVersion, is: product.version)
        guard !isHeldByOrders(product.variants) else { throw .hasOrders }
        try requireRoom(recordBytes: product.recordBytes + variantBytes(of: product))
        product.deletedAt = now
        change(ordinal, to: &product)
        for variant in product.variants {
            var details = self.variant(variant)
            details.markDeleted(at: now)
            record(variant, details)
        }
    }

    /// Records a product with a new version and puts it in its place.
    func change(_ ordinal: ProductOrdinal, to product: inout Product) {
        product.updatedAt = now
        product.version = products[ordinal.index].version &+ 1
        journal.product(ordinal, product)
        replace(ordinal, product)
    }

    private func variantBytes(of product: Product) -> Int {
        product.variants.reduce(0) { $0 + variant($1).recordBytes + product.name.utf8.count }
    }

    // MARK: Slugs

    func isTaken(slug: String) -> Bool {
        productsBySlug.find(hash(slug)) { products[Int($0)].slug == slug } != nil
    }

    /// `slug`, or the first of `slug-2`, `slug-3` … that is free.
    ///
    /// - Complexity: O(1) expected, O(equal names) for the first of them after a start.
    func freeSlug(_ slug: String) -> String {
        guard isTaken(slug: slug) else { return slug }
        var number = nextSlugNumbers[slug] ?? 2
        while isTaken(slug: "\(slug)-\(number)") { number += 1 }
        // Not the one after it: who is refused for another reason has not taken it.
        nextSlugNumbers[slug] = number
        return "\(slug)-\(number)"
    }
}
