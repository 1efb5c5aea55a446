import CommerceCore
import CommerceWire

/// Counts requests by operation and verdict, and how long they ran.
///
///     Σ counts of an operation = values in its histogram
///
/// A request costs one reading of the processor's counter and three additions in memory.
final class OperationMeter: RequestMeter {
    private let operations: [Operation]
    /// For each operation a count of successes and one for each code.
    private let counts: UnsafeMutablePointer<UInt64>
    /// By the operations' ordinals; ``held`` keeps them.
    private let histograms: UnsafeMutablePointer<Unmanaged<Histogram>>
    private var held: [Histogram] = []
    private let operationCount: Int
    @exclusivity(unchecked) private var clock = CycleClock()
    @exclusivity(unchecked) private var last = CycleClock.count

    private static let verdictCount = RejectionCode.allCases.count + 1

    init(_ table: OperationTable, in metrics: Metrics) {
        operations = table.operations
        operationCount = (operations.map(\.ordinal).max() ?? 0) + 1
        counts = .allocate(capacity: operationCount * OperationMeter.verdictCount)
        counts.initialize(repeating: 0, count: operationCount * OperationMeter.verdictCount)
        histograms = .allocate(capacity: operationCount)
        // Operations of another table never run here; the first one's histogram fills their places.
        for operation in operations {
            let histogram = metrics.histogram(
                "holdfast_request_seconds", "How long requests ran, without waiting for the disk.",
                .shortDurations, ("operation", operation.name.description))
            held.append(histogram)
            for ordinal in 0..<operationCount where operation.ordinal == ordinal || held.count == 1 {
                (histograms + ordinal).initialize(to: .passUnretained(histogram))
            }
        }
        register(in: metrics)
    }

    deinit {
        histograms.deallocate()
        counts.deallocate()
    }

    func begin() { last = CycleClock.count }

    func ran(_ operation: Operation, _ refusal: RejectionCode?) {
        let ordinal = operation.ordinal
        guard ordinal < operationCount else { return }
        let now = CycleClock.count
        let nanoseconds = clock.nanoseconds(from: last, to: now)
        last = now
        histograms[ordinal]._withUnsafeGuaranteedRef { $0.record(nanoseconds) }
        let verdict = refusal.map { $0.index &+ 1 } ?? 0
        counts[ordinal &* OperationMeter.verdictCount &+ verdict] &+= 1
    }

    /// Measures the length of the counter's steps once more. Called now and then.
    func calibrate() { clock.calibrate() }

    private func count(_ ordinal: Int, _ verdict: Int) -> Int64 {
        Int64(clamping: counts[ordinal * OperationMeter.verdictCount + verdict])
    }

    private func refusedCount(_ ordinal: Int) -> Int64 {
        (1..<OperationMeter.verdictCount).reduce(0) { $0 + count(ordinal, $1) }
    }

    // MARK: Registering

    private func register(in metrics: Metrics) {
        for operation in operations {
            let (name, ordinal) = (operation.name.description, operation.ordinal)
            metrics.counter(
                "holdfast_requests_total", "Requests run.", ("operation", name), ("result", "ok")
            ) { [unowned self] in count(ordinal, 0) }
            metrics.counter(
                "holdfast_requests_total", "Requests run.", ("operation", name), ("result", "refused")
            ) { [unowned self] in refusedCount(ordinal) }
        }
        for code in RejectionCode.allCases {
            metrics.counter("holdfast_refusals_total", "Requests refused.", ("code", code.rawValue)) {
                [unowned self] in operations.reduce(0) { $0 + count($1.ordinal, code.index + 1) }
            }
        }
        outcomes("inventory.reserve", "holdfast_reservations_total", "Reservations asked for.", metrics)
        outcomes("orders.create", "holdfast_orders_total", "Orders asked for.", metrics)
    }

    /// Every verdict on one operation, by its code.
    private func outcomes(
        _ operation: String, _ name: StaticString, _ help: StaticString, _ metrics: Metrics
    ) {
        guard let ordinal = operations.first(where: { $0.name.description == operation })?.ordinal else {
            return
        }
        metrics.counter(name, help, ("outcome", "ok")) { [unowned self] in count(ordinal, 0) }
        for code in RejectionCode.allCases {
            metrics.counter(name, help, ("outcome", code.rawValue)) { [unowned self] in
                count(ordinal, code.index + 1)
            }
        }
    }
}

extension Histogram.Buckets {
    /// Times in nanoseconds, from 500 ns to 1 s in steps of 1, 2, 5: for what waits for nothing.
    fileprivate static let shortDurations = Histogram.Buckets(
        [500]
            + [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000].flatMap { (unit: UInt64) in
                [unit, 2 * unit, 5 * unit]
            } + [1_000_000_000], unit: .nanoseconds)
}
