import CommerceCore
import CommerceWire
import CompactJSON

/// One line of the log, as JSON.
///
///     {"time":"2026-03-01T12:00:00.000Z","level":"warning","event":"snapshot.failed","message":"…","requestId":"…",…}
///
/// It is one line whatever the values are: JSON escapes what ends a line, and what could act on a terminal or turn
/// the direction of writing is replaced. With its newline it has at most ``bytesMax`` bytes, which a
/// pipe takes whole or not at all: values are cut at ``valueBytesMax``, and fields that do not fit are left out, which
/// `"cut":true` says.
struct LogLine {
    /// `PIPE_BUF` of Linux.
    static let bytesMax = 4_096
    static let valueBytesMax = 512
    /// Room for what may follow the fields: `,"cut":true`, `,"suppressed":N`, `,"lost":N`, the brace, the newline.
    private static let tailBytes = 96
    private static let ownNames: Set<String> = [
        "time", "level", "event", "message", "requestId", "cut", "suppressed", "lost",
    ]

    let time: Timestamp
    let level: LogLevel
    let event: StaticString
    let message: String?
    let requestID: String?
    let fields: LogFields
    /// Lines of this event that were left out since the last one.
    var suppressed: UInt64 = 0
    /// Lines that nobody took since the last one that somebody did.
    var lost: UInt64 = 0

    /// Appends the line with its newline.
    func write(into writer: inout JSONWriter) {
        let start = writer.count
        writer.beginObject()
        writer.key("time")
        writer.value(time)
        writer.member("level", level.name.description)
        writer.member("event", event.description)
        if let message { writer.member("message", LogLine.harmless(message)) }
        if let requestID { writer.member("requestId", LogLine.harmless(requestID)) }
        var isCut = false
        for (name, value) in fields {
            assert(!LogLine.ownNames.contains(name.description), "field \(name)")
            let before = writer.count
            LogLine.write(name, value, into: &writer)
            guard writer.count - start > LogLine.bytesMax - LogLine.tailBytes else { continue }
            writer.truncate(to: before)
            isCut = true
        }
        if isCut { writer.member("cut", true) }
        if suppressed > 0 { writer.member("suppressed", Int64(clamping: suppressed)) }
        if lost > 0 { writer.member("lost", Int64(clamping: lost)) }
        writer.endObject()
        writer.append(byte: UInt8(ascii: "\n"))
    }

    private static func write(_ name: StaticString, _ value: LogValue, into writer: inout JSONWriter) {
        switch value {
        case .text(let text): writer.member(name, harmless(text))
        case .number(let number): writer.member(name, number)
        case .truth(let truth): writer.member(name, truth)
        case .secret: writer.member(name, "***")
        }
    }

    /// At most ``valueBytesMax`` bytes of `text`, without what could act on a terminal. Escaped it has at most twice as many.
    static func harmless(_ text: String) -> String {
        let isPlain = text.utf8.count <= valueBytesMax && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain { return text }
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            let kept: Unicode.Scalar = isHarmful(scalar) ? "\u{FFFD}" : scalar
            count += UTF8.width(kept)
            guard count <= valueBytesMax - 3 else { return result + "…" }
            result.unicodeScalars.append(kept)
        }
        return result
    }

    /// Control characters but for tab and line ends, which are escaped, and those that turn the direction of writing.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
