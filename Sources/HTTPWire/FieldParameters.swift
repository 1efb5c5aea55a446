/// The parameters of a field value (RFC 9110, section 5.6.6): `; name=token` or `; name="quoted"`, one after the other.
///
/// Within quotes a backslash takes the next byte as it is. Names come out as they were sent.
struct FieldParameters {
    private var rest: UnsafeRawBufferPointer

    /// - Parameter rest: What stands behind the first part of the value.
    init(_ rest: UnsafeRawBufferPointer) { self.rest = rest }

    /// - Returns: `nil` at the end.
    /// - Throws: `malformed` for anything else than a parameter.
    mutating func next(
        else malformed: HTTPRefusal
    ) throws(HTTPRefusal) -> (name: UnsafeRawBufferPointer, value: [UInt8])? {
        skipBlanks()
        guard !rest.isEmpty else { return nil }
        guard rest[0] == Byte.semicolon else { throw malformed }
        drop(1)
        skipBlanks()
        let name = takeToken()
        guard !name.isEmpty, rest.first == Byte.equals else { throw malformed }
        drop(1)
        if rest.first == Byte.quote {
            guard let value = takeQuoted() else { throw malformed }
            return (name, value)
        }
        let value = takeToken()
        guard !value.isEmpty else { throw malformed }
        return (name, Array(value))
    }

    private mutating func takeToken() -> UnsafeRawBufferPointer {
        let end = rest.firstIndex { !ASCIISet.token.contains($0) } ?? rest.count
        defer { drop(end) }
        return rest.part(0..<end)
    }

    /// - Returns: `nil` without a closing quote.
    private mutating func takeQuoted() -> [UInt8]? {
        var value: [UInt8] = []
        var index = 1
        while index < rest.count, rest[index] != Byte.quote {
            if rest[index] == Byte.backslash { index += 1 }
            guard index < rest.count else { return nil }
            value.append(rest[index])
            index += 1
        }
        guard index < rest.count else { return nil }
        drop(index + 1)
        return value
    }

    private mutating func skipBlanks() { drop(rest.firstIndex { !Byte.isBlank($0) } ?? rest.count) }

    private mutating func drop(_ count: Int) { rest = rest.part(count..<rest.count) }
}
