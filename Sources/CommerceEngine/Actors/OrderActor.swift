package import CommerceCore

/// The one owner of one order's state.
///
/// A thin owner of an ``Order``: a request is judged, recorded and applied in one breath. It keeps nothing
/// else, because there are millions of it; what an event means for stock is carried to the variants by the
/// ``Shop`` on the same executor, after the record.
package actor OrderActor {
    package nonisolated let unownedExecutor: UnownedSerialExecutor
    // One thread, and no call is in the middle of another.
    @exclusivity(unchecked) package private(set) var order: Order

    init(_ order: Order, on executor: UnownedSerialExecutor) {
        self.order = order
        unownedExecutor = executor
    }

    /// Runs one judgement and, if it is an event, records and applies it.
    ///
    /// - Returns: The event with what it does to stock, or the rejection.
    func perform(
        journal: ShopJournal, _ judge: @Sendable (borrowing Order) -> Result<OrderEvent, Rejection>
    ) -> Result<OrderChange, Rejection> {
        judge(order).map { event in
            let effects = order.stockEffects(of: event)
            let recorded = journal.orderChanged(order.ordinal, event)
            order.apply(recorded)
            return OrderChange(event: recorded, effects: effects)
        }
    }

    // MARK: The calls that are made for every order there is

    static let count = OwnedCall { (actor: isolated OrderActor, counter: StockCounter) in
        counter.add(actor.order)
    }
    static let customer = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.customer }
    static let key = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.idempotencyKey }
    static let total = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.total }
    /// What is wrong with the order that should have this ordinal.
    static let violation = OwnedCall { (actor: isolated OrderActor, ordinal: OrderOrdinal) -> String? in
        actor.order.checkInvariants()
        return actor.order.ordinal == ordinal ? nil : "order \(actor.order.number) stands at \(ordinal.value)"
    }

    /// Takes a recorded event in, at recovery. Answers what it does to stock.
    func apply(_ event: OrderEvent) -> [StockEffect] {
        let effects = order.stockEffects(of: event)
        order.apply(event)
        return effects
    }
}

/// An event of an order, and what it does to the stock of others.
struct OrderChange: Sendable {
    let event: OrderEvent
    let effects: [StockEffect]
}
