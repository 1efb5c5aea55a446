extension JSONParser {
    /// Parses a string, whose opening quote is at the cursor, and stands after its closing quote.
    ///
    /// - Returns: The token's payload bits: zero if the string means what is written, else the flag and the length
    ///   of the decoded content.
    @inline(__always)
    mutating func string() throws(JSONError) -> UInt32 {
        let start = cursor
        cursor += 1
        while true {
            try Self.skipPlain(&cursor, source, end)
            if cursor[0] == 0x22 {
                cursor += 1
                return 0
            }
            if cursor[0] == 0x5C { return try escapedString(from: start) }
            cursor = try Self.afterSequence(cursor, source, end)
        }
    }

    /// Moves past printable ASCII to a quote, a backslash or a byte above 0x7F.
    @inline(__always)
    static func skipPlain(_ cursor: inout Pointer, _ source: Pointer, _ end: Pointer) throws(JSONError) {
        while cursor + 8 <= end {
            let stops = WordScan.stringStops(WordScan.load(cursor))
            if stops != 0 {
                cursor += WordScan.first(stops)
                if cursor[0] < 0x20 { throw JSONError(.unexpectedByte, offset: cursor - source) }
                return
            }
            cursor += 8
        }
        while cursor < end {
            let byte = cursor[0]
            if byte == 0x22 || byte == 0x5C || byte >= 0x80 { return }
            if byte < 0x20 { throw JSONError(.unexpectedByte, offset: cursor - source) }
            cursor += 1
        }
        throw JSONError(.unexpectedEnd, offset: cursor - source)
    }

    /// The end of the multi-byte sequence at `cursor`, and of those that follow it directly.
    @inline(never)
    static func afterSequence(_ start: Pointer, _ source: Pointer, _ end: Pointer) throws(JSONError)
        -> Pointer
    {
        var cursor = start
        while cursor < end, cursor[0] >= 0x80 {
            switch UTF8Check.verdict(cursor, end: end) {
            case .valid(let length): cursor += length
            case .invalid: throw JSONError(.invalidUTF8, offset: cursor - source)
            case .truncated: throw JSONError(.unexpectedEnd, offset: end - source)
            }
        }
        guard cursor < end else { throw JSONError(.unexpectedEnd, offset: end - source) }
        return cursor
    }

    /// Goes over a string again, from its opening quote at `start`, because an escape was met.
    @inline(__always)
    mutating func escapedString(from start: Pointer) throws(JSONError) -> UInt32 {
        storage.pointee.reserveDecoded(end - source)
        let decoder = StringDecoder(
            source: source, end: end, target: storage.pointee.decoded + (start + 1 - source))
        let (after, length) = try decoder.decode(start + 1)
        cursor = after
        return UInt32(truncatingIfNeeded: length) << 4 | JSONToken.flag
    }
}
