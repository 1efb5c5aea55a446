/// Judges one multi-byte UTF-8 sequence (RFC 3629, table 3-7 of the Unicode standard).
enum UTF8Check {
    enum Verdict {
        case valid(length: Int)
        case invalid
        /// The text ends within the sequence.
        case truncated
    }

    /// Judges the sequence that begins at `pointer` with a byte of 0x80 or more.
    ///
    /// Overlong forms, encoded surrogates and values above U+10FFFF are refused by narrowing the range of the
    /// second byte.
    static func verdict(_ pointer: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Verdict {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch pointer[0] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return .invalid
        }
        guard pointer + 1 < end else { return .truncated }
        guard second.contains(pointer[1]) else { return .invalid }
        for index in 2..<max(2, length) {
            guard pointer + index < end else { return .truncated }
            guard pointer[index] & 0xC0 == 0x80 else { return .invalid }
        }
        return .valid(length: length)
    }
}
