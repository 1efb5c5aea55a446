/// Why a text is not a table, and the place at which that became certain.
///
/// The description names the fault and the place and never quotes the input, so it may go into a log or a reply.
package struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// There is no row at all, so no header either.
        case empty
        /// A quoted field does not end; the place is that of its opening quote.
        case unclosedQuote
        /// Something other than a delimiter or a line end follows a closing quote.
        case textAfterQuote
        /// A quote inside a field that does not begin with one.
        case quoteInPlainField
        /// A carriage return without a line feed, outside quotes.
        case carriageReturnAlone
        case nulByte
        case invalidUTF8
        case textTooLong(bytesMax: Int)
        case rowTooLong(bytesMax: Int)
        case fieldTooLong(bytesMax: Int)
        case tooManyFields(max: Int)
        case tooManyRows(max: Int)
        /// More fields in the whole text than ``CSVLimits/cellsMax``.
        case tooManyCells(max: Int)
    }

    package let code: Code
    /// The line of the text, from 1; line ends inside quotes count.
    package let line: Int
    /// The character of that line, from 1 (Unicode scalars).
    package let column: Int

    package init(_ code: Code, line: Int, column: Int = 1) {
        self.code = code
        self.line = line
        self.column = column
    }

    package var description: String { "line \(line), character \(column): \(code.words)" }
}

extension CSVError.Code {
    /// The code as words for people.
    package var words: String {
        switch self {
        case .empty: "the file is empty"
        case .unclosedQuote: "a quoted field does not end"
        case .textAfterQuote: "text after a closing quote"
        case .quoteInPlainField: "a quote inside a field without quotes around it"
        case .carriageReturnAlone: "a carriage return without a line feed"
        case .nulByte: "a NUL byte; this is not a text file in UTF-8"
        case .invalidUTF8: "not UTF-8; save the file with that encoding"
        case .textTooLong(let max): "the file has more than \(max) bytes"
        case .rowTooLong(let max): "the row has more than \(max) bytes"
        case .fieldTooLong(let max): "the field has more than \(max) bytes"
        case .tooManyFields(let max): "the row has more than \(max) fields"
        case .tooManyRows(let max): "the file has more than \(max) rows"
        case .tooManyCells(let max): "the file has more than \(max) fields"
        }
    }
}
