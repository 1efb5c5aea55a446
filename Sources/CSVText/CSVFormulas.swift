/// What is done about fields that a spreadsheet would run as a formula.
///
/// Excel, LibreOffice and Google Sheets take a field that begins with `=`, `+`, `-`, `@`, TAB, CR or LF (some also
/// their full-width forms ＝ ＋ － ＠) for a formula, and a formula can send the rest of the sheet elsewhere. An
/// apostrophe before it makes it text.
///
/// The rule has to be undone exactly, so texts that already look guarded are guarded once more. With `core(text)` the
/// text without its leading apostrophes:
///
///     isGuarded(text) = core(text) begins with one of the above, and is no plain number
///     write(text)     = isGuarded(text) ? "'" + text : text
///     read(text)      = text begins with "'" and isGuarded(text) ? text without its first character : text
///
/// The apostrophe does not change the core, so `read(write(text)) == text` for every text. A plain number is a sign,
/// digits, and perhaps a point and digits (`-5`, `+4.20`): it stays a number in the spreadsheet.
///
/// A foreign file that was never guarded is read unchanged, save a field such as `'=1`, which is taken for a guarded
/// `=1` (and written as `'=1` again). It does not guard against a program that ignores quotes.
package enum CSVFormulas: Hashable, Sendable {
    /// An apostrophe is put before formulas when writing, and taken off when reading.
    case guarded
    /// Fields are read and written as they are: for programs that are no spreadsheets.
    case verbatim

    /// Whether `text` gets an apostrophe when written, or may lose one when read.
    ///
    /// - Complexity: O(1) for nearly all texts; O(length) for those that look like numbers or begin with apostrophes.
    package static func isGuarded(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.firstIndex(where: { $0 != UInt8(ascii: "'") }) else { return false }
            let core = bytes[start...]
            switch bytes[start] {
            case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
                UInt8(ascii: "\n"):
                return true
            case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isPlainNumber(core.dropFirst())
            case 0xEF: return fullWidth.contains { core.starts(with: $0) }
            default: return false
            }
        }
    }

    /// ＝ ＋ － ＠ in UTF-8.
    private static let fullWidth: [[UInt8]] = [
        [0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0],
    ]

    /// Digits, and perhaps a point and digits.
    private static func isPlainNumber(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        }
    }

    func reading(_ text: String) -> String {
        guard self == .guarded, text.utf8.first == UInt8(ascii: "'"), CSVFormulas.isGuarded(text) else {
            return text
        }
        return String(text.unicodeScalars.dropFirst())
    }

    func writing(_ text: String) -> String {
        self == .guarded && CSVFormulas.isGuarded(text) ? "'" + text : text
    }
}
