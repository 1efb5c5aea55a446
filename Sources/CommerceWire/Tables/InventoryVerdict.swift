package import CommerceCore

/// What a row of a stock table does to its variant, or why it does nothing.
package enum InventoryVerdict: Hashable, Sendable {
    case change(before: Quantity, after: Quantity)
    case unchanged(quantity: Quantity)
    case unknownVariant
    /// The file expects another quantity than there is: someone else was faster.
    case stockChanged(expected: Quantity, actual: Quantity)
    case belowReserved(quantity: Quantity, reserved: Quantity)
    case outOfRange

    /// Judges a row against the stock of its variant; `nil` if there is no such variant.
    ///
    /// - Returns: ``unknownVariant`` before ``stockChanged(expected:actual:)`` before ``unchanged(quantity:)`` before
    ///   ``belowReserved(quantity:reserved:)`` before ``outOfRange``.
    /// - Complexity: O(1).
    package init(_ row: InventoryTable.Row, mode: InventoryTable.Mode, stock: Inventory?) {
        guard let stock else {
            self = .unknownVariant
            return
        }
        let before = stock.quantity
        if let expected = row.expectedQuantity, expected != before {
            self = .stockChanged(expected: expected, actual: before)
            return
        }
        let change = mode == .absolute ? row.quantity - before : row.quantity
        guard change != .zero else {
            self = .unchanged(quantity: before)
            return
        }
        switch stock.judgeAdjustment(by: change, expected: nil) {
        case nil: self = .change(before: before, after: before + change)
        case .belowReserved(let quantity, let reserved):
            self = .belowReserved(quantity: quantity, reserved: reserved)
        default: self = .outOfRange
        }
    }

    package var isChange: Bool {
        if case .change = self { true } else { false }
    }

    /// Whether nothing is wrong: a row that changes nothing is in order.
    package var isInOrder: Bool {
        switch self {
        case .change, .unchanged: true
        default: false
        }
    }

    /// Whether a person should look twice: what was there falls to nothing, or becomes more than ten times as much.
    package var isLargeJump: Bool {
        guard case .change(let before, let after) = self, before > .zero else { return false }
        return after <= .zero || after.units > 10 * before.units || before.units > 10 * after.units
    }

    /// The verdict as a sentence; `nil` where nothing is wrong.
    package func message(for row: InventoryTable.Row) -> String? {
        switch self {
        case .change, .unchanged: nil
        case .unknownVariant:
            row.sku.map { "No variant has SKU \($0)." } ?? "No variant has the id \(row.variantID ?? "")."
        case .stockChanged(let expected, let actual):
            "The file expects \(expected), on hand is \(actual). This row was not changed."
        case .belowReserved(let quantity, let reserved):
            "\(reserved) are promised to customers; cannot set \(quantity)."
        case .outOfRange: "The stock would leave ±\(Quantity.stockMaximum)."
        }
    }
}
