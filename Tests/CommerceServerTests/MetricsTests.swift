import CommerceServer
import TestSupport
import Testing

@Suite("metrics are counted and shown as Prometheus reads them")
struct MetricsTests {
    private let metrics = Metrics()

    private func read() throws -> PrometheusText {
        try PrometheusText(String(decoding: metrics.text(), as: UTF8.self))
    }

    @Test("counters, gauges and histograms of a family stand together, with help and type")
    func families() throws {
        let ok = metrics.counter("requests_total", "Requests answered.", ("op", "ping"), ("result", "ok"))
        let depth = metrics.gauge("queue_depth", "Requests waiting.")
        let bad = metrics.counter("requests_total", "Requests answered.", ("op", "ping"), ("result", "error"))
        ok.add()
        ok.add(41)
        bad.add()
        depth.set(7)
        depth.add(-9)
        let text = try read()
        #expect(text.value("requests_total", ["op": "ping", "result": "ok"]) == 42)
        #expect(text.value("requests_total", ["op": "ping", "result": "error"]) == 1)
        #expect(text.value("queue_depth") == -2)
        #expect(text.types == ["requests_total": "counter", "queue_depth": "gauge"])
        #expect(text.helps["queue_depth"] == "Requests waiting.")
    }

    @Test("the text is exactly this")
    func golden() {
        metrics.counter("a_total", "Counts \\ and\nlines.", ("x", "quote \" slash \\ line \n end ü")).add(3)
        metrics.gauge("b_seconds", "Time.", unit: .nanoseconds).set(1_500_000_001)
        let sizes = Histogram.Buckets([1, 4], unit: .one)
        let histogram = metrics.histogram("c_bytes", "Sizes.", sizes, ("k", "v"))
        for value: UInt64 in [0, 1, 2, 4, 5] { histogram.record(value) }
        #expect(
            String(decoding: metrics.text(), as: UTF8.self) == #"""
                # HELP a_total Counts \\ and\nlines.
                # TYPE a_total counter
                a_total{x="quote \" slash \\ line \n end ü"} 3
                # HELP b_seconds Time.
                # TYPE b_seconds gauge
                b_seconds 1.500000001
                # HELP c_bytes Sizes.
                # TYPE c_bytes histogram
                c_bytes_bucket{k="v",le="1"} 2
                c_bytes_bucket{k="v",le="4"} 4
                c_bytes_bucket{k="v",le="+Inf"} 5
                c_bytes_sum{k="v"} 12
                c_bytes_count{k="v"} 5

                """#)
    }

    @Test("durations go from 50 microseconds to 10 seconds and are shown in seconds, exactly")
    func durations() throws {
        let histogram = metrics.histogram("reply_seconds", "Time to reply.")
        histogram.record(50_000)
        histogram.record(50_001)
        histogram.record(10_000_000_001)
        let text = try read()
        #expect(text.value("reply_seconds_bucket", ["le": "0.00005"]) == 1)
        #expect(text.value("reply_seconds_bucket", ["le": "0.0001"]) == 2)
        #expect(text.value("reply_seconds_bucket", ["le": "10"]) == 2)
        #expect(text.value("reply_seconds_bucket", ["le": "+Inf"]) == 3)
        #expect(text.value("reply_seconds_sum") == 10.000100002)
        #expect(text.samples.filter { $0.name == "reply_seconds_bucket" }.count == 18)
    }

    @Test("the range of a value found by its bits is the one found by looking through all bounds")
    func ranges() {
        var generator = SeededGenerator(seed: 5)
        for buckets in [
            Histogram.Buckets.durations, .sizes, Histogram.Buckets([3, 7, 100, 1 << 62], unit: .one),
        ] {
            let bounds = buckets.bounds
            let near: [UInt64] = bounds.flatMap { (bound: UInt64) in [bound - 1, bound, bound + 1] }
            let ends: [UInt64] = [0, 1, 2, .max, .max - 1, 1 << 63]
            let random = (0..<2_000).map { _ in UInt64.random(in: .min ... .max, using: &generator) }
            let spread = random.map { $0 >> ($0 & 63) }
            for value in [near, ends, random, spread].joined() {
                let histogram = Histogram(buckets)
                histogram.record(value)
                let expected = bounds.firstIndex { value <= $0 } ?? bounds.count
                #expect(histogram.rangeCounts.firstIndex(of: 1) == expected, "\(value) in \(bounds)")
                #expect(histogram.count == 1 && histogram.sum == value)
            }
        }
    }

    @Test("what is kept elsewhere is read when it is asked for")
    func readLater() throws {
        final class Holder { var value: Int64 = 1 }
        let holder = Holder()
        metrics.gauge("open_connections", "Open connections.") { holder.value }
        metrics.counter("syncs_total", "Syncs.", ("file", "journal")) { holder.value * 2 }
        holder.value = 21
        let text = try read()
        #expect(text.value("open_connections") == 21)
        #expect(text.value("syncs_total", ["file": "journal"]) == 42)
    }

    @Test("no metrics are no text")
    func empty() { #expect(metrics.text().isEmpty) }

    @Test("a name, label or series that must not be traps")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = Metrics().gauge("1st", "Bad.") }
        await #expect(processExitsWith: .failure) { _ = Metrics().gauge("a-b", "Bad.") }
        await #expect(processExitsWith: .failure) { _ = Metrics().counter("requests", "Bad.") }
        await #expect(processExitsWith: .failure) { _ = Metrics().gauge("requests_total", "Bad.") }
        await #expect(processExitsWith: .failure) { _ = Metrics().gauge("time", "Bad.", unit: .nanoseconds) }
        await #expect(processExitsWith: .failure) { _ = Metrics().gauge("a", "Bad.", ("le", "1")) }
        await #expect(processExitsWith: .failure) { _ = Metrics().gauge("a", "Bad.", ("x", "1"), ("x", "2")) }
        await #expect(processExitsWith: .failure) {
            let metrics = Metrics()
            _ = metrics.gauge("a", "Twice.", ("x", "1"))
            _ = metrics.gauge("a", "Twice.", ("x", "1"))
        }
    }
}
