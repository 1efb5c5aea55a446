extension JSONParser {
    /// Parses a number, whose first byte (`-` or a digit) is at the cursor, by the grammar of RFC 8259, section 6.
    ///
    /// - Returns: True if it has neither fraction nor exponent.
    @inline(__always)
    mutating func number() throws(JSONError) -> Bool {
        if cursor[0] == 0x2D { cursor += 1 }
        if cursor < end, cursor[0] == 0x30 {
            cursor += 1
            if cursor < end, Self.isDigit(cursor[0]) { throw failure(.invalidNumber) }
        } else {
            try digits()
        }
        guard cursor < end else { return true }
        // '.' or 'e' or 'E'
        if cursor[0] != 0x2E, cursor[0] | 0x20 != 0x65 { return true }
        try fractionAndExponent()
        return false
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Moves past one or more digits.
    @inline(__always)
    mutating func digits() throws(JSONError) {
        let start = cursor
        while cursor < end, Self.isDigit(cursor[0]) { cursor += 1 }
        guard cursor > start else { throw failure(cursor < end ? .invalidNumber : .unexpectedEnd) }
    }

    @inline(__always)
    mutating func fractionAndExponent() throws(JSONError) {
        if cursor[0] == 0x2E {
            cursor += 1
            try digits()
        }
        if cursor < end, cursor[0] | 0x20 == 0x65 {
            cursor += 1
            if cursor < end, cursor[0] == 0x2B || cursor[0] == 0x2D { cursor += 1 }
            try digits()
        }
    }
}
