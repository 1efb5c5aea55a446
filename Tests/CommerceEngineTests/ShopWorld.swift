import CommerceCore
import CommerceEngine
import Journaling
import TestSupport

/// A shop on a disk in memory with a clock that stands, used from one thread.
///
/// Ada has an address; `sell(_:_:)` adds variants. ``restart(isPowerCut:)`` ends the process and recovers.
final class ShopWorld {
    let time = SimulatedTime()
    let storage: FaultyStorage
    private(set) var background = SimulatedBackgroundWork()
    private(set) var shop: Shop
    private(set) var checkpointer: Checkpointer
    private(set) var report: RecoveryReport
    private var random: SeededGenerator
    private let segmentBytes: Int
    private let configure: (inout ShopConfiguration) -> Void

    init(
        seed: UInt64 = 1, segmentBytes: Int = 1 << 20,
        configure: @escaping (inout ShopConfiguration) -> Void = { _ in }
    ) throws {
        storage = FaultyStorage(seed: seed)
        random = SeededGenerator(seed: seed)
        self.configure = configure
        self.segmentBytes = segmentBytes
        (shop, report) = try ShopWorld.open(storage, time, background, segmentBytes, configure)
        checkpointer = Checkpointer(shop: shop, directory: storage, background: background)
    }

    private static func open(
        _ storage: FaultyStorage, _ time: SimulatedTime, _ background: SimulatedBackgroundWork,
        _ segmentBytes: Int, _ configure: (inout ShopConfiguration) -> Void
    ) throws -> (Shop, RecoveryReport) {
        var journal = JournalConfiguration()
        journal.segmentBytes = segmentBytes
        journal.segmentBytesMin = segmentBytes / 2
        journal.fillPieceBytes = segmentBytes
        var configuration = ShopConfiguration(hashSeed: 5)
        configuration.checkpointStepBytes = 200
        configure(&configuration)
        return try ShopRecovery.open(
            storage, configuration: configuration, journal: journal, time: time, background: background,
            on: HereExecutor.shared.asUnownedSerialExecutor())
    }

    /// Runs `body` in the shop, as one request.
    @discardableResult
    func run<Result: Sendable>(_ body: (isolated Shop) throws -> Result) rethrows -> Result {
        nonisolated(unsafe) let body = body  // Safety: a test and its shop have one thread.
        return try shop.assumeIsolated { shop in
            defer { shop.endRequest() }
            shop.advanceClock()
            return try body(shop)
        }
    }

    /// The rejection of a request that is refused, and that has appended nothing.
    func refusal(_ body: (isolated Shop) throws -> Void) -> Rejection? {
        nonisolated(unsafe) let body = body  // Safety: a test and its shop have one thread.
        return run { shop in
            let before = shop.sequence
            do {
                try body(shop)
                return nil
            } catch {
                guard shop.sequence == before else { return nil }
                return error as? Rejection
            }
        }
    }

    func commit() throws { try shop.assumeIsolated { try $0.commit() } }
    func close() throws { try shop.assumeIsolated { try $0.close() } }
    func advance(_ milliseconds: Int64) { time.advance(milliseconds: milliseconds) }
    func checkInvariants() { shop.assumeIsolated { $0.checkInvariants() } }

    /// From now on no byte more than there is.
    func fillDisk() {
        storage.faults.capacityBytes = storage.fileNames.reduce(0) {
            $0 + (storage.content(of: $1)?.count ?? 0)
        }
    }

    // MARK: The process ends

    /// Commits, ends the process or cuts the power, and recovers.
    func restart(isPowerCut: Bool = true) throws {
        try commit()
        if isPowerCut { storage.crash(using: &random) } else { storage.killProcess() }
        background = SimulatedBackgroundWork()
        (shop, report) = try ShopWorld.open(storage, time, background, segmentBytes, configure)
        checkpointer = Checkpointer(shop: shop, directory: storage, background: background)
    }

    /// One step of the snapshot that is under way, or due.
    @discardableResult
    func stepCheckpoint() -> Checkpointer.Outcome? {
        defer { background.runAll() }
        return checkpointer.assumeIsolated { $0.step() }
    }

    /// A whole snapshot; `between` runs after each step.
    func takeSnapshot(between: () throws -> Void = {}) throws {
        checkpointer.assumeIsolated { $0.request { _ in } }
        for _ in 0..<100_000 {
            if let outcome = stepCheckpoint() {
                guard case .published = outcome else { throw SnapshotFailed(outcome: outcome) }
                return
            }
            try between()
        }
    }

    struct SnapshotFailed: Error { let outcome: Checkpointer.Outcome }
}

// MARK: Goods and people

extension ShopWorld {
    /// Adds a published product with one variant of this SKU and stock, at 5.00.
    @discardableResult
    func sell(_ sku: String, _ quantity: Int64, _ change: (inout NewVariant) -> Void = { _ in }) throws
        -> VariantOrdinal
    {
        nonisolated(unsafe) let change = change  // Safety: a test and its shop have one thread.
        return try run { shop in
            var product = Product(
                name: sku, slug: sku.lowercased(), basePrice: Money(minorUnits: 500), at: shop.now)
            product.status = .published
            var details = Variant(product: ProductOrdinal(0), name: "Default", at: shop.now)
            details.sku = sku
            var new = NewVariant(details: details)
            new.openingQuantity = Quantity(quantity)
            change(&new)
            let ordinal = try shop.create(
                product, [new], slugIsFree: true, subject: shop.subject(named: "tests"))
            return shop.product(ordinal).variants[0]
        }
    }

    @discardableResult
    func makeCustomer(_ name: String = "ada") throws -> CustomerOrdinal {
        try run { shop in
            let customer = Customer(
                email: "\(name)@example.com", firstName: name, lastName: "L", at: shop.now)
            return try shop.create(customer, shippingAddress: "{\"line1\":\"\(name)\"}", billingAddress: nil)
        }
    }

    // MARK: Requests

    @discardableResult
    func reserve(
        _ quantity: Int64, of variant: VariantOrdinal, id: String? = nil, for milliseconds: Int64? = nil
    ) throws -> ReservationAnswer {
        try run { try ShopWorld.reserve($0, quantity, variant, id, milliseconds) }
    }

    static func reserve(
        _ shop: isolated Shop, _ quantity: Int64, _ variant: VariantOrdinal, _ id: String?,
        _ milliseconds: Int64?
    ) throws -> ReservationAnswer {
        guard let id else {
            return try shop.reserve(
                Quantity(quantity), of: variant, id: nil, timeToLiveMilliseconds: milliseconds)
        }
        return try Array(id.utf8).withUnsafeBytes {
            try shop.reserve(Quantity(quantity), of: variant, id: $0, timeToLiveMilliseconds: milliseconds)
        }
    }

    @discardableResult
    func place(_ lines: [(VariantOrdinal, Int64)], key: String = "", converting ids: [String] = []) throws
        -> PlacedOrder
    {
        try run { try ShopWorld.place($0, lines, key, ids) }
    }

    static func place(
        _ shop: isolated Shop, _ lines: [(VariantOrdinal, Int64)], _ key: String, _ ids: [String]
    ) throws -> PlacedOrder {
        var request = OrderRequest(customer: CustomerOrdinal(0), subject: SubjectOrdinal(0))
        request.lines = lines.map {
            RequestedLine(variant: $0.0, quantity: Quantity($0.1), unitPrice: nil, reservation: nil)
        }
        for id in ids {
            let found = Array(id.utf8).withUnsafeBytes { shop.reservation(named: $0) }
            guard let (number, reservation) = found else { throw Rejection.notFound(.reservationNotFound) }
            request.lines.append(
                RequestedLine(
                    variant: reservation.variant, quantity: reservation.quantity, unitPrice: nil,
                    reservation: number))
        }
        request.idempotencyKey = key
        request.fingerprint = UInt64(lines.count)
        if !key.isEmpty {
            let known = try Array(key.utf8).withUnsafeBytes {
                try shop.replay(key: $0, fingerprint: request.fingerprint)
            }
            if let known { return known }
        }
        return try shop.place(request)
    }

    func change(
        _ order: OrderOrdinal, _ judge: @Sendable (borrowing Order, Timestamp) throws(Rejection) -> OrderEvent
    ) throws {
        try run { shop in
            let now = shop.now
            try shop.change(order) { order in Result { () throws(Rejection) in try judge(order, now) } }
        }
    }

    /// `quantity/reserved`.
    func stock(_ variant: VariantOrdinal) -> String {
        run { shop in
            let inventory = shop.stock(of: variant).inventory
            return "\(inventory.quantity)/\(inventory.reserved)"
        }
    }

    /// `nil` if the id is not known.
    func reservation(_ id: String) -> Reservation? {
        run { shop in Array(id.utf8).withUnsafeBytes { shop.reservation(named: $0)?.1 } }
    }
}
