/// The value of a Cookie field (RFC 6265, section 4.2.1): `name=value` pairs separated by `; `.
///
/// A view, valid as long as the bytes it was made of. Other programs of the same host put cookies here too, so only
/// the pair that is asked for has to be well formed, and to be alone.
package struct HTTPCookies {
    private let value: UnsafeRawBufferPointer

    package init(_ value: UnsafeRawBufferPointer) { self.value = value }

    /// The value of the one cookie with that name, without the quotes that may stand around it.
    ///
    /// - Throws: ``HTTPRefusal/malformedCookie`` if there are two, because a neighbour can add one and nothing says
    ///   whose is whose, or if its value holds what a cookie may not.
    /// - Complexity: O(bytes), without allocation.
    package func value(of name: StaticString) throws(HTTPRefusal) -> UnsafeRawBufferPointer? {
        var found: UnsafeRawBufferPointer?
        var start = 0
        while start < value.count {
            let end = value[start...].firstIndex(of: Byte.semicolon) ?? value.count
            let pair = value.part(start..<end).trimmed
            start = end + 1
            guard let nameEnd = pair.firstIndex(of: Byte.equals), pair.part(0..<nameEnd).equals(name) else {
                continue
            }
            guard found == nil else { throw .malformedCookie }
            found = try Self.unquoted(pair.part(nameEnd + 1..<pair.count))
        }
        return found
    }

    private static func unquoted(_ value: UnsafeRawBufferPointer) throws(HTTPRefusal)
        -> UnsafeRawBufferPointer
    {
        let isQuoted = value.count >= 2 && value.first == Byte.quote && value.last == Byte.quote
        let octets = isQuoted ? value.part(1..<value.count - 1) : value
        guard ASCIISet.cookieValue.containsAll(octets) else { throw .malformedCookie }
        return octets
    }
}
