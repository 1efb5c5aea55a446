/// All metrics of a server, by name and labels, for the thread that has them.
///
/// Metrics are registered once, at the start, and then held by what records into them, so recording looks nothing
/// up. Labels are fixed with the registration: no request can make a new series, and there are at most
/// ``seriesMax``. Names and labels are checked at registration; a bad one is a mistake of ours and traps.
package final class Metrics {
    package static let seriesMax = 4_096

    /// A name and value that tells series of one family apart.
    package typealias Label = (name: StaticString, value: String)

    enum Kind: String { case counter, gauge, histogram }

    enum Source {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        case read(() -> Int64)
    }

    struct Series {
        /// As it stands in the text, without braces: `op="ping",result="ok"`.
        let labels: String
        let source: Source
        /// What stands before the numbers of its lines, made once.
        let lineStarts: [[UInt8]]
    }

    struct Family {
        let name: String
        let help: String
        let kind: Kind
        let unit: MetricUnit
        var series: [Series] = []
    }

    private(set) var families: [Family] = []
    private var positions: [String: Int] = [:]
    private var seriesCount = 0

    package init() {}

    // MARK: Registering

    /// - Parameter name: Ends in `_total`.
    package func counter(_ name: StaticString, _ help: StaticString, _ labels: Label...) -> Counter {
        let counter = Counter()
        register(name, help, .counter, .one, labels, .counter(counter))
        return counter
    }

    package func gauge(
        _ name: StaticString, _ help: StaticString, unit: MetricUnit = .one, _ labels: Label...
    ) -> Gauge {
        let gauge = Gauge()
        register(name, help, .gauge, unit, labels, .gauge(gauge))
        return gauge
    }

    package func histogram(
        _ name: StaticString, _ help: StaticString, _ buckets: Histogram.Buckets = .durations,
        _ labels: Label...
    ) -> Histogram {
        let histogram = Histogram(buckets)
        register(name, help, .histogram, buckets.unit, labels, .histogram(histogram))
        return histogram
    }

    /// A counter that is kept elsewhere; `read` is called when the metrics are asked for.
    package func counter(
        _ name: StaticString, _ help: StaticString, unit: MetricUnit = .one, _ labels: Label...,
        read: @escaping () -> Int64
    ) {
        register(name, help, .counter, unit, labels, .read(read))
    }

    /// A gauge that is kept elsewhere; `read` is called when the metrics are asked for.
    package func gauge(
        _ name: StaticString, _ help: StaticString, unit: MetricUnit = .one, _ labels: Label...,
        read: @escaping () -> Int64
    ) {
        register(name, help, .gauge, unit, labels, .read(read))
    }

    private func register(
        _ name: StaticString, _ help: StaticString, _ kind: Kind, _ unit: MetricUnit, _ labels: [Label],
        _ source: Source
    ) {
        let name = name.description
        precondition(MetricNames.isMetric(name), "metric \(name)")
        precondition((kind == .counter) == name.hasSuffix("_total"), "\(name) is a \(kind)")
        precondition(unit == .one || name.contains("_seconds"), "\(name) counts nanoseconds")
        precondition(seriesCount < Metrics.seriesMax, "more than \(Metrics.seriesMax) series")
        let labels = MetricNames.text(labels, of: name)
        let series = Series(
            labels: labels, source: source, lineStarts: MetricNames.lineStarts(name, labels, source))
        let position = positions[name] ?? families.count
        if position == families.count {
            families.append(Family(name: name, help: help.description, kind: kind, unit: unit))
            positions[name] = position
        }
        let family = families[position]
        precondition(
            family.kind == kind && family.unit == unit && family.help == help.description
                && !family.series.contains { $0.labels == series.labels },
            "\(name){\(series.labels)} is registered already, or otherwise")
        families[position].series.append(series)
        seriesCount += 1
    }
}
