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
    /// - Returns: The event with what it does to others, or the rejection.
    func perform(
        journal: ShopJournal, _ judge: @Sendable (borrowing Order) -> Result<OrderEvent, Rejection>
    ) -> Result<OrderChange, Rejection> {
        judge(order).map { event in
            let recorded = journal.orderChanged(order.ordinal, event)
            return apply(recorded)
        }
    }

    /// Takes a recorded event in. Answers what it does to others.
    func apply(_ event: OrderEvent) -> OrderChange {
        let effects = order.stockEffects(of: event)
        let before = order.worth
        order.apply(event)
        guard let step = order.steps.last else { preconditionFailure("an applied event left no step") }
        return OrderChange(
            step: step, effects: effects, worthBefore: before, worthAfter: order.worth,
            state: OrderState(order), placedAt: order.createdAt,
            cancelledUnits: step.after == .cancelled && step.before != .cancelled ? order.units : nil)
    }

    // MARK: The calls that are made for every order there is

    static let state = OwnedCall { (actor: isolated OrderActor, _: Void) in OrderState(actor.order) }
    static let describe = OwnedCall { (actor: isolated OrderActor, contents: OrderContents) in
        contents.add(actor.order)
    }
    static let count = OwnedCall { (actor: isolated OrderActor, counter: StockCounter) in
        counter.add(actor.order)
    }
    static let restore = OwnedCall { (actor: isolated OrderActor, activity: ShopActivity) in
        activity.restore(actor.order)
    }
    static let isHidden = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.isHidden }
    static let createdAt = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.createdAt }
    /// Whether the order holds unshipped units of one of these variants.
    static let holds = OwnedCall { (actor: isolated OrderActor, variants: [VariantOrdinal]) in
        actor.order.status.isOpen
            && actor.order.lines.contains { $0.unshipped > .zero && variants.contains($0.variant) }
    }
    static let customer = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.customer }
    static let key = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.idempotencyKey }
    static let total = OwnedCall { (actor: isolated OrderActor, _: Void) in actor.order.total }
    /// What is wrong with the order that should have this ordinal.
    static let violation = OwnedCall { (actor: isolated OrderActor, ordinal: OrderOrdinal) -> String? in
        actor.order.checkInvariants()
        return actor.order.ordinal == ordinal ? nil : "order \(actor.order.number) stands at \(ordinal.value)"
    }
}

/// What happened to an order, what it does to the stock of variants, what the order was worth to its customer, and
/// where it stands now.
struct OrderChange: Sendable {
    let step: OrderStep
    let effects: [StockEffect]
    let worthBefore: OrderWorth
    let worthAfter: OrderWorth
    let state: OrderState
    let placedAt: Timestamp
    /// All units of an order that was cancelled just now.
    let cancelledUnits: Quantity?
}
