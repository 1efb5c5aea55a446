package import CommerceCore

extension Shop {
    package func order(_ ordinal: OrderOrdinal) -> Order { orders[ordinal.index].owned { $0.order } }
    package var orderCount: Int { orders.count }

    /// The order that an id or a number names. Hidden ones are found too: whoever shows orders asks ``isHidden(_:)``.
    package func findOrder(_ id: EntityID) throws(Rejection) -> OrderOrdinal {
        guard id.kind == .order, id.ordinal < UInt64(orders.count) else { throw .notFound(.orderNotFound) }
        let ordinal = OrderOrdinal(Int(id.ordinal))
        guard orders[ordinal.index].owned({ $0.order.createdAt }) == id.createdAt else {
            throw .notFound(.orderNotFound)
        }
        return ordinal
    }

    package func findOrder(_ number: OrderNumber) throws(Rejection) -> OrderOrdinal {
        guard number.value <= UInt64(orders.count) else { throw .notFound(.orderNotFound) }
        return number.ordinal
    }

    /// Judges a request to an order and, if it is an event, records it and moves the stock it frees or ships.
    ///
    /// - Throws: whatever `judge` answers; nothing has changed then.
    package func change(
        _ ordinal: OrderOrdinal, _ judge: @Sendable (borrowing Order) -> Result<OrderEvent, Rejection>
    ) throws(Rejection) {
        let journal = journal
        let change = try orders[ordinal.index].owned { $0.perform(journal: journal, judge) }.get()
        move(change.effects, of: ordinal, change.step.event)
        count(change, of: ordinal)
        activity.changed(change)
        announce(change.step, of: ordinal)
    }

    /// As ``change(_:_:)`` judges, without changing anything.
    ///
    /// - Throws: what `judge` answers.
    package func judge(
        _ ordinal: OrderOrdinal, _ judge: @Sendable (borrowing Order) -> Result<OrderEvent, Rejection>
    ) throws(Rejection) {
        _ = try orders[ordinal.index].owned { judge($0.order) }.get()
    }

    /// Puts a cancelled order that was never paid out of sight: the seed's DELETE.
    ///
    /// - Throws: as ``Order/judgeHide(by:at:)``.
    package func delete(_ ordinal: OrderOrdinal, subject: SubjectOrdinal) throws(Rejection) {
        let now = now
        try change(ordinal) { order in
            Result { () throws(Rejection) in try order.judgeHide(by: subject, at: now) }
        }
    }

    /// Brings the columns and the customer's statistics up to date after an order has changed.
    ///
    /// - Complexity: O(1), but O(hidden orders of the customer) when one is hidden.
    func count(_ change: OrderChange, of ordinal: OrderOrdinal) {
        orderColumns.set(ordinal.index, change.state)
        let customer = OrderActor.customer(orders[ordinal.index], (), on: unownedExecutor)
        customers[customer.index].statistics.exchange(change.worthBefore, for: change.worthAfter)
        dirtyCustomers.mark(customer.value)
        customers[customer.index].orderChanges &+= 1
        guard change.step.event.change == .hidden else { return }
        let all = customers[customer.index].orders
        customers[customer.index].statistics.firstOrderAt = all.first { !isHidden($0) }.map(placedAt)
        customers[customer.index].statistics.lastOrderAt = all.last { !isHidden($0) }.map(placedAt)
    }

    package func isHidden(_ order: OrderOrdinal) -> Bool {
        OrderActor.isHidden(orders[order.index], (), on: unownedExecutor)
    }

    private func placedAt(_ order: OrderOrdinal) -> Timestamp {
        OrderActor.createdAt(orders[order.index], (), on: unownedExecutor)
    }

    /// Carries an order's event to the variants: units are given back only after the record that frees them.
    func move(_ effects: [StockEffect], of order: OrderOrdinal, _ event: OrderEvent) {
        for effect in effects {
            let owner = variants[effect.variant.index]
            dirtyVariants.mark(effect.variant.value)
            switch effect.kind {
            case .release:
                if configuration.plantedFault == .cancelledOrdersKeepStock { continue }
                _ = owner.owned { $0.release(effect.quantity) }
            case .ship:
                owner.owned {
                    $0.ship(effect.quantity, .shipped(order), sequence: event.sequence, at: event.at)
                }
            case .restock:
                owner.owned {
                    $0.restock(effect.quantity, .restocked(order), sequence: event.sequence, at: event.at)
                }
            }
        }
        for effect in effects { settleAlert(of: effect.variant, at: event.at) }
    }
}
