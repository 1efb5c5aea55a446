/// The stock of one variant: what is on hand, and how much of it is promised.
///
///     available = quantity - reserved          (computed, never stored)
///     reserved  = live reservations + unshipped units of open orders ≥ 0
///     reserved ≤ quantity                      unless the variant may be backordered or is not tracked
///
/// `Inventory` is a plain value: it reads no clock, does no I/O and knows no reservation by name.
/// `judge` methods change nothing; the others change and judge nothing. It does not decide *when* a
/// reservation lapses: whoever owns it ends lapsed ones before judging.
package struct Inventory: Hashable, Sendable {
    package private(set) var quantity: Quantity
    package private(set) var reserved: Quantity
    package var settings: StockSettings
    package private(set) var alert: LowStockAlert
    /// When `quantity` last rose by an adjustment.
    package var lastRestockedAt: Timestamp?

    @inlinable
    package var available: Quantity { quantity - reserved }

    package init(settings: StockSettings = StockSettings()) {
        quantity = .zero
        reserved = .zero
        self.settings = settings
        alert = .unstocked
    }

    /// Whether `units` more may be promised now.
    ///
    /// - Complexity: O(1).
    @inlinable
    package func canPromise(_ units: Quantity) -> Bool {
        units <= available || settings.allowBackorder || !settings.trackInventory
    }

    /// Whether `quantity` may change by `change`.
    ///
    /// - Returns: The rejection: ``Rejection/versionConflict(expected:actual:)`` before
    ///   ``Rejection/belowReserved(quantity:reserved:)`` before ``Rejection/invalidValue(field:reason:)``.
    package func judgeAdjustment(by change: Quantity, expected: Quantity?) -> Rejection? {
        if let expected, expected != quantity {
            return .versionConflict(expected: expected.units, actual: quantity.units)
        }
        let after = quantity + change
        if change < .zero && after < reserved && !settings.allowBackorder && settings.trackInventory {
            return .belowReserved(quantity: after, reserved: reserved)
        }
        if after > .stockMaximum || after < -Quantity.stockMaximum {
            return .invalidValue(
                field: "quantityChange", reason: "the stock would leave ±\(Quantity.stockMaximum.units)")
        }
        return nil
    }

    @inlinable
    package mutating func promise(_ units: Quantity) {
        precondition(units >= .zero, "promised \(units) units")
        reserved += units
    }

    @inlinable
    package mutating func release(_ units: Quantity) {
        precondition(units <= reserved, "released \(units) of \(reserved) promised units")
        reserved -= units
    }

    /// `units` that were promised leave the house.
    package mutating func ship(_ units: Quantity) {
        release(units)
        quantity -= units
    }

    package mutating func adjust(by change: Quantity) {
        quantity += change
    }

    /// Sets what recovery computed anew from orders, reservations and adjustments.
    package mutating func derive(quantity: Quantity, reserved: Quantity) {
        self.quantity = quantity
        self.reserved = reserved
    }
}

/// What the shop says about a variant's stock, as opposed to what there is.
package struct StockSettings: Hashable, Sendable {
    package var lowStockThreshold = Quantity(10)
    package var trackInventory = true
    package var allowBackorder = false

    package init() {}
}

/// Whether the next fall below the threshold is news.
///
/// `unstocked` and `fired` stay silent until `available` is back at the threshold; `armed` fires once.
package enum LowStockAlert: UInt8, Hashable, Sendable {
    case unstocked, armed, fired
}

extension Inventory {
    @inlinable
    package var isLow: Bool { available < settings.lowStockThreshold }

    /// The crossing that has happened and is not recorded yet, if any.
    @inlinable
    package var pendingAlert: LowStockAlert? {
        if isLow { return alert == .armed ? .fired : nil }
        return alert == .armed ? nil : .armed
    }

    package mutating func record(_ alert: LowStockAlert) {
        self.alert = alert
    }

    /// Traps if a promise was broken.
    package func checkInvariants() {
        precondition(reserved >= .zero, "reserved \(reserved) is negative")
        precondition(
            reserved <= quantity || settings.allowBackorder || !settings.trackInventory,
            "reserved \(reserved) of \(quantity) on hand")
    }

    /// Whether the bounds hold; `verify` reports instead of trapping.
    package var isWithinBounds: Bool {
        reserved >= .zero && (reserved <= quantity || settings.allowBackorder || !settings.trackInventory)
    }
}
