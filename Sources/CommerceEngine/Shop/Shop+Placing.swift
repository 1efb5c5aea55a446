package import CommerceCore

/// One line as asked for: units of a variant, or a reservation to convert.
package struct RequestedLine: Sendable {
    package let variant: VariantOrdinal
    package let quantity: Quantity
    /// Overrides the catalog's price.
    package let unitPrice: Money?
    package let reservation: ReservationNumber?

    package init(
        variant: VariantOrdinal, quantity: Quantity, unitPrice: Money?, reservation: ReservationNumber?
    ) {
        self.variant = variant
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.reservation = reservation
    }
}

/// An order as asked for, with everything named that can be named.
package struct OrderRequest: Sendable {
    package var customer: CustomerOrdinal
    package var lines: [RequestedLine] = []
    package var shippingAddress: String?
    package var billingAddress: String?
    package var shippingMethod: ShippingMethodOrdinal?
    package var tax = Money.zero
    package var discount = Money.zero
    /// Overrides the method's price.
    package var shipping: Money?
    package var customerNotes: String?
    package var idempotencyKey = ""
    package var fingerprint: UInt64 = 0
    package var subject: SubjectOrdinal
    /// Whether the caller may sell what is not published.
    package var maySellUnpublished = false

    package init(customer: CustomerOrdinal, subject: SubjectOrdinal) {
        self.customer = customer
        self.subject = subject
    }
}

package struct PlacedOrder: Sendable {
    package let ordinal: OrderOrdinal
    package let createdAt: Timestamp
    package let total: Money
    package let isReplay: Bool
}

extension Shop {
    /// The order that was placed under `key`, if any.
    ///
    /// - Throws: ``Rejection/keyReused`` if it was placed by another body.
    package func replay(key: UnsafeRawBufferPointer, fingerprint: UInt64) throws(Rejection) -> PlacedOrder? {
        nonisolated(unsafe) let key = key  // Safety: the closures below do not outlive this call.
        let found = ordersByKey.find(hash(key)) { number in
            orders[Int(number)].owned { $0.order.idempotencyKey.equals(key) }
        }
        guard let found else { return nil }
        return try orders[Int(found)].owned { actor -> Result<PlacedOrder, Rejection> in
            guard actor.order.fingerprint == fingerprint else { return .failure(.keyReused) }
            return .success(
                PlacedOrder(
                    ordinal: actor.order.ordinal, createdAt: actor.order.createdAt, total: actor.order.total,
                    isReplay: true))
        }.get()
    }

    /// Places an order: all of its lines or nothing.
    ///
    /// Whoever calls has looked for the key with ``replay(key:fingerprint:)``.
    ///
    /// - Throws: in this order, what concerns the customer, a line's variant or reservation, the money, the
    ///   addresses, and last the stock of the first line that lacks it, with the sum over its variant's lines.
    /// - Complexity: O(lines).
    package func place(_ request: borrowing OrderRequest) throws(Rejection) -> PlacedOrder {
        guard customers[request.customer.index].customer.deletedAt == nil else {
            throw .notFound(.customerNotFound)
        }
        let (lines, isEnough) = try quote(request)
        let shipping = try shippingPrice(request)
        let total = try judgeTotal(lines, request, shipping: shipping)
        let addresses = try addresses(for: request)
        let converted = try judgeReservations(request)
        if !isEnough { throw stockRejection(request) }

        let order = Order(
            ordinal: OrderOrdinal(orders.count), customer: request.customer,
            contact: customers[request.customer.index].contact,
            shippingAddress: store(addresses.shipping, for: request.customer),
            billingAddress: store(addresses.billing, for: request.customer),
            shippingMethod: request.shippingMethod, createdBy: request.subject, createdAt: now,
            tax: request.tax, shipping: shipping, discount: request.discount, lines: lines,
            idempotencyKey: request.idempotencyKey, fingerprint: request.fingerprint,
            customerNotes: request.customerNotes)
        let sequence = journal.orderPlaced(order, converting: converted)
        announcePlaced(order.ordinal, at: now, sequence: sequence)
        enter(order, total: total)
        let units = takeStock(of: order, converting: converted)
        activity.placed(total, units: units, at: now)
        return PlacedOrder(ordinal: order.ordinal, createdAt: now, total: total, isReplay: false)
    }

    // MARK: Judging

    /// Prices the lines, sums what they want of each variant into its actor, and tells whether all sums can be had.
    func quote(_ request: borrowing OrderRequest) throws(Rejection) -> (
        lines: [OrderLine], isEnough: Bool
    ) {
        orderMark += 1
        let mark = orderMark
        var isEnough = true
        var lines: [OrderLine] = []
        lines.reserveCapacity(request.lines.count)
        for line in request.lines {
            // A converted line's units are promised already: it wants nothing more.
            let wanted = line.reservation == nil ? line.quantity : .zero
            let quote = VariantActor.quote(
                variants[line.variant.index], Wanted(units: wanted, mark: mark), on: unownedExecutor)
            isEnough = isEnough && quote.isEnough
            guard quote.offer.isActive, quote.offer.isPublished || request.maySellUnpublished else {
                throw .notSellable(variant: line.variant)
            }
            lines.append(
                OrderLine(
                    variant: line.variant, label: quote.offer.label, quantity: line.quantity,
                    unitPrice: line.unitPrice ?? quote.offer.price))
        }
        return (lines, isEnough)
    }

    func shippingPrice(_ request: borrowing OrderRequest) throws(Rejection) -> Money {
        guard let method = request.shippingMethod else { return request.shipping ?? .zero }
        guard shippingMethods[method.index].isActive, !shippingMethods[method.index].isDeleted else {
            throw .invalidValue(field: "shippingMethodId", reason: "this shipping method is not active")
        }
        return request.shipping ?? shippingMethods[method.index].price
    }

    func judgeTotal(
        _ lines: [OrderLine], _ request: borrowing OrderRequest, shipping: Money
    ) throws(Rejection) -> Money {
        var subtotal = Money.zero
        for line in lines {
            guard let price = line.unitPrice.times(line.quantity), let sum = subtotal.adding(price) else {
                throw .invalidValue(field: "items", reason: "the subtotal is above \(Money.largest)")
            }
            subtotal = sum
        }
        guard request.discount <= subtotal else {
            throw .invalidValue(field: "discount", reason: "above the subtotal \(subtotal)")
        }
        guard let total = subtotal.adding(request.tax)?.adding(shipping)?.subtracting(request.discount) else {
            throw .invalidValue(field: "items", reason: "the total is above \(Money.largest)")
        }
        return total
    }

    /// The reservations that the order converts.
    @discardableResult
    func judgeReservations(_ request: borrowing OrderRequest) throws(Rejection) -> [ReservationNumber] {
        var converted: [ReservationNumber] = []
        for line in request.lines {
            guard let number = line.reservation else { continue }
            guard let reservation = reservations[number], reservation.isLive else { throw .reservationEnded }
            converted.append(number)
        }
        if converted.count > 1 && Set(converted).count != converted.count {
            throw .invalidValue(field: "items", reason: "one reservation is named twice")
        }
        return converted
    }

    /// The first line whose variant lacks what all of its lines want together.
    private func stockRejection(_ request: borrowing OrderRequest) -> Rejection {
        for line in request.lines where line.reservation == nil {
            let sum = request.lines.reduce(Quantity.zero) { sum, other in
                other.variant == line.variant && other.reservation == nil ? sum + other.quantity : sum
            }
            let inventory = variants[line.variant.index].owned { $0.inventory }
            if inventory.canPromise(sum) { continue }
            activity.refused(sum, of: line.variant, at: now)
            return .insufficientStock(variant: line.variant, requested: sum, available: inventory.available)
        }
        preconditionFailure("stock is lacking and no line lacks it")
    }

    // MARK: Taking an order in

    /// Enters an order into the tables. Live and at recovery.
    func enter(_ order: Order, total: Money) {
        precondition(order.ordinal.index == orders.count, "order \(order.ordinal.value) out of turn")
        if !order.idempotencyKey.isEmpty {
            ordersByKey.insert(hash(order.idempotencyKey), UInt64(order.ordinal.value))
        }
        if isDerived {
            customers[order.customer.index].orders.append(order.ordinal)
            customers[order.customer.index].statistics.add(placedFor: total, at: order.createdAt)
            dirtyCustomers.mark(order.customer.value)
        }
        orderColumns.append(OrderState(order))
        orders.append(OrderActor(order, on: unownedExecutor))
    }

    /// Promises the units of a new order, and ends the reservations that it converts. Answers how many units.
    @discardableResult
    func takeStock(of order: Order, converting converted: [ReservationNumber]) -> Quantity {
        var changesAlert = !converted.isEmpty || isRecovering
        var units = Quantity.zero
        for line in order.lines {
            let outcome = VariantActor.promise(
                variants[line.variant.index], line.quantity, on: unownedExecutor)
            dirtyVariants.mark(line.variant.value)
            activity.variants.sold(line.quantity, of: line.variant)
            units += line.quantity
            changesAlert = changesAlert || outcome.changesAlert
        }
        for number in converted {
            guard let reservation = reservations[number] else { continue }
            reservations.end(number, as: .converted, at: order.createdAt)
            _ = variants[reservation.variant.index].owned { $0.release(reservation.quantity) }
            activity.converted(reservation.quantity, of: reservation.variant)
        }
        if changesAlert {
            for line in order.lines { settleAlert(of: line.variant, at: order.createdAt) }
        }
        return units
    }
}
