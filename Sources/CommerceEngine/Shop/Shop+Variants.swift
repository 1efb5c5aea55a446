package import CommerceCore

/// A variant to be made: its details, the shop's settings for its stock, and the opening stock.
package struct NewVariant: Sendable {
    package var details: Variant
    package var settings = StockSettings()
    package var openingQuantity = Quantity.zero

    package init(details: Variant) { self.details = details }
}

extension Shop {
    package func id(of ordinal: VariantOrdinal) -> EntityID {
        EntityID(
            .variant, createdAt: VariantActor.createdAt(variants[ordinal.index], (), on: unownedExecutor),
            ordinal: UInt64(ordinal.value))
    }

    package func variant(_ ordinal: VariantOrdinal) -> Variant {
        variants[ordinal.index].owned { $0.details }
    }

    /// Adds a variant to a product that exists.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` for a SKU that is taken.
    package func addVariant(_ new: NewVariant, to ordinal: ProductOrdinal, subject: SubjectOrdinal)
        throws(Rejection) -> VariantOrdinal
    {
        guard !products[ordinal.index].isDeleted else { throw .notFound(.productNotFound) }
        try judgeSKUs([new.details.sku])
        var product = products[ordinal.index]
        try requireRoom(recordBytes: product.recordBytes + new.details.recordBytes + 4_096)
        let variant = VariantOrdinal(variants.count)
        product.variants.append(variant)
        change(ordinal, to: &product)
        make(new, of: ordinal, subject)
        return variant
    }

    /// Replaces a variant's fields, and with them what the shop says about its stock.
    ///
    /// - Parameter settings: `nil` leaves them.
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/alreadyExists(field:)`` for a SKU that is taken, then
    ///   ``Rejection/belowReserved(quantity:reserved:)`` for the settings, then ``Rejection/storageFull``.
    package func update(
        _ ordinal: VariantOrdinal, expectedVersion: UInt32? = nil, settings: StockSettings? = nil,
        _ change: (inout Variant) -> Void
    ) throws(Rejection) {
        let before = variant(ordinal)
        guard !before.isDeleted else { throw .notFound(.variantNotFound) }
        try requireVersion(expectedVersion, is: before.version)
        var after = before
        change(&after)
        after.product = before.product
        after.deletedAt = nil
        if after.sku != before.sku { try judgeSKUs([after.sku]) }
        if let settings, let rejection = variants[ordinal.index].owned({ $0.judge(settings) }) {
            throw rejection
        }
        try requireRoom(recordBytes: after.recordBytes + 64)
        after.updatedAt = now
        after.version = before.version &+ 1
        record(ordinal, after)
        if let settings, settings != stock(of: ordinal).inventory.settings { set(settings, of: ordinal) }
    }

    /// Takes a variant out of the catalog; its SKU is free again. What is reserved of it can be released and not bought.
    ///
    /// A line all of whose units have been shipped holds nothing of the variant and does not stand in the way, even
    /// if other lines of its order are still open.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/invalidValue(field:reason:)`` for the last variant of its product, then
    ///   ``Rejection/hasOrders`` while an open order holds units of it.
    /// - Complexity: O(1) if nothing of it is promised, else O(orders).
    package func delete(_ ordinal: VariantOrdinal, expectedVersion: UInt32? = nil) throws(Rejection) {
        var after = variant(ordinal)
        guard !after.isDeleted else { throw .notFound(.variantNotFound) }
        try requireVersion(expectedVersion, is: after.version)
        var product = products[after.product.index]
        guard product.variants.count > 1 else {
            throw .invalidValue(field: "variantId", reason: "a product keeps its last variant")
        }
        guard !isHeldByOrders([ordinal]) else { throw .hasOrders }
        try requireRoom(recordBytes: product.recordBytes + after.recordBytes)
        after.markDeleted(at: now)
        record(ordinal, after)
        product.variants.removeAll { $0 == ordinal }
        change(after.product, to: &product)
    }

    /// Whether an open order holds unshipped units of one of `candidates`.
    ///
    /// - Complexity: O(candidates) if nothing of them is promised, else O(orders), the newest first.
    func isHeldByOrders(_ candidates: [VariantOrdinal]) -> Bool {
        let promised = candidates.filter { ordinal in
            variants[ordinal.index].owned { $0.inventory.reserved > .zero }
        }
        guard !promised.isEmpty else { return false }
        return orders.indices.reversed().contains {
            OrderActor.holds(orders[$0], promised, on: unownedExecutor)
        }
    }

    /// Records a variant's new details, under a new label if a name or SKU has changed.
    func record(_ ordinal: VariantOrdinal, _ details: Variant) {
        let current = variants[ordinal.index].owned { $0.offer.label }
        let wanted = labelText(of: details, ordinal)
        let label = labels[current.index] == wanted ? current : makeLabel(wanted)
        journal.variant(ordinal, details, label: label)
        replace(ordinal, details, label: label)
    }

    func make(_ new: NewVariant, of product: ProductOrdinal, _ subject: SubjectOrdinal) {
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

    func judgeSKUs(_ skus: [String?]) throws(Rejection) {
        var seen: Set<String> = []
        for case let sku? in skus {
            guard seen.insert(sku).inserted, !isTaken(sku: sku) else { throw .alreadyExists(field: "sku") }
        }
    }

    func isTaken(sku: String) -> Bool {
        variantsBySKU.find(hash(sku)) { number in
            variants[Int(number)].owned { $0.details.sku == sku }
        } != nil
    }
}

extension Variant {
    mutating func markDeleted(at now: Timestamp) {
        deletedAt = now
        updatedAt = now
        version &+= 1
    }
}
