package import CommerceCore

/// One change of a variant's quantity that an order caused. Who and why is kept with the order.
package struct StockMovement: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        case shipped(OrderOrdinal)
        case restocked(OrderOrdinal)
        case adjusted(Adjustment)
    }

    package let cause: Cause
    package let change: Quantity
    package let at: Timestamp
    package let sequence: UInt64
}

/// Every change of one variant's quantity, oldest first.
///
///     quantity = Σ change        before(n) = Σ change of the movements before n
///
/// Ordered by journal sequence, so that a recovered history reads as the live one did.
package struct StockHistory: Sendable {
    package private(set) var movements: [StockMovement] = []
    package private(set) var total = Quantity.zero

    package init() {}

    mutating func append(_ movement: StockMovement) {
        movements.append(movement)
        total += movement.change
    }

    mutating func append(_ adjustment: Adjustment) {
        append(
            StockMovement(
                cause: .adjusted(adjustment), change: adjustment.change, at: adjustment.at,
                sequence: adjustment.sequence))
    }

    /// Merges what orders caused, at recovery.
    mutating func append(contentsOf others: [StockMovement]) {
        guard !others.isEmpty else { return }
        for movement in others { append(movement) }
        movements.sort { $0.sequence < $1.sequence }
    }

    var adjustments: [Adjustment] {
        movements.compactMap { movement in
            if case .adjusted(let adjustment) = movement.cause { adjustment } else { nil }
        }
    }
}

/// What recovery computed for one variant.
struct StockCounts: Sendable {
    var reserved = Quantity.zero
    var movements: [StockMovement] = []
}
