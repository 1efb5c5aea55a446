import CompactJSON
import Glibc

/// The table for people and the object for programs.
struct Report {
    let rows: [Row]
    let roundCount: Int
    let requestCount: Int
    let isPinned: Bool

    var text: String {
        var text = "Medians of \(roundCount) interleaved rounds of \(requestCount) requests"
        text += isPinned ? ", on one processor unless told\n" : ", not pinned to a processor\n"
        for workload in Workload.allCases {
            let mine = rows.filter { $0.workload == workload }
            let decided = mine.first { $0.candidate == .pinnedOwned }?.processorNanoseconds ?? 1
            text += "\n" + Report.padded(workload.rawValue, 58)
            text += Report.columns(["ns", "CPU ns", "requests/s", "CPU ratio"]) + "  one step\n"
            for row in mine {
                text += Report.padded(row.candidate.title, 58)
                text += Report.columns([
                    Report.rounded(row.wallNanoseconds), Report.rounded(row.processorNanoseconds),
                    Report.rounded(1_000_000_000 / row.wallNanoseconds),
                    Report.ratio(row.processorNanoseconds / decided),
                ])
                text += row.candidate.isOneStep ? "  yes\n" : "  no\n"
            }
        }
        return text
    }

    var json: String {
        var writer = JSONWriter(capacityBytes: 1 << 14)
        writer.beginObject()
        writer.member("rounds", roundCount)
        writer.member("requests", requestCount)
        writer.member("isPinned", isPinned)
        writer.key("rows")
        writer.beginArray()
        for row in rows {
            writer.beginObject()
            writer.member("workload", row.workload.rawValue)
            writer.member("candidate", row.candidate.rawValue)
            writer.member("processors", row.candidate.processorCount)
            writer.member("isOneStep", row.candidate.isOneStep)
            Report.write("wallPicoseconds", row.samples.map(\.wallNanoseconds), to: &writer)
            Report.write("processorPicoseconds", row.samples.map(\.processorNanoseconds), to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func write(_ key: StaticString, _ nanoseconds: [Double], to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for value in nanoseconds { writer.value(Int64((value * 1_000).rounded())) }
        writer.endArray()
    }

    private static func columns(_ texts: [String]) -> String {
        texts.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func rounded(_ value: Double) -> String { "\(Int(value.rounded()))" }

    private static func ratio(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
