// Orders, in the auditor's own words.
extension Auditor {
    mutating func place(
        _ customerID: String, _ lines: [AskedLine], discount: Int64, tax: Int64, _ operation: AuditedOperation
    ) -> Verdict {
        let request = operation.request
        if let key = request.key, let placed = orders.first(where: { $0.key == key }) {
            return placed.body == request.body ? Auditor.placed(placed).replayed : .refused("key_reused")
        }
        guard let customer = customers.firstIndex(where: { $0.id == customerID }) else {
            return .refused("customer_not_found")
        }
        var named: [Named] = []
        for line in lines {
            switch name(line, operation) {
            case .success(let line): named.append(line)
            case .failure(let refusal): return .refused(refusal.code)
            }
        }
        if let refusal = refusal(named, discount: discount, customers[customer], operation) { return refusal }
        let total = named.reduce(0) { $0 + $1.line.price * $1.line.quantity } + tax - discount
        for index in named.compactMap(\.reservation) { reservations[index].endedAt = now }
        let order = AuditedOrder(
            id: operation.id ?? "?", number: Auditor.number(orders.count + 1), customer: customer,
            key: request.key,
            body: request.body, total: total, lines: named.map(\.line))
        orders.append(order)
        return Auditor.placed(order)
    }

    /// A line with what it names looked up.
    private struct Named {
        let line: AuditedOrder.Line
        let reservation: Int?
    }

    private struct Refusal: Error { let code: String }

    private func name(_ line: AskedLine, _ operation: AuditedOperation) -> Result<Named, Refusal> {
        switch line {
        case .units(let sku, let quantity, let price):
            guard let variant = variant(sku) else { return .failure(Refusal(code: "variant_not_found")) }
            guard quantity > 0 else { return .failure(Refusal(code: "invalid_value")) }
            return .success(Named(line: self.line(variant, quantity, price), reservation: nil))
        case .reservation(let id):
            guard let index = reservation(id, operation) else {
                return .failure(Refusal(code: "reservation_not_found"))
            }
            let reservation = reservations[index]
            return .success(
                Named(line: self.line(reservation.variant, reservation.quantity, nil), reservation: index))
        }
    }

    private func line(_ variant: Int, _ quantity: Int64, _ price: Int64?) -> AuditedOrder.Line {
        let product = products[variants[variant].product]
        return AuditedOrder.Line(
            variant: variant, quantity: quantity, price: price ?? product.price, productName: product.name)
    }

    private func refusal(
        _ named: [Named], discount: Int64, _ customer: Customer, _ operation: AuditedOperation
    ) -> Verdict? {
        for line in named.map(\.line) where !products[variants[line.variant].product].isPublished {
            if !operation.isAdministrator { return .refused("not_sellable") }
        }
        let subtotal = named.reduce(0) { $0 + $1.line.price * $1.line.quantity }
        if discount > subtotal { return .refused("invalid_value") }
        if !customer.hasAddress { return .refused("missing_field") }
        let converted = named.compactMap(\.reservation)
        for index in converted where !reservations[index].isLive(at: now) {
            return .refused("reservation_ended")
        }
        if Set(converted).count != converted.count { return .refused("invalid_value") }
        for each in named where each.reservation == nil {
            let wanted = named.filter { $0.reservation == nil && $0.line.variant == each.line.variant }
                .reduce(0) { $0 + $1.line.quantity }
            if !canPromise(wanted, of: each.line.variant) { return lacking(each.line.variant, wanted) }
        }
        return nil
    }

    private static func number(_ number: Int) -> String {
        let digits = "\(number)"
        return "ORD-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private static func placed(_ order: AuditedOrder) -> Verdict {
        .ok([
            ("orderId", .text(order.id)), ("orderNumber", .text(order.number)), ("status", .text("PENDING")),
            ("total", .text(money(order.total))), ("replayed", .flag(false)),
        ])
    }

    // MARK: Changing an order

    mutating func changeOrder(_ ask: Ask) -> Verdict {
        switch ask {
        case .readOrder(let id): return onOrder(id) { _, _ in nil }
        case .status(let id, let next):
            return onOrder(id) { auditor, order in auditor.move(order, to: next) }
        case .cancel(let id): return onOrder(id) { auditor, order in auditor.move(order, to: "CANCELLED") }
        case .payment(let id, let next):
            return onOrder(id) { auditor, order in
                guard auditor.orders[order].allowedPayments.contains(next) else {
                    return .refused("invalid_transition")
                }
                if next == "REFUNDED" {
                    auditor.orders[order].refund(auditor.orders[order].refundable)
                } else {
                    auditor.orders[order].payment = next
                }
                return nil
            }
        case .fulfil(let id, let units): return onOrder(id) { auditor, order in auditor.fulfil(order, units) }
        case .refund(let id, let amount, let units):
            return onOrder(id) { auditor, order in auditor.refund(order, amount, units) }
        default: preconditionFailure("\(ask) is no ask about an order")
        }
    }

    private mutating func onOrder(_ id: String, _ change: (inout Auditor, Int) -> Verdict?) -> Verdict {
        guard let index = orders.firstIndex(where: { $0.id == id }) else {
            return .refused("order_not_found")
        }
        if let refusal = change(&self, index) { return refusal }
        let order = orders[index]
        let isAllShipped = order.lines.allSatisfy { $0.shipped == $0.quantity }
        let isSomeShipped = order.lines.contains { $0.shipped > 0 }
        return .ok([
            ("status", .text(order.status)), ("paymentStatus", .text(order.payment)),
            (
                "fulfillmentStatus",
                .text(isAllShipped ? "FULFILLED" : isSomeShipped ? "PARTIALLY_FULFILLED" : "UNFULFILLED")
            ),
            ("total", .text(Auditor.money(order.total))),
            ("refundedTotal", .text(Auditor.money(order.refundedTotal))),
            ("items", .count(order.lines.count)), ("statusHistory", .count(order.statusMoves + 1)),
            ("allowedStatuses", .count(order.allowed.count)), ("orderNumber", .text(order.number)),
        ])
    }

    private mutating func move(_ order: Int, to next: String) -> Verdict? {
        guard orders[order].allowed.contains(next) else {
            return .refused("invalid_transition", [("allowed", .count(orders[order].allowed.count))])
        }
        switch next {
        case "SHIPPED":
            for line in orders[order].lines.indices {
                ship(order, line, orders[order].lines[line].quantity - orders[order].lines[line].shipped)
            }
            orders[order].move(to: next)
        case "REFUNDED": orders[order].refund(orders[order].refundable)
        default: orders[order].move(to: next)
        }
        return nil
    }

    private mutating func ship(_ order: Int, _ line: Int, _ quantity: Int64) {
        guard quantity > 0 else { return }
        orders[order].lines[line].shipped += quantity
        variants[orders[order].lines[line].variant].movements.append(-quantity)
    }

    /// The lines that SKUs name, or why they name none.
    private func lines(_ order: Int, _ units: [AskedUnits]) -> Result<[Int], Refusal> {
        var named: [Int] = []
        for unit in units {
            guard let variant = variant(unit.sku) else { return .failure(Refusal(code: "variant_not_found")) }
            let matching = orders[order].lines.indices.filter { orders[order].lines[$0].variant == variant }
            guard let line = matching.first else { return .failure(Refusal(code: "order_item_not_found")) }
            guard matching.count == 1, unit.quantity > 0 else {
                return .failure(Refusal(code: "invalid_value"))
            }
            named.append(line)
        }
        return Set(named).count == named.count ? .success(named) : .failure(Refusal(code: "invalid_value"))
    }

    private mutating func fulfil(_ order: Int, _ units: [AskedUnits]) -> Verdict? {
        let named: [Int]
        switch lines(order, units) {
        case .success(let lines): named = lines
        case .failure(let refusal): return .refused(refusal.code)
        }
        guard orders[order].status == "PROCESSING" else { return .refused("invalid_transition") }
        if units.isEmpty { return move(order, to: "SHIPPED") }
        for (line, unit) in zip(named, units) {
            let left = orders[order].lines[line].quantity - orders[order].lines[line].shipped
            if unit.quantity > left { return .refused("invalid_value") }
        }
        for (line, unit) in zip(named, units) { ship(order, line, unit.quantity) }
        if orders[order].lines.allSatisfy({ $0.shipped == $0.quantity }) { orders[order].move(to: "SHIPPED") }
        return nil
    }

    private mutating func refund(_ order: Int, _ amount: Int64?, _ units: [AskedUnits]) -> Verdict? {
        let named: [Int]
        switch lines(order, units) {
        case .success(let lines): named = lines
        case .failure(let refusal): return .refused(refusal.code)
        }
        guard orders[order].payment == "PAID" else { return .refused("invalid_transition") }
        var worth: Int64 = 0
        for (index, unit) in zip(named, units) {
            let line = orders[order].lines[index]
            if line.refunded + unit.quantity > line.quantity { return .refused("invalid_value") }
            if unit.restock && line.restocked + unit.quantity > line.shipped {
                return .refused("invalid_value")
            }
            worth += line.price * unit.quantity
        }
        let refundable = orders[order].refundable
        let given = amount ?? (units.isEmpty ? refundable : min(worth, refundable))
        if given > refundable || (given == 0 && refundable > 0 && units.isEmpty) {
            return .refused("invalid_value")
        }
        for (index, unit) in zip(named, units) {
            orders[order].lines[index].refunded += unit.quantity
            guard unit.restock else { continue }
            orders[order].lines[index].restocked += unit.quantity
            variants[orders[order].lines[index].variant].movements.append(unit.quantity)
        }
        orders[order].refund(given)
        return nil
    }
}
