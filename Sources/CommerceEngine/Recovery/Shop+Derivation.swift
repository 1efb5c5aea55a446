import CommerceCore

// What no record says because it follows from others: stock counts, lists of a customer's orders, offers.
extension Shop {
    /// Computes everything derived from what has been read so far, as of `time`.
    ///
    /// - Throws: ``RecordError`` if something refers to what is not there.
    /// - Complexity: O(everything).
    func derive(at time: Timestamp) throws {
        let counter = try computeCounts()
        for index in variants.indices {
            let owner = variants[index]
            owner.owned { [part = counter.counts[index]] in $0.derive(part) }
            refreshOffer(of: VariantOrdinal(index))
        }
        for index in customers.indices { customers[index].statistics = counter.statistics[index] }
        for index in orders.indices {
            let customer = OrderActor.customer(orders[index], (), on: unownedExecutor)
            customers[customer.index].orders.append(OrderOrdinal(index))
            orderColumns.set(index, OrderActor.state(orders[index], (), on: unownedExecutor))
        }
        reservations.forEach(in: 0..<reservations.nextNumber) { number, reservation in
            guard reservation.isLive, reservation.expiresAt == nil else { return }
            listOpenEnded(number, of: reservation.variant)
        }
        isDerived = true
        endLapsed(at: time)
    }

    /// Each variant's promises and the movements that orders caused, and each customer's sums, from orders and
    /// reservations alone.
    private func computeCounts() throws -> StockCounter {
        let counter = StockCounter(
            variantCount: variants.count, customerCount: customers.count, fault: configuration.plantedFault)
        for index in orders.indices { OrderActor.count(orders[index], counter, on: unownedExecutor) }
        reservations.forEach(in: 0..<reservations.nextNumber) { _, reservation in counter.add(reservation) }
        if let failure = counter.failure { throw failure }
        return counter
    }

    /// What contradicts the shop's invariants, in words; empty if all is well.
    ///
    /// Compares the counters that grew record by record with sums over orders, reservations and adjustments
    /// computed from nothing: two ways that share no arithmetic.
    ///
    /// - Complexity: O(everything).
    package func violations() -> [String] {
        guard let counter = try? computeCounts() else {
            return ["an order or reservation refers to what is not there"]
        }
        let counts = counter.counts
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
        for index in customers.indices where customers[index].statistics != counter.statistics[index] {
            found.append(
                "customer \(id(of: CustomerOrdinal(index))): \(customers[index].statistics), the orders sum to \(counter.statistics[index])"
            )
        }
        return found
    }

    private func orderViolations() -> [String] {
        var found: [String] = []
        for index in orders.indices {
            if let violation = OrderActor.violation(orders[index], OrderOrdinal(index), on: unownedExecutor) {
                found.append(violation)
            }
            let state = OrderActor.state(orders[index], (), on: unownedExecutor)
            if orderColumns[index] != state.rawValue {
                found.append("order \(OrderNumber(OrderOrdinal(index))): its column says otherwise")
            }
            let key = OrderActor.key(orders[index], (), on: unownedExecutor)
            if !key.isEmpty && orderNumber(ofKey: key) != UInt64(index) {
                found.append("order \(OrderNumber(OrderOrdinal(index))): its key leads elsewhere")
            }
        }
        return found
    }

    private func orderNumber(ofKey key: String) -> UInt64? {
        ordersByKey.find(hash(key)) { number in
            OrderActor.key(orders[Int(number)], (), on: unownedExecutor) == key
        }
    }

    /// Traps if an invariant does not hold. For tests, after each step.
    package func checkInvariants() {
        let found = violations()
        precondition(found.isEmpty, found.joined(separator: "; "))
    }
}
