package import CommerceCore

/// What an order would come to if it were placed now, and whether its stock is there.
package struct OrderQuotation: Sendable {
    package struct Line: Sendable {
        package let line: OrderLine
        package let available: Quantity
        /// Whether the stock covers this and all other lines of the variant. Converted units are promised already.
        package let isAvailable: Bool
    }

    package let lines: [Line]
    package let subtotal: Money
    package let tax: Money
    package let shipping: Money
    package let discount: Money
    package let total: Money

    package var isAvailable: Bool { lines.allSatisfy(\.isAvailable) }
}

extension Shop {
    /// Prices an order without placing it: the seed's `calculateTotals`. The customer of `request` is not looked at.
    ///
    /// - Throws: as ``place(_:)`` about lines, reservations and money; never for want of stock.
    /// - Complexity: O(lines).
    package func quotation(of request: borrowing OrderRequest) throws(Rejection) -> OrderQuotation {
        let lines = try quote(request).lines
        let shipping = try shippingPrice(request)
        let total = try judgeTotal(lines, request, shipping: shipping)
        try judgeReservations(request)
        var wanted: [VariantOrdinal: Quantity] = [:]
        for line in request.lines where line.reservation == nil {
            wanted[line.variant, default: .zero] += line.quantity
        }
        var quoted: [OrderQuotation.Line] = []
        for (index, line) in lines.enumerated() {
            let inventory = stock(of: line.variant).inventory
            let isPromised = request.lines[index].reservation != nil
            quoted.append(
                OrderQuotation.Line(
                    line: line, available: inventory.available,
                    isAvailable: isPromised || inventory.canPromise(wanted[line.variant] ?? .zero)))
        }
        let subtotal = Money(minorUnits: lines.reduce(0) { $0 + $1.total.minorUnits })
        return OrderQuotation(
            lines: quoted, subtotal: subtotal, tax: request.tax, shipping: shipping,
            discount: request.discount, total: total)
    }
}
