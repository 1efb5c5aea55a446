import CommerceCore

// What no record says because it follows from others: stock counts, lists of a customer's orders, offers.
extension Shop {
    /// Computes everything derived from what has been read so far, as of `time`.
    ///
    /// - Throws: ``RecordError`` if something refers to what is not there.
    /// - Complexity: O(everything).
    func derive(at time: Timestamp) throws {
        var counts = try computeCounts()
        for index in variants.indices {
            let owner = variants[index]
            owner.owned { [part = counts[index]] in $0.derive(part) }
            refreshOffer(of: VariantOrdinal(index))
        }
        counts.removeAll()
        for index in orders.indices {
            customers[orders[index].owned { $0.order.customer }.index].orders.append(OrderOrdinal(index))
        }
        reservations.forEach(in: 0..<reservations.nextNumber) { number, reservation in
            guard reservation.isLive, reservation.expiresAt == nil else { return }
            variants[reservation.variant.index].owned { $0.addOpenEnded(number) }
        }
        isDerived = true
        endLapsed(at: time)
    }

    /// Each variant's promises and the movements that orders caused, from orders and reservations alone.
    private func computeCounts() throws -> [StockCounts] {
        var counts = [StockCounts](repeating: StockCounts(), count: variants.count)
        for index in orders.indices {
            let order = orders[index].owned { $0.order }
            guard order.customer.index < customers.count else {
                throw RecordError(reason: "order \(order.number) of an unknown customer")
            }
            for line in order.lines.indices {
                let variant = order.lines[line].variant.index
                guard variant < counts.count else {
                    throw RecordError(reason: "order \(order.number) of an unknown variant")
                }
                counts[variant].reserved += order.heldUnits(ofLine: line)
                if configuration.plantedFault == .recoveryForgetsShipments {
                    counts[variant].reserved += order.lines[line].shipped
                }
            }
            if !order.steps.isEmpty { addMovements(of: order, to: &counts) }
        }
        var missing: Int?
        reservations.forEach(in: 0..<reservations.nextNumber) { _, reservation in
            guard reservation.variant.index < counts.count else {
                missing = reservation.variant.index
                return
            }
            if reservation.isLive { counts[reservation.variant.index].reserved += reservation.quantity }
        }
        if let missing { throw RecordError(reason: "reservation of unknown variant \(missing)") }
        return counts
    }

    private func addMovements(of order: Order, to counts: inout [StockCounts]) {
        for step in order.steps {
            switch step.event.change {
            case .shipped(let units, _, _, _, _):
                for unit in units {
                    counts[order.lines[unit.line].variant.index].movements.append(
                        StockMovement(
                            cause: .shipped(order.ordinal), change: -unit.quantity, at: step.event.at,
                            sequence: step.event.sequence))
                }
            case .refunded(_, let units, _):
                for unit in units where unit.restock {
                    counts[order.lines[unit.line].variant.index].movements.append(
                        StockMovement(
                            cause: .restocked(order.ordinal), change: unit.quantity, at: step.event.at,
                            sequence: step.event.sequence))
                }
            default: break
            }
        }
    }

    /// What contradicts the shop's invariants, in words; empty if all is well.
    ///
    /// Compares the counters that grew record by record with sums over orders, reservations and adjustments
    /// computed from nothing: two ways that share no arithmetic.
    ///
    /// - Complexity: O(everything).
    package func violations() -> [String] {
        guard let counts = try? computeCounts() else {
            return ["an order or reservation refers to what is not there"]
        }
        var found: [String] = []
        for index in variants.indices {
            let view = variants[index].owned { $0.view }
            let adjusted = variants[index].owned { $0.history.adjustments }.reduce(Quantity.zero) {
                $0 + $1.change
            }
            let quantity = counts[index].movements.reduce(adjusted) { $0 + $1.change }
            if view.inventory.reserved != counts[index].reserved {
                found.append(
                    "variant \(view.id): reserved \(view.inventory.reserved), its claims are \(counts[index].reserved)"
                )
            }
            if view.inventory.quantity != quantity {
                found.append(
                    "variant \(view.id): quantity \(view.inventory.quantity), its movements sum to \(quantity)"
                )
            }
            if !view.inventory.isWithinBounds {
                found.append(
                    "variant \(view.id): reserved \(view.inventory.reserved) of \(view.inventory.quantity)")
            }
        }
        found.append(contentsOf: orderViolations())
        return found
    }

    private func orderViolations() -> [String] {
        var found: [String] = []
        for index in orders.indices {
            let order = orders[index].owned { $0.order }
            order.checkInvariants()
            if order.ordinal.index != index { found.append("order \(order.number) stands at \(index)") }
            guard !order.idempotencyKey.isEmpty else { continue }
            let owner = ordersByKey.find(hash(order.idempotencyKey)) { number in
                orders[Int(number)].owned { $0.order.idempotencyKey } == order.idempotencyKey
            }
            if owner != UInt64(index) { found.append("order \(order.number): its key leads elsewhere") }
        }
        return found
    }

    /// Traps if an invariant does not hold. For tests, after each step.
    package func checkInvariants() {
        let found = violations()
        precondition(found.isEmpty, found.joined(separator: "; "))
    }
}
