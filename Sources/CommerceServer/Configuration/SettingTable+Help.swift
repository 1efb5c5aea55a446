extension SettingTable {
    private static let column = 30
    private static let width = 100

    /// The lines of the help that tell of flags, variables and the file.
    package static var help: String {
        let flags = all.filter(\.isFlag).map { line("\($0.flag)\(placeholder($0))", text($0)) }
        let hidden = all.filter { !$0.isFlag }.compactMap { setting in
            setting.variable.map { line($0, setting.help) }
        }
        return
            (flags + [
                "",
                "Each is also a variable, --snapshot-interval is HOLDFAST_SNAPSHOT_INTERVAL, and a line of the file of",
                "--config, \"snapshot-interval = 300\". A flag goes before a variable, a variable before the file. Secrets",
                "are taken from the environment or from files of their own:", "",
            ] + hidden).joined(separator: "\n")
    }

    private static func placeholder(_ setting: Setting) -> String {
        switch setting.kind {
        case .truth, .secret: ""
        case .text(let placeholder), .integer(_, let placeholder): " \(placeholder)"
        case .address: " HOST:PORT"
        case .choice(let choices): " \(choices.joined(separator: "|"))"
        }
    }

    private static func text(_ setting: Setting) -> String {
        setting.help + (setting.fallback.map { " (default \($0))" } ?? "")
    }

    /// The name and, from a column on, the text, broken between words.
    private static func line(_ name: String, _ text: String) -> String {
        var lines = ["  \(name)"]
        let indent = String(repeating: " ", count: column)
        if lines[0].count >= column {
            lines.append(indent)
        } else {
            lines[0] += String(repeating: " ", count: column - lines[0].count)
        }
        var isFirst = true
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count + 1 > width {
                lines.append(indent)
                isFirst = true
            }
            lines[lines.count - 1] += isFirst ? "\(word)" : " \(word)"
            isFirst = false
        }
        return lines.joined(separator: "\n")
    }
}
