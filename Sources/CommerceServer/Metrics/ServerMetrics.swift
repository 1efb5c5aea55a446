import CommerceEngine
import CommerceWire
import HTTPWire

/// What a server counts, and where `/metrics` reads it.
final class ServerMetrics {
    private let metrics = Metrics()
    let requests: OperationMeter
    private let commits: Histogram
    private let snapshots: Histogram
    private let snapshotFailures: Counter
    /// By the first digit of the status, from 1 to 5.
    private let responses: [Counter]
    private let snapshotEnd: Gauge

    init(_ table: OperationTable) {
        requests = OperationMeter(table, in: metrics)
        commits = metrics.histogram(
            "holdfast_commit_seconds", "How long commits took: one write, and a sync where that is wanted.")
        snapshots = metrics.histogram("holdfast_snapshot_seconds", "How long snapshots took.")
        snapshotFailures = metrics.counter("holdfast_snapshot_failures_total", "Snapshots that failed.")
        snapshotEnd = metrics.gauge(
            "holdfast_snapshot_sequence", "The last record that the newest snapshot of this run covers.")
        responses = (1...5).map { [metrics] digit in
            metrics.counter("holdfast_http_responses_total", "Responses by HTTP.", ("class", "\(digit)xx"))
        }
        registerProcess()
    }

    func text() -> [UInt8] { metrics.text() }

    // MARK: Counting

    func responded(_ status: HTTPStatus) { responses[max(0, min(4, Int(status.code) / 100 - 1))].add() }

    func committed(nanoseconds: UInt64) { commits.record(nanoseconds) }

    func snapshotEnded(_ outcome: Checkpointer.Outcome, nanoseconds: UInt64) {
        switch outcome {
        case .published(_, let endSequence):
            snapshots.record(nanoseconds)
            snapshotEnd.set(Int64(clamping: endSequence))
        case .failed: snapshotFailures.add()
        }
    }

    // MARK: Read when asked for

    func register(_ shop: Shop) {
        func read(_ value: @escaping @Sendable (isolated Shop) -> Int64) -> () -> Int64 {
            { shop.assumeIsolated { value($0) } }
        }
        metrics.counter(
            "holdfast_journal_appended_bytes_total", "Bytes of records appended to the journal.",
            read: read { Int64(clamping: $0.journalFigures.bytesAppended) })
        metrics.counter(
            "holdfast_journal_syncs_total", "Times that the journal was synced.",
            read: read { Int64(clamping: $0.journalFigures.syncCount) })
        metrics.counter(
            "holdfast_journal_sync_seconds_total", "Time spent in syncs of the journal.", unit: .nanoseconds,
            read: read { Int64(clamping: $0.journalFigures.syncNanoseconds) })
        metrics.gauge(
            "holdfast_journal_lag_records", "Records appended and not yet safe.",
            read: read {
                Int64(clamping: $0.journalFigures.appendedSequence - $0.journalFigures.durableSequence)
            })
        metrics.gauge(
            "holdfast_journal_sequence", "The last record appended.",
            read: read { Int64(clamping: $0.journalFigures.appendedSequence) })
        metrics.gauge("holdfast_orders", "Orders kept.", read: read { Int64($0.orderCount) })
        metrics.gauge("holdfast_variants", "Variants kept.", read: read { Int64($0.variantCount) })
        metrics.gauge("holdfast_customers", "Customers kept.", read: read { Int64($0.customerCount) })
    }

    func register(_ cache: ResponseCache) {
        for (kind, name) in [(.catalog, "catalog"), (.portal, "portal"), (.inventory, "inventory")]
            as [(CommerceWire.Operation.CacheClass, String)]
        {
            for (outcome, figure) in [("hit", \.hits), ("miss", \.misses), ("stale", \.stale)]
                as [(String, KeyPath<CacheFigures, UInt64>)]
            {
                metrics.counter(
                    "holdfast_cache_lookups_total",
                    "Replies looked for in the cache; stale ones were there and no longer true.",
                    ("cache", name), ("outcome", outcome)
                ) { [cache] in Int64(clamping: cache.figures(of: kind)[keyPath: figure]) }
            }
            metrics.counter(
                "holdfast_cache_evictions_total", "Replies that made room for others.", ("cache", name)
            ) { [cache] in Int64(clamping: cache.figures(of: kind).evictions) }
        }
        metrics.gauge("holdfast_cache_bytes", "Memory that cached replies take.") {
            [cache] in Int64(cache.byteCount)
        }
        metrics.gauge("holdfast_cache_replies", "Replies in the cache.") { [cache] in Int64(cache.count) }
    }

    func register(_ events: EventHub) {
        metrics.gauge("holdfast_event_listeners", "Who hears events.") { Int64(events.listenerCount) }
        metrics.counter("holdfast_events_sent_total", "Events sent, once for each who heard them.") {
            Int64(clamping: events.sentCount)
        }
        metrics.counter("holdfast_event_resets_total", "Listeners that were told that they missed events.") {
            Int64(clamping: events.resetCount)
        }
        metrics.counter("holdfast_event_listeners_cut_total", "Listeners that took nothing and were cut.") {
            Int64(clamping: events.cutCount)
        }
    }

    /// - Parameter count: How many connections are open that speak it.
    func registerConnections(_ protocolName: String, _ count: @escaping () -> Int) {
        metrics.gauge("holdfast_connections", "Connections open.", ("protocol", protocolName)) {
            Int64(count())
        }
    }

    private func registerProcess() {
        metrics.gauge("process_resident_memory_bytes", "Memory that is resident.") {
            ProcessFigures.residentBytes
        }
        metrics.counter(
            "process_cpu_seconds_total", "Processor time, of user and system.", unit: .nanoseconds
        ) {
            ProcessFigures.processorNanoseconds
        }
        metrics.gauge("process_start_time_seconds", "When the process began, since 1970.", unit: .nanoseconds)
        {
            [start = ProcessFigures.nowNanoseconds] in start
        }
    }
}
