import CommerceCore

// What lists are told of one variant.
extension VariantActor {
    static let figures = OwnedCall { (actor: isolated VariantActor, _: Void) in
        (product: actor.details.product, figures: actor.figures)
    }
    static let catalogStock = OwnedCall { (actor: isolated VariantActor, _: Void) in
        CatalogStock(
            available: actor.inventory.available,
            isInStock: actor.details.isActive && actor.inventory.canPromise(Quantity(1)))
    }

    /// Low is `available < lowStockThreshold` and out is `available ≤ 0`, both whether or not the stock is tracked.
    private var figures: StockFigures {
        var flags: StockFlags = []
        if inventory.canPromise(Quantity(1)) { flags.insert(.isInStock) }
        if inventory.isLow { flags.insert(.isLow) }
        if inventory.available <= .zero { flags.insert(.isOut) }
        if inventory.available < .zero { flags.insert(.isBackordered) }
        if !inventory.settings.trackInventory { flags.insert(.isUntracked) }
        if inventory.reserved > .zero { flags.insert(.isHeld) }
        return StockFigures(
            available: inventory.available, flags: flags,
            updatedAt: history.movements.last?.at ?? details.createdAt)
    }
}
