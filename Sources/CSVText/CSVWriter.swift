/// Writes rows (RFC 4180): fields between delimiters, quoted only where they have to be, lines ended by CRLF.
///
/// What it writes, ``CSVReader`` reads back exactly, whatever the texts hold (but for NUL, which a reader refuses), as
/// long as both treat formulas alike. It does not judge how many fields a row has.
package struct CSVWriter {
    package private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8
    private let formulas: CSVFormulas

    /// - Parameter hasByteOrderMark: Excel takes a file without one for the system's old code page.
    package init(
        delimiter: UInt8 = UInt8(ascii: ","), formulas: CSVFormulas = .guarded,
        hasByteOrderMark: Bool = false
    ) {
        self.delimiter = delimiter
        self.formulas = formulas
        if hasByteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
    }

    /// - Complexity: O(length of the fields).
    package mutating func write(_ fields: [String]) {
        precondition(!fields.isEmpty, "a row without fields")
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            append(formulas.writing(field), isAlone: fields.count == 1)
        }
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Hands out what was written since the last time, so that a long table can leave in pieces.
    package mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }

    private mutating func append(_ text: String, isAlone: Bool) {
        guard needsQuotes(text, isAlone: isAlone) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Spaces at the ends are quoted since some readers drop them, a byte order mark since every reader drops it, and
    /// an empty field that is alone since its line would be blank.
    private func needsQuotes(_ text: String, isAlone: Bool) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return isAlone }
        if first <= UInt8(ascii: " ") || last <= UInt8(ascii: " ")
            || text.utf8.starts(with: [0xEF, 0xBB, 0xBF])
        {
            return true
        }
        return text.utf8.contains { byte in
            byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
    }
}
