import CompactJSON

/// The report as one JSON object, with every round, for other programs.
struct JSONReport {
    let text: String

    init(_ report: Report) {
        var writer = JSONWriter(capacityBytes: 1 << 16)
        writer.beginObject()
        writer.key("machine")
        Self.write(report.machine, to: &writer)
        writer.key("rows")
        writer.beginArray()
        for row in report.rows { Self.write(row, to: &writer) }
        writer.endArray()
        writer.key("scenarios")
        writer.beginArray()
        for scenario in report.scenarios { Self.write(scenario, to: &writer) }
        writer.endArray()
        writer.key("violations")
        writer.beginArray()
        for violation in report.violations { writer.value(violation) }
        writer.endArray()
        writer.endObject()
        text = String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func write(_ machine: Machine, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("processor", machine.processorName)
        writer.member("processors", machine.processorCount)
        writer.member("memoryBytes", machine.memoryBytes)
        writer.member("kernel", machine.kernel)
        writer.member("pinning", machine.pinning)
        writer.member("directory", machine.directory)
        member("syncP50Microseconds", machine.syncP50Microseconds, to: &writer)
        member("syncP99Microseconds", machine.syncP99Microseconds, to: &writer)
        writer.endObject()
    }

    private static func write(_ result: RowResult, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("workload", result.row.workload.rawValue)
        writer.member("durability", result.row.durability.rawValue)
        writer.member("connections", result.row.connections)
        writer.member("depth", result.row.depth)
        writer.member("customers", result.row.customers)
        writer.member("reference", result.reference.subject)
        writer.key("subjects")
        writer.beginArray()
        for entry in result.entries {
            writer.beginObject()
            writer.member("subject", entry.subject)
            member("medianRequestsPerSecond", entry.medianRequestsPerSecond, to: &writer)
            member("ratioOfMedians", result.ratioOfMedians(entry), to: &writer)
            member("medianOfRatios", result.medianOfRatios(entry), to: &writer)
            writer.member("isBoundByGenerator", entry.isBoundByGenerator)
            writer.key("rounds")
            writer.beginArray()
            for round in entry.rounds { write(round, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ round: Measurement, to writer: inout JSONWriter) {
        writer.beginObject()
        if let shape = round.shape { writer.member("shape", shape) }
        member("requestsPerSecond", round.requestsPerSecond, to: &writer)
        member("seconds", round.seconds, to: &writer)
        writer.member("accepted", Int(round.accepted))
        writer.member("refused", Int(round.refused))
        writer.member("failed", Int(round.failed))
        member("p50Microseconds", round.latency.p50Microseconds, to: &writer)
        member("p99Microseconds", round.latency.p99Microseconds, to: &writer)
        member("p999Microseconds", round.latency.p999Microseconds, to: &writer)
        member("maximumMicroseconds", round.latency.maximumMicroseconds, to: &writer)
        member("serverProcessorSeconds", round.serverProcessorSeconds, to: &writer)
        member("clientProcessorSeconds", round.client.total, to: &writer)
        member("otherProcessorSeconds", round.otherProcessorSeconds, to: &writer)
        writer.member("serverPeakBytes", round.serverPeakBytes)
        writer.endObject()
    }

    private static func write(_ scenario: ScenarioResult, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("workload", scenario.workload.rawValue)
        writer.member("durability", scenario.durability.rawValue)
        writer.member("subject", scenario.subject)
        writer.key("findings")
        writer.beginArray()
        for finding in scenario.findings {
            writer.beginObject()
            writer.member("label", finding.label)
            member("value", finding.value, to: &writer)
            writer.member("unit", finding.unit.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func member(_ name: StaticString, _ number: Double, to writer: inout JSONWriter) {
        writer.key(name)
        guard number.isFinite else { return writer.null() }
        var text = "\(number)"
        text.withUTF8 { writer.raw(UnsafeRawBufferPointer($0)) }
    }
}
