/// Reads comma-separated records (RFC 4180) from bytes in memory: quoted fields may hold commas, line ends and
/// doubled quotes; lines end with `\n` or `\r\n`; blank lines are no records.
///
/// A quote inside an unquoted field stands for itself. A record whose quotes do not add up costs one line: reading
/// goes on after it, so one bad row never swallows the rest. Field counts are the caller's to judge.
///
/// This is the forgiving, allocation-free layer for files that are not ours to refuse; ``CSVReader`` is the strict
/// one on top of it.
package struct CSVScanner {
    package enum Record: Hashable, Sendable {
        case fields
        case malformed(CSVFault)
    }

    private let bytes: UnsafeRawBufferPointer
    private let delimiter: UInt8
    private var position = 0
    private var line = 1
    /// Set when a record is malformed since something follows a closing quote; what that is, is at ``position``.
    private var isAfterQuote = false
    /// The line on which the record last read begins, from 1.
    package private(set) var recordLine = 0
    /// The byte at which the record last read begins.
    package private(set) var recordOffset = 0

    /// - Parameter bytes: Must outlive the reader and every field it hands out.
    package init(_ bytes: UnsafeRawBufferPointer, delimiter: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.delimiter = delimiter
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// How many bytes were read.
    package var offset: Int { position }

    /// Reads the next record into `fields`, which is emptied first.
    ///
    /// - Returns: `nil` at the end.
    /// - Complexity: O(length of the record), without allocation once `fields` has room.
    package mutating func next(into fields: inout [CSVField]) -> Record? {
        skipBlankLines()
        fields.removeAll(keepingCapacity: true)
        guard position < bytes.count else { return nil }
        recordOffset = position
        recordLine = line
        isAfterQuote = false
        while true {
            let start = position
            guard let field = readField() else {
                // A quoted field that ends nowhere was read to the end of the text.
                let isUnclosed = !isAfterQuote
                let fault = CSVFault(
                    isUnclosed ? .unclosedQuote : .textAfterQuote, offset: isUnclosed ? start : position)
                passLine(from: recordOffset)
                return .malformed(fault)
            }
            fields.append(field)
            guard position < bytes.count else { return .fields }
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\n") {
                line += 1
                return .fields
            }
        }
    }

    private mutating func skipBlankLines() {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") {
                position += 1
            } else if bytes[position] == UInt8(ascii: "\r"), isLineEnd(position + 1) {
                position = min(position + 2, bytes.count)
            } else {
                return
            }
            line += 1
        }
    }

    /// Reads up to the comma or line end after a field, which is left standing.
    ///
    /// - Returns: `nil` if a quoted field does not end, or goes on after its quote.
    @inline(__always)
    private mutating func readField() -> CSVField? {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return readQuotedField() }
        let start = position
        var end = endOfPlainField(from: start)
        position = end
        if end > start, bytes[end - 1] == UInt8(ascii: "\r"), isLineEnd(end) { end -= 1 }
        return field(start..<end, isQuoted: false, hasDoubledQuotes: false)
    }

    /// The first delimiter or line feed at or after `start`, or the end of the text.
    ///
    /// Looks at eight bytes at once: `word ^ pattern` has a zero byte where the byte is the wanted one, and
    /// `(x - 0x01…) & ~x & 0x80…` has its lowest bit set in the first zero byte of `x` (Mycroft).
    @inline(__always)
    private func endOfPlainField(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (delimiters, lineFeeds) = (ones &* UInt64(delimiter), ones &* UInt64(UInt8(ascii: "\n")))
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let (first, second) = (word ^ delimiters, word ^ lineFeeds)
            let zeros = ((first &- ones) & ~first | (second &- ones) & ~second) & (ones &* 0x80)
            if zeros != 0 { return index + zeros.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != UInt8(ascii: "\n") {
            index += 1
        }
        return index
    }

    private mutating func readQuotedField() -> CSVField? {
        let start = position + 1
        var hasDoubledQuotes = false
        position = start
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else { continue }
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                hasDoubledQuotes = true
                position += 1
                continue
            }
            let end = position - 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "\r"), isLineEnd(position + 1) {
                position += 1
            }
            guard isLineEnd(position) || bytes[position] == delimiter else {
                isAfterQuote = true
                return nil
            }
            return field(start..<end, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
        }
        return nil
    }

    private func isLineEnd(_ index: Int) -> Bool {
        index >= bytes.count || bytes[index] == UInt8(ascii: "\n")
    }

    private func field(_ range: Range<Int>, isQuoted: Bool, hasDoubledQuotes: Bool) -> CSVField {
        CSVField(
            bytes: UnsafeRawBufferPointer(rebasing: bytes[range]), isQuoted: isQuoted,
            hasDoubledQuotes: hasDoubledQuotes)
    }

    /// Goes to the line after the one that `start` is on.
    private mutating func passLine(from start: Int) {
        line = recordLine + 1
        position = start
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        position = min(position + 1, bytes.count)
    }
}

/// Quotes that do not add up, and the byte at which that shows: the opening quote, or what follows the closing one.
package struct CSVFault: Hashable, Sendable {
    package enum Code: Hashable, Sendable { case unclosedQuote, textAfterQuote }

    package let code: Code
    package let offset: Int

    package init(_ code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }
}
