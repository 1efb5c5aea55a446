package import CommerceCore
import CompactJSON

/// What the server tells those who run it: lines of JSON on standard error.
///
/// A flood does not fill the disk: of one event ``burst`` lines are written at once and one a second from then on.
/// The next line that is written says with `suppressed` how many of its event were left out; ``tick()``
/// says it when no line follows. Nobody is waited for: a line that standard error does not take now is lost, and the next
/// that it does take says how many were.
///
/// Belongs to one thread. Event names are constants, so there are few.
package final class Log {
    package static let burst: Int64 = 10

    /// Takes a line with its newline; answers whether it could.
    package typealias Sink = (UnsafeRawBufferPointer) -> Bool

    private struct Flow {
        let event: StaticString
        let level: LogLevel
        var suppressed: UInt64 = 0
    }

    package var level: LogLevel
    private let now: () -> Timestamp
    private let sink: Sink
    private var limiter = RateLimiter<String>(Rate(1, perSeconds: 1, burst: Log.burst), keysMax: 1_024)
    private var flows: [String: Flow] = [:]
    private var writer = JSONWriter(capacityBytes: LogLine.bytesMax)
    private var lost: UInt64 = 0

    /// - Parameter now: The time that lines bear, and that the limits go by.
    package init(
        level: LogLevel = .info, now: @escaping () -> Timestamp, sink: @escaping Sink = Log.standardError
    ) {
        self.level = level
        self.now = now
        self.sink = sink
    }

    package func debug(
        _ event: StaticString, _ message: String? = nil, requestID: String? = nil, _ fields: LogFields = [:]
    ) { write(.debug, event, message, requestID, fields) }

    package func info(
        _ event: StaticString, _ message: String? = nil, requestID: String? = nil, _ fields: LogFields = [:]
    ) { write(.info, event, message, requestID, fields) }

    package func warning(
        _ event: StaticString, _ message: String? = nil, requestID: String? = nil, _ fields: LogFields = [:]
    ) { write(.warning, event, message, requestID, fields) }

    package func error(
        _ event: StaticString, _ message: String? = nil, requestID: String? = nil, _ fields: LogFields = [:]
    ) { write(.error, event, message, requestID, fields) }

    /// Tells of lines that were left out and after which nothing came. Call it now and then, and at the end.
    package func tick() {
        for (name, flow) in flows where flow.suppressed > 0 {
            let time = now()
            guard isAllowed(name, time) else { continue }
            emit(
                LogLine(
                    time: time, level: flow.level, event: flow.event, message: nil, requestID: nil,
                    fields: [:],
                    suppressed: flow.suppressed), name)
        }
    }

    private func write(
        _ level: LogLevel, _ event: StaticString, _ message: String?, _ requestID: String?,
        _ fields: LogFields
    ) {
        guard level >= self.level else { return }
        let (name, time) = (event.description, now())
        var flow = flows[name] ?? Flow(event: event, level: level)
        guard isAllowed(name, time) else {
            flow.suppressed += 1
            flows[name] = flow
            return
        }
        emit(
            LogLine(
                time: time, level: level, event: event, message: message, requestID: requestID,
                fields: fields, suppressed: flow.suppressed), name)
    }

    private func isAllowed(_ name: String, _ time: Timestamp) -> Bool {
        limiter.take(name, atNanoseconds: time.milliseconds * 1_000_000) == .allowed
    }

    private func emit(_ line: LogLine, _ name: String) {
        var line = line
        line.lost = lost
        writer.removeAll()
        line.write(into: &writer)
        if sink(writer.bytes) {
            lost = 0
        } else {
            lost += 1 + line.suppressed
        }
        flows[name]?.suppressed = 0
    }
}
