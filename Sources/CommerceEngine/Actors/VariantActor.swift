package import CommerceCore

/// The one owner of one variant's stock. Every unit of it that is promised, shipped or counted passes here.
///
/// A thin owner of an ``Inventory``: it judges, applies and appends the record in one breath, without a
/// suspension in between. It does not know reservations by name nor orders at all; the ``Shop`` on the same
/// executor does, and calls it without a hop.
package actor VariantActor {
    // The server (or the simulation) owns the executor and outlives every actor on it.
    package nonisolated let unownedExecutor: UnownedSerialExecutor

    package nonisolated let ordinal: VariantOrdinal
    // One thread, and no call is in the middle of another: the checks of exclusive access cost more than the rule.
    @exclusivity(unchecked) package private(set) var details: Variant
    @exclusivity(unchecked) package private(set) var inventory = Inventory()
    /// What an order line copies, kept here so that selling needs one look.
    @exclusivity(unchecked) private(set) var offer: Offer
    private(set) var history = StockHistory()
    private(set) var openEnded = OpenEndedList()
    @exclusivity(unchecked) private var demand = Quantity.zero
    @exclusivity(unchecked) private var demandMark: UInt64 = 0

    init(_ ordinal: VariantOrdinal, details: Variant, offer: Offer, on executor: UnownedSerialExecutor) {
        self.ordinal = ordinal
        self.details = details
        self.offer = offer
        unownedExecutor = executor
    }

    var view: StockView { StockView(ordinal: ordinal, details: details, inventory: inventory) }

    // MARK: Promises

    /// Adds `units` to what the order with this `mark` wants of the variant, and judges the sum.
    ///
    /// - Returns: What a line copies; `isEnough` tells whether the stock covers all lines so far.
    /// - Complexity: O(1).
    @inline(__always)
    func quote(_ units: Quantity, mark: UInt64) -> Quote {
        if demandMark != mark {
            demandMark = mark
            demand = .zero
        }
        demand += units
        return Quote(offer: offer, isEnough: inventory.canPromise(demand), available: inventory.available)
    }

    /// Promises `units`. Live, whoever calls has judged; at recovery the record is the judgement.
    @inline(__always)
    func promise(_ units: Quantity) -> Promise {
        inventory.promise(units)
        return Promise(available: inventory.available, changesAlert: inventory.pendingAlert != nil)
    }

    /// Promises `units` if there are enough; `nil` if not.
    @inline(__always)
    func promiseIfEnough(_ units: Quantity) -> Promise? {
        inventory.canPromise(units) ? promise(units) : nil
    }

    func release(_ units: Quantity) -> Promise {
        inventory.release(units)
        return Promise(available: inventory.available, changesAlert: inventory.pendingAlert != nil)
    }

    func ship(_ units: Quantity, _ cause: StockMovement.Cause, sequence: UInt64, at now: Timestamp) {
        history.append(StockMovement(cause: cause, change: -units, at: now, sequence: sequence))
        inventory.ship(units)
    }

    func restock(_ units: Quantity, _ cause: StockMovement.Cause, sequence: UInt64, at now: Timestamp) {
        history.append(StockMovement(cause: cause, change: units, at: now, sequence: sequence))
        inventory.adjust(by: units)
    }

    // MARK: The calls of a burst

    static let quote = OwnedCall { (actor: isolated VariantActor, wanted: Wanted) in
        actor.quote(wanted.units, mark: wanted.mark)
    }
    static let promise = OwnedCall { (actor: isolated VariantActor, units: Quantity) in actor.promise(units) }
    static let promiseIfEnough = OwnedCall { (actor: isolated VariantActor, units: Quantity) in
        actor.promiseIfEnough(units)
    }
    static let createdAt = OwnedCall { (actor: isolated VariantActor, _: Void) in actor.details.createdAt }
    static let hasSKU = OwnedCall { (actor: isolated VariantActor, sku: UnsafeRawBufferPointer) in
        actor.details.sku?.equals(sku) ?? false
    }

    // MARK: Adjustments

    /// Judges, records and applies a change by hand.
    func adjust(
        by change: Quantity, expected: Quantity?, reason: String, notes: String?, subject: SubjectOrdinal,
        at now: Timestamp, journal: ShopJournal
    ) -> Rejection? {
        if let rejection = inventory.judgeAdjustment(by: change, expected: expected) { return rejection }
        let adjustment = Adjustment(
            change: change, before: inventory.quantity, reason: reason, notes: notes, by: subject, at: now,
            sequence: journal.appendedSequence + 1)
        let sequence = journal.adjustment(ordinal, adjustment)
        precondition(
            sequence == adjustment.sequence, "adjustment \(sequence) was numbered \(adjustment.sequence)")
        apply(adjustment, countingStock: true)
        return nil
    }

    /// Takes an adjustment in; before the counts are derived at recovery, only its history.
    func apply(_ adjustment: Adjustment, countingStock: Bool) {
        history.append(adjustment)
        if adjustment.change > .zero { inventory.lastRestockedAt = adjustment.at }
        if countingStock { inventory.adjust(by: adjustment.change) }
    }

    func apply(_ settings: StockSettings) { inventory.settings = settings }

    func judge(_ settings: StockSettings) -> Rejection? {
        var changed = inventory
        changed.settings = settings
        guard changed.isWithinBounds else {
            return .belowReserved(quantity: inventory.quantity, reserved: inventory.reserved)
        }
        return nil
    }

    // MARK: Alerts

    /// Records a crossing of the threshold that has happened since the last one, if any.
    ///
    /// - Returns: What was recorded, under which sequence.
    func settleAlert(at now: Timestamp, journal: ShopJournal) -> SettledAlert? {
        guard let alert = inventory.pendingAlert else { return nil }
        let available = inventory.available
        // A lapse re-arms an alert without a request that has asked for room. On a full disk that is not written
        // down: recovery finds stock back at the threshold and does it again.
        var sequence = journal.appendedSequence
        if alert != .armed || journal.hasRoom(for: 64) {
            sequence = journal.alert(ordinal, alert, available: available, at: now)
        }
        inventory.record(alert)
        return SettledAlert(alert: alert, available: available, sequence: sequence)
    }

    func apply(_ alert: LowStockAlert) { inventory.record(alert) }

    // MARK: Catalog and recovery

    func update(_ details: Variant, _ offer: Offer) {
        self.details = details
        self.offer = offer
    }

    /// Sets the counts that recovery computed from all who own parts of them.
    func derive(_ counts: StockCounts) {
        history.append(contentsOf: counts.movements)
        inventory.derive(quantity: history.total, reserved: counts.reserved)
    }

    func addOpenEnded(_ number: ReservationNumber) -> Bool { openEnded.add(number) }
    func pruneOpenEnded(_ isLive: (ReservationNumber) -> Bool) { openEnded.prune(isLive) }
}

/// A crossing of the low-stock threshold that was recorded just now.
struct SettledAlert: Sendable {
    let alert: LowStockAlert
    let available: Quantity
    let sequence: UInt64
}

/// What an order line copies from the catalog at the moment of sale.
struct Offer: Sendable {
    var price: Money
    var label: LabelOrdinal
    var isPublished: Bool
    var isActive: Bool
}

/// What one line of the order with this `mark` wants of a variant.
struct Wanted: Sendable {
    let units: Quantity
    let mark: UInt64
}

struct Quote: Sendable {
    let offer: Offer
    let isEnough: Bool
    let available: Quantity
}

struct Promise: Sendable {
    let available: Quantity
    /// A threshold was crossed; ``VariantActor/settleAlert(at:journal:)`` is due.
    let changesAlert: Bool
}

/// One variant's stock as it is now, for replies.
package struct StockView: Sendable {
    package let ordinal: VariantOrdinal
    package let details: Variant
    package let inventory: Inventory

    package var id: EntityID {
        EntityID(.variant, createdAt: details.createdAt, ordinal: UInt64(ordinal.value))
    }
}
