package import CommerceCore
package import Journaling

/// The shop: every aggregate, the tables that find them, and the rules that concern more than one.
///
/// One actor on one executor, the same as that of all its ``VariantActor``s and ``OrderActor``s. A request
/// runs in it from start to end without a suspension:
///
///     judge everything → append the records → apply → answer
///
/// so nobody ever sees half of it, a refused one has changed nothing, and there is nothing to lock or to undo.
/// What one aggregate knows only because of another (a variant's `reserved`, every index and table here) is
/// derived: never journaled, and computed anew at recovery.
///
/// Invariants, checked by ``checkInvariants()``:
///
///     variant.reserved = Σ unshipped units of open orders + Σ live reservations
///     variant.quantity = Σ adjustments - Σ shipped + Σ restocked
///     orders are numbered without gaps; each key, SKU, slug, e-mail and reservation id has one owner
///     customer.statistics = sums over the customer's orders
package actor Shop {
    package nonisolated let unownedExecutor: UnownedSerialExecutor

    let journal: ShopJournal
    let configuration: ShopConfiguration
    let hash: ByteHash
    // An actor's state is touched by one thread and never across a suspension here; the checks that it is
    // not touched twice at once would cost a twentieth of a request.
    @exclusivity(unchecked) var clock: EngineClock

    var subjects = ChunkedArray<String>()
    var labels = ChunkedArray<LineLabel>()
    var contacts = ChunkedArray<Contact>()
    var addresses = ChunkedArray<String>()
    var products = ChunkedArray<Product>()
    @exclusivity(unchecked) var variants = ChunkedArray<VariantActor>()
    @exclusivity(unchecked) var customers = ChunkedArray<CustomerRecord>()
    var shippingMethods = ChunkedArray<ShippingMethod>()
    var apiKeys = ChunkedArray<APIKey>()
    @exclusivity(unchecked) var orders = ChunkedArray<OrderActor>()
    /// What lists of orders are answered from.
    let orderColumns = OrderColumns()
    let orderContents = OrderContents()
    /// Orders below it never become due for ``cancelUnpaidOrders()``.
    var unpaidOrderCursor = 0
    let reservations: ReservationBook
    var answers: AnswerBook
    var categories = ChunkedArray<Category>()
    var tags = ChunkedArray<Tag>()
    var users = ChunkedArray<User>()
    var roles = ChunkedArray<Role>()
    var sessions: SessionBook
    /// Another number whenever users, roles or sessions changed so that somebody may do less or more.
    package internal(set) var accessVersion: UInt64 = 0
    package internal(set) var settings = ShopSettings()
    var auditLog = RecentList<AuditEntry>(capacity: 100_000)
    var stockImports = RecentList<StockImport>(capacity: 200)
    /// What search and lists are answered from.
    let models: ReadModels
    /// Variants that were sold or counted since a list asked: those of ``models``, within reach of a sale.
    let dirtyVariants: DirtyRows
    let dirtyCustomers: DirtyRows
    /// What is going on, for people who look at it.
    let activity = ShopActivity()
    var lastSampledSecond: Int64 = -1
    let notifications = MessageRing<Notification>(capacity: 4_096)
    let outbox: MessageRing<OutboxEntry>
    var readMarks: [SubjectOrdinal: ReadMark] = [:]

    let subjectsByName = KeyTable()
    let variantsBySKU = KeyTable()
    let productsBySlug = KeyTable()
    let customersByEmail = KeyTable()
    let apiKeysByDigest = KeyTable()
    let ordersByKey = KeyTable()
    var categoriesByName = NameIndex<CategoryKind>()
    var categoriesBySlug = NameIndex<CategoryKind>()
    var tagsByName = NameIndex<TagKind>()
    var tagsBySlug = NameIndex<TagKind>()
    var usersByEmail = NameIndex<UserKind>()
    var rolesByName = NameIndex<RoleKind>()

    /// One more with each change of a category or tag, for what shows them.
    var taxonomyVersion: UInt32 = 0
    /// How many reservations have lapsed: changes of stock that no record tells of.
    @exclusivity(unchecked) var lapseCount: UInt64 = 0

    /// Where to look for a free slug among products of equal names; one entry for each such name.
    var nextSlugNumbers: [String: Int] = [:]
    /// Whether stock counts are kept. False only while recovery reads what has not been put together yet.
    @exclusivity(unchecked) var isDerived = true
    /// Tells the lines of one order apart from those of another while they are summed.
    @exclusivity(unchecked) var orderMark: UInt64 = 0
    /// Orders that could not be placed.
    @exclusivity(unchecked) var failedOrders = FailedOrders()
    /// Low-stock crossings since the last time someone asked; the oldest are dropped past a bound.
    var alerts: [LowStockNotice] = []
    var checkpoint: Checkpoint?
    var checkpointBytesAtStart: UInt64 = 0
    var checkpointedAt: Timestamp

    /// An empty shop without a journal: ``ShopRecovery`` fills it and opens one.
    init(configuration: ShopConfiguration, time: any TimeSource, on executor: UnownedSerialExecutor) {
        journal = ShopJournal()
        self.configuration = configuration
        hash = ByteHash(seed: configuration.hashSeed)
        clock = EngineClock(source: time, notBefore: .zero)
        reservations = ReservationBook(hash: hash)
        answers = AnswerBook(hash: hash)
        models = ReadModels(hash: hash)
        dirtyVariants = models.stock.dirty
        dirtyCustomers = models.customers.dirty
        sessions = SessionBook(hash: hash)
        outbox = MessageRing(capacity: configuration.outboxMaximum)
        checkpointedAt = clock.now
        unownedExecutor = executor
    }

    // MARK: Time

    package var now: Timestamp { clock.now }

    /// Reads the clock and ends what has lapsed. Called before the requests of one arrival are run, so that
    /// an expired reservation never stands in anybody's way.
    package func advanceClock() {
        clock.advance()
        endLapsed(at: clock.now)
    }

    func endLapsed(at now: Timestamp) {
        while let number = reservations.nextLapsed(at: now) {
            hasUnrecordedLapse = true
            lapseCount &+= 1
            guard let reservation = reservations[number] else { continue }
            reservations.end(number, as: .lapsed, at: now)
            giveBack(reservation.quantity, to: reservation.variant, at: now)
        }
    }

    /// Housekeeping that nobody waits for; each call does a bounded part.
    package func tidy() {
        recordTime()
        recordFailedOrders()
        sampleActivity()
        reservations.forgetEnded(at: now)
        answers.forgetOld(at: now)
        sessions.forgetOver(at: now)
        cancelUnpaidOrders()
        catchUpContents(atMost: 4_000)
        tidySearch()
        found()
    }

    /// Writes the time down where no other record does: when something has lapsed, and now and then in an idle
    /// engine. So time, and with it what has lapsed, does not go back over a restart under a clock that did.
    private func recordTime() {
        let isQuiet = journal.appendedSequence == timedSequence
        let isLong = now.milliseconds - timedAt.milliseconds >= Shop.idleTimeMilliseconds
        timedSequence = journal.appendedSequence
        guard isQuiet else {
            timedAt = now
            hasUnrecordedLapse = false
            return
        }
        guard hasUnrecordedLapse || isLong, journal.hasRoom(for: 64) else { return }
        journal.clock(now)
        timedSequence = journal.appendedSequence
        timedAt = now
        hasUnrecordedLapse = false
    }

    private static let idleTimeMilliseconds: Int64 = 60_000

    // MARK: Promises

    /// Makes everything appended so far safe, as the journal's durability says. Replies leave after this.
    package func commit() throws(JournalError) {
        try journal.commit(at: now)
        journal.maintain()
    }

    /// The last commit, marked as a clean end. Nothing may be appended afterwards.
    package func close() throws(JournalError) { try journal.close(clean: true) }

    package var sequence: UInt64 { journal.appendedSequence }

    /// Whether a request of this size can be recorded; asked before it is judged.
    package func requireRoom(requestBytes: Int) throws(Rejection) {
        // A record holds little more than its request; an answer kept for a key may hold the same again.
        try requireRoom(recordBytes: requestBytes * 4 + 16_384)
    }

    package func hasRoom(requestBytes: Int) -> Bool { journal.hasRoom(for: requestBytes * 4 + 16_384) }

    /// As ``requireRoom(requestBytes:)`` for what records more than its request says.
    func requireRoom(recordBytes: Int) throws(Rejection) {
        guard journal.hasRoom(for: recordBytes) else { throw .storageFull }
    }

    func requireVersion(_ expected: UInt32?, is actual: UInt32) throws(Rejection) {
        guard let expected, expected != actual else { return }
        throw .versionConflict(expected: Int64(expected), actual: Int64(actual))
    }

    /// What one request appended stands or falls together; what it changed is found by the next search.
    package func endRequest() {
        journal.endTransaction()
        if models.isBehind { readStale() }
    }

    func giveBack(_ units: Quantity, to variant: VariantOrdinal, at now: Timestamp) {
        let outcome = variants[variant.index].owned { $0.release(units) }
        activity.variants.held(-units, of: variant)
        dirtyVariants.mark(variant.value)
        if outcome.changesAlert { settleAlert(of: variant, at: now) }
    }

    /// Records a crossing of the low-stock threshold. Recovery reads them instead of making new ones.
    func settleAlert(of variant: VariantOrdinal, at now: Timestamp) {
        guard !isRecovering else {
            touched.append(variant)
            return
        }
        let owner = variants[variant.index]
        let journal = journal
        guard let settled = owner.owned({ $0.settleAlert(at: now, journal: journal) }) else { return }
        guard settled.alert == .fired else { return }
        if alerts.count >= 1_000 { alerts.removeFirst(500) }
        alerts.append(LowStockNotice(variant: variant, available: settled.available, at: now))
        announceLowStock(variant, available: settled.available, at: now, sequence: settled.sequence)
    }

    @exclusivity(unchecked) var isRecovering = false
    /// Something lapsed after the last record.
    private var hasUnrecordedLapse = false
    private var timedSequence: UInt64 = 0
    private var timedAt = Timestamp.zero
    /// Variants whose stock the record being replayed has touched.
    var touched: [VariantOrdinal] = []

    /// Recovery is over: time goes on from `newest`, and records may be appended.
    func begin(journal opened: Journal, time: any TimeSource, newest: Timestamp) {
        isRecovering = false
        journal.open(opened)
        clock = EngineClock(source: time, notBefore: newest)
        checkpointedAt = clock.now
        found()
        restoreActivity()
        for index in variants.indices { settleAlert(of: VariantOrdinal(index), at: clock.now) }
        advanceClock()
        endRequest()
        models.settle()
    }
}

/// That a variant's available stock fell below its threshold.
package struct LowStockNotice: Hashable, Sendable {
    package let variant: VariantOrdinal
    package let available: Quantity
    package let at: Timestamp
}

/// A customer with what is derived from others.
struct CustomerRecord: Sendable {
    var customer: Customer
    var contact: ContactOrdinal
    /// In the order of placing.
    var orders: [OrderOrdinal] = []
    var statistics = CustomerStatistics()
    /// How often one of the orders has changed since the shop was opened.
    var orderChanges: UInt32 = 0
}
