/// One row of a table: its fields as texts, and the line of the file on which it begins, from 1.
package struct CSVRow: Hashable, Sendable {
    package let line: Int
    package var fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }

    /// Whether every field is empty, as in the rows that spreadsheets leave at the end.
    package var isBlank: Bool { fields.allSatisfy(\.isEmpty) }
}

/// Reads rows strictly (RFC 4180, in UTF-8) and within limits; the first fault ends the reading, because after a quote
/// that does not add up no later row can be trusted.
///
/// Lines end with CRLF or LF, a byte order mark is passed over, blank lines are no rows (a row of one empty field is
/// written `""`), quoted fields keep their line ends as they are. Beyond the RFC any characters but NUL may stand in
/// a field. It does not judge how many fields a row has, nor what they mean.
package struct CSVReader {
    private let bytes: UnsafeRawBufferPointer
    private let limits: CSVLimits
    private let formulas: CSVFormulas
    private var scanner: CSVScanner
    private var fields: [CSVField] = []
    private var rowCount = 0
    private var cellCount = 0

    /// - Parameter bytes: Must outlive the reader.
    package init(
        _ bytes: UnsafeRawBufferPointer, delimiter: UInt8 = UInt8(ascii: ","),
        limits: CSVLimits = CSVLimits(), formulas: CSVFormulas = .guarded
    ) {
        self.bytes = bytes
        self.limits = limits
        self.formulas = formulas
        scanner = CSVScanner(bytes, delimiter: delimiter)
    }

    /// Reads the next row.
    ///
    /// - Returns: `nil` at the end. Not to be called again after it threw.
    /// - Throws: ``CSVError``: the whole text's length before the row's quotes, the row's size before its fields', and
    ///   of the fields the first that is at fault.
    /// - Complexity: O(length of the row).
    package mutating func next() throws(CSVError) -> CSVRow? {
        guard bytes.count <= limits.bytesMax else {
            throw CSVError(.textTooLong(bytesMax: limits.bytesMax), line: 1)
        }
        guard let record = scanner.next(into: &fields) else { return nil }
        if case .malformed(let fault) = record {
            throw error(fault.code == .unclosedQuote ? .unclosedQuote : .textAfterQuote, at: fault.offset)
        }
        try judgeSize()
        var texts: [String] = []
        texts.reserveCapacity(fields.count)
        for field in fields { texts.append(try text(of: field)) }
        return CSVRow(line: scanner.recordLine, fields: texts)
    }

    private mutating func judgeSize() throws(CSVError) {
        rowCount += 1
        cellCount += fields.count
        let start = scanner.recordOffset
        if rowCount > limits.rowsMax { throw error(.tooManyRows(max: limits.rowsMax), at: start) }
        if scanner.offset - start > limits.rowBytesMax {
            throw error(.rowTooLong(bytesMax: limits.rowBytesMax), at: start)
        }
        if fields.count > limits.fieldsMax { throw error(.tooManyFields(max: limits.fieldsMax), at: start) }
        if cellCount > limits.cellsMax { throw error(.tooManyCells(max: limits.cellsMax), at: start) }
    }

    private func text(of field: CSVField) throws(CSVError) -> String {
        if field.bytes.count > limits.fieldBytesMax {
            throw error(.fieldTooLong(bytesMax: limits.fieldBytesMax), in: field, at: 0)
        }
        if field.isEmpty { return "" }
        var union: UInt8 = 0
        for (index, byte) in field.bytes.enumerated() {
            union |= byte
            if byte > UInt8(ascii: "\"") { continue }
            if byte == 0 { throw error(.nulByte, in: field, at: index) }
            if field.isQuoted { continue }
            if byte == UInt8(ascii: "\"") { throw error(.quoteInPlainField, in: field, at: index) }
            if byte == UInt8(ascii: "\r") { throw error(.carriageReturnAlone, in: field, at: index) }
        }
        // Most fields are ASCII, which needs no second look.
        guard let text = union < 0x80 ? field.text : field.validText else {
            throw error(.invalidUTF8, in: field, at: 0)
        }
        return formulas.reading(text)
    }

    private func error(_ code: CSVError.Code, in field: CSVField, at index: Int) -> CSVError {
        guard let base = bytes.baseAddress, let start = field.bytes.baseAddress else {
            return error(code, at: scanner.recordOffset)
        }
        return error(code, at: start - base + index)
    }

    /// The error with the line and the character of a byte of the row last read.
    private func error(_ code: CSVError.Code, at offset: Int) -> CSVError {
        var line = scanner.recordLine
        var column = 1
        for byte in bytes[min(scanner.recordOffset, offset)..<offset] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return CSVError(code, line: line, column: column)
    }
}
