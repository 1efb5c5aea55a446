/// A bar chart of the rates, one group of bars a row, with each rival's ratio; a picture for a README.
///
/// Plain SVG without script, style sheet or font file; the widths are measured roughly, by counting characters.
struct SVGChart {
    private static let colours: [String: String] = [
        "holdfast": "#0b6e4f", "redis": "#c8553d", "redis-lean": "#e3a18f", "postgres": "#33658a",
        "responder": "#b8b8b8",
    ]
    private static let width = 960
    private static let labelWidth = 230
    private static let valueWidth = 210
    private static let barHeight = 20
    private static let groupGap = 22
    private static let top = 96

    let text: String

    init(_ report: Report) {
        var body = ""
        var y = Self.top
        for result in report.rows {
            body += Self.group(result, y: y)
            // Room for the two lines of the label at least.
            y += max(2, result.entries.count) * Self.barHeight + Self.groupGap
        }
        let height = y + 24
        text =
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(Self.width) \#(height)" width="\#(Self.width)" "#
            + #"height="\#(height)" font-family="system-ui, 'Helvetica Neue', Arial, sans-serif" font-size="13">"#
            + "\n"
            + #"<rect width="100%" height="100%" fill="white"/>"# + "\n" + Self.head(report) + body
            + Self.line(
                x: 24, y: height - 14, "Medians of all rounds; each row has its own scale.", fill: "#666666",
                size: 11)
            + "</svg>\n"
    }

    private static func head(_ report: Report) -> String {
        let reference = report.rows.first?.reference.subject ?? ""
        var head = line(x: 24, y: 34, "Requests per second", fill: "#1a1a1a", size: 20, weight: "600")
        head += line(
            x: 24, y: 54, report.machine.processorName + ", one core for each server", fill: "#666666",
            size: 12)
        head += line(
            x: 24, y: 71, "× = \(reference) is so many times as fast, median within rounds", fill: "#666666",
            size: 12)
        var x = 480
        for name in legend(report) {
            head += rectangle(x: x, y: 24, width: 12, height: 12, fill: colour(name))
            head += line(x: x + 17, y: 34, name, fill: "#333333", size: 12)
            x += 30 + name.count * 7
        }
        return head
    }

    private static func group(_ result: RowResult, y: Int) -> String {
        let room = width - labelWidth - valueWidth
        let most = max(1, result.entries.map(\.medianRequestsPerSecond).max() ?? 1)
        var text = line(
            x: 24, y: y + 14, result.row.workload.rawValue, fill: "#1a1a1a", size: 14, weight: "600")
        let shape =
            "\(result.row.connections)×\(result.row.depth), durability \(result.row.durability.rawValue)"
        text += line(x: 24, y: y + 32, shape, fill: "#666666", size: 12)
        for (index, entry) in result.entries.enumerated() {
            let barY = y + index * barHeight
            let length = max(1, Int(entry.medianRequestsPerSecond / most * Double(room)))
            text += rectangle(
                x: labelWidth, y: barY, width: length, height: barHeight - 4, fill: colour(entry.subject))
            let ratio = index == 0 ? "" : " · \(Figures.fixed(result.medianOfRatios(entry), decimals: 2))×"
            let p99 = Figures.duration(microseconds: entry.medianLatency(\.p99Microseconds))
            let label = "\(Figures.short(entry.medianRequestsPerSecond)), p99 \(p99)\(ratio)"
            text += line(x: labelWidth + length + 8, y: barY + 13, label, fill: "#333333", size: 12)
        }
        return text
    }

    private static func legend(_ report: Report) -> [String] {
        var names: [String] = []
        for entry in report.rows.flatMap(\.entries) where !names.contains(entry.subject) {
            names.append(entry.subject)
        }
        return names
    }

    private static func colour(_ subject: String) -> String { colours[subject] ?? "#888888" }

    private static func rectangle(x: Int, y: Int, width: Int, height: Int, fill: String) -> String {
        #"<rect x="\#(x)" y="\#(y)" width="\#(width)" height="\#(height)" rx="2" fill="\#(fill)"/>"# + "\n"
    }

    private static func line(
        x: Int, y: Int, _ text: String, fill: String, size: Int, weight: String = "400"
    ) -> String {
        let escaped = text.map { character in
            switch character {
            case "<": "&lt;"
            case "&": "&amp;"
            default: String(character)
            }
        }.joined()
        return
            #"<text x="\#(x)" y="\#(y)" fill="\#(fill)" font-size="\#(size)" font-weight="\#(weight)">\#(escaped)</text>"#
            + "\n"
    }
}
