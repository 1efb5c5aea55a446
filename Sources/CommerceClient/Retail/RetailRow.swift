/// What one row of the Online Retail data set is: part of an order, a return, or neither.
///
/// Judged from three of its columns and nothing else, in this order: kind of invoice, quantity, price.
package enum RetailRow: Hashable, Sendable {
    /// Why a row is neither.
    package enum Refusal: String, Hashable, Sendable, CaseIterable {
        case nonPositiveQuantity
        case nonPositivePrice
        /// No sale and no return by its invoice number, a return that returns nothing, or a damaged row.
        case other
    }

    /// `quantity` ≥ 1 and `priceCents` ≥ 1.
    case sale(quantity: Int64, priceCents: Int64)
    /// `quantity` ≥ 1: what comes back.
    case returned(quantity: Int64)
    case refused(Refusal)

    /// Beyond it a quantity is no quantity, so that sums over any file fit.
    private static let quantityMaximum: Int64 = 9_999_999_999

    /// - Complexity: O(length of the texts).
    package init(
        invoice: some Collection<UInt8>, quantity quantityText: some Collection<UInt8>,
        price priceText: some Collection<UInt8>
    ) {
        guard let quantity = RetailRow.integer(quantityText) else {
            self = .refused(.other)
            return
        }
        if invoice.first == UInt8(ascii: "C") {
            self = quantity <= -1 ? .returned(quantity: -quantity) : .refused(.other)
            return
        }
        guard !invoice.isEmpty, invoice.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else {
            self = .refused(.other)
            return
        }
        guard quantity >= 1 else {
            self = .refused(.nonPositiveQuantity)
            return
        }
        guard let priceCents = DecimalCents.parse(priceText) else {
            self = .refused(.other)
            return
        }
        self =
            priceCents >= 1 ? .sale(quantity: quantity, priceCents: priceCents) : .refused(.nonPositivePrice)
    }

    private static func integer(_ text: some Collection<UInt8>) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text.dropFirst(0)
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
            guard number <= quantityMaximum else { return nil }
        }
        return isNegative ? -number : number
    }
}
