import CommerceCore
import CompactJSON
import HTTPWire

/// A line for every response by HTTP, for those who want one. Off unless asked for.
///
/// As in ``Log`` nobody is waited for: what is not taken at once is lost, and the next line says how much. Queries are
/// left out, because they may hold what a log should not.
final class AccessLog {
    private let sink: Log.Sink
    private var writer = JSONWriter(capacityBytes: LogLine.bytesMax)
    private var lost: UInt64 = 0

    init(sink: @escaping Log.Sink = Log.standardError) { self.sink = sink }

    func wrote(
        _ status: HTTPStatus, to method: StaticString, _ path: String, byteCount: Int, requestID: String?,
        at time: Timestamp
    ) {
        var line = LogLine(
            time: time, level: .info, event: "http.response", message: nil, requestID: requestID,
            fields: [
                "http.method": .text(method.description), "http.path": .text(path),
                "http.status": .number(Int64(status.code)), "http.bytes": .number(Int64(byteCount)),
            ])
        line.lost = lost
        writer.removeAll()
        line.write(into: &writer)
        lost = sink(writer.bytes) ? 0 : lost + 1
    }
}
