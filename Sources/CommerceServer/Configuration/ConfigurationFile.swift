/// The lines of a configuration file: `key = value`, one a line.
///
/// A `#` at the beginning of a line or after white space begins a comment. Values have no quotes and cannot hold
/// such a `#`; white space around keys and values does not count. Every line is one of these, every key is known and
/// stands once: anything else is refused with its line number, because a setting that is silently not used is worse.
package struct ConfigurationFile: Sendable {
    package static let bytesMax = 65_536

    /// A value and the line it stands in.
    struct Entry: Sendable {
        let value: String
        let line: Int
    }

    package let path: String
    private(set) var entries: [SettingName: Entry] = [:]

    /// - Throws: 78 and `PATH:LINE: …` for the first line that is not as it must be.
    package init(_ bytes: [UInt8], path: String) throws(ServerError) {
        self.path = path
        guard bytes.count <= ConfigurationFile.bytesMax else {
            throw ServerError(
                exitCode: ExitCode.configuration,
                "\(path) has more than \(ConfigurationFile.bytesMax) bytes")
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() { try read(line, number: index + 1) }
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, number: Int) throws(ServerError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw refusal(number, "is not UTF-8")
        }
        let line = ConfigurationFile.trimmed(ConfigurationFile.withoutComment(text))
        guard !line.isEmpty else { return }
        guard let equals = line.firstIndex(of: "=") else { throw refusal(number, "is not key = value") }
        let key = ConfigurationFile.trimmed(line[..<equals])
        let value = String(ConfigurationFile.trimmed(line[line.index(after: equals)...]))
        guard let name = SettingName(rawValue: String(key)) else {
            throw refusal(number, "unknown key \"\(key)\"")
        }
        let setting = SettingTable.setting(name)
        guard setting.isInFile else { throw refusal(number, "\(key) cannot be set in a file") }
        if let complaint = setting.complaint(about: value) { throw refusal(number, "\(key) \(complaint)") }
        if let earlier = entries.updateValue(Entry(value: value, line: number), forKey: name) {
            throw refusal(number, "\(key) is given twice, first in line \(earlier.line)")
        }
    }

    private func refusal(_ line: Int, _ reason: String) -> ServerError {
        ServerError(exitCode: ExitCode.configuration, "\(path):\(line): \(reason)")
    }

    /// Whether `value` is read back as it is when it stands behind a key.
    static func canHold(_ value: String) -> Bool { trimmed(withoutComment(value)) == value }

    private static func withoutComment(_ text: String) -> Substring {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#" && isSpace(previous) { return text[..<index] }
            previous = text[index]
        }
        return text[...]
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let rest = text.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return rest[...last]
    }

    private static func isSpace(_ character: Character) -> Bool {
        character == " " || character == "\t" || character == "\r"
    }
}
