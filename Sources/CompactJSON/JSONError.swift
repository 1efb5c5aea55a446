/// Why a text is not accepted, and the byte at which that became certain.
///
/// The description names the fault and the place and never quotes the input, so it may go into a log or a reply.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable, CaseIterable {
        /// A byte that cannot stand here; inside a string, a control character.
        case unexpectedByte
        /// The text ended too early.
        case unexpectedEnd
        /// A string holds bytes that are not UTF-8; the offset is that of the sequence's first byte.
        case invalidUTF8
        /// A backslash not followed by an escape of RFC 8259; the offset is the backslash's.
        case invalidEscape
        /// Half a surrogate pair; the offset is its backslash's.
        case loneSurrogate
        /// A number outside the grammar; the offset is that of the byte that breaks it.
        case invalidNumber
        /// An object names a key twice; the offset is the later key's quote.
        case duplicateKey
        /// More containers open than ``JSONLimits/depthMax``.
        case tooDeep
        /// More bytes than ``JSONLimits/bytesMax``; the offset is that limit.
        case tooLong
        /// More tokens than ``JSONLimits/tokensMax``.
        case tooManyValues
        /// Something other than white space after the value.
        case trailingBytes
    }

    package let code: Code
    package let offset: Int

    package init(_ code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }

    package var description: String { "\(code.words) at byte \(offset)" }
}

extension JSONError.Code {
    /// The code as words for people.
    package var words: String {
        switch self {
        case .unexpectedByte: "unexpected byte"
        case .unexpectedEnd: "unexpected end"
        case .invalidUTF8: "invalid UTF-8"
        case .invalidEscape: "invalid escape"
        case .loneSurrogate: "lone surrogate"
        case .invalidNumber: "invalid number"
        case .duplicateKey: "duplicate key"
        case .tooDeep: "nesting too deep"
        case .tooLong: "text too long"
        case .tooManyValues: "too many values"
        case .trailingBytes: "trailing bytes"
        }
    }
}
