extension JSONParser {
    @inline(__always)
    func offset(_ pointer: Pointer) -> UInt32 { UInt32(truncatingIfNeeded: pointer - source) }

    /// An error at the cursor.
    @inline(never)
    func failure(_ code: JSONError.Code) -> JSONError { JSONError(code, offset: cursor - source) }

    /// Appends the token of what stands between `start` and the cursor.
    @inline(__always)
    mutating func append(_ kind: JSONKind, from start: Pointer, payloadBits: UInt32) throws(JSONError) {
        if tokenCount == tokenCapacity { growTokens() }
        guard tokenCount < tokensMax else { throw JSONError(.tooManyValues, offset: start - source) }
        tokens[tokenCount] = JSONToken(
            start: offset(start), end: offset(cursor), stride: 1, bits: UInt32(kind.rawValue) | payloadBits)
        tokenCount &+= 1
    }

    @inline(__always)
    mutating func growTokens() {
        (tokens, tokenCapacity) = Self.grownTokens(storage)
    }

    @inline(never)
    static func grownTokens(
        _ storage: UnsafeMutablePointer<JSONStorage>
    ) -> (UnsafeMutablePointer<JSONToken>, Int) {
        storage.pointee.growTokens()
        return (storage.pointee.tokens, storage.pointee.tokenCapacity)
    }

    /// Moves to the next byte that is not white space.
    ///
    /// - Throws: ``JSONError/Code/unexpectedEnd`` if there is none, so that the caller may read the byte.
    @inline(__always)
    mutating func skipWhiteSpace() throws(JSONError) {
        // Compact texts have none: one comparison.
        if cursor < end, cursor[0] > 0x20 { return }
        cursor = Self.afterWhiteSpace(cursor, end)
        guard cursor < end else { throw failure(.unexpectedEnd) }
    }

    @inline(never)
    static func afterWhiteSpace(_ start: Pointer, _ end: Pointer) -> Pointer {
        var cursor = start
        while cursor < end {
            switch cursor[0] {
            case 0x20, 0x09, 0x0A, 0x0D: cursor += 1
            default: return cursor
            }
        }
        return cursor
    }

    /// After the value nothing but white space may come.
    @inline(__always)
    mutating func finish() throws(JSONError) {
        if cursor < end {
            cursor = Self.afterWhiteSpace(cursor, end)
            guard cursor == end else { throw failure(.trailingBytes) }
        }
    }

    /// Parses `true`, `false` or `null`, whose first letter is at the cursor.
    ///
    /// - Parameter word: The last four bytes of the literal, first in memory lowest.
    @inline(__always)
    mutating func literal(_ word: UInt32, length: Int, _ kind: JSONKind) throws(JSONError) {
        let start = cursor
        guard start + length <= end,
            UnsafeRawPointer(start + (length - 4)).loadUnaligned(as: UInt32.self)
                == UInt32(littleEndian: word)
        else { throw Self.literalFailure(kind, source, start, end) }
        cursor += length
        try append(kind, from: start, payloadBits: 0)
        count &+= 1
    }

    /// Finds where a literal goes wrong.
    @inline(never)
    static func literalFailure(_ kind: JSONKind, _ source: Pointer, _ start: Pointer, _ end: Pointer)
        -> JSONError
    {
        let name: StaticString = kind == .true ? "true" : kind == .false ? "false" : "null"
        var index = 0
        while index < name.utf8CodeUnitCount, start + index < end, start[index] == name.utf8Start[index] {
            index += 1
        }
        return JSONError(
            start + index == end ? .unexpectedEnd : .unexpectedByte, offset: start - source + index)
    }
}
