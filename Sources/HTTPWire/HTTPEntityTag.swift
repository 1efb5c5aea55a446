/// One entity tag (RFC 9110, section 8.8.3): `"opaque"`, or `W/"opaque"` for a weak one.
///
/// A view, valid as long as the bytes it was made of.
package struct HTTPEntityTag {
    /// What stands between the quotes.
    package let opaque: UnsafeRawBufferPointer
    package let isWeak: Bool

    /// How two tags are compared (RFC 9110, section 8.8.3.2).
    package enum Comparison: Sendable {
        /// Both strong and the same: for `If-Match`.
        case strong
        /// The same: for `If-None-Match`.
        case weak
    }

    package func matches(_ other: HTTPEntityTag, _ comparison: Comparison) -> Bool {
        if comparison == .strong, isWeak || other.isWeak { return false }
        return opaque.elementsEqual(other.opaque)
    }

    /// Reads a text that is one tag, such as what goes into an ETag field.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        guard let tag = Self.take(from: &rest), rest.isEmpty else { return nil }
        self = tag
    }

    private init(opaque: UnsafeRawBufferPointer, isWeak: Bool) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// Takes the tag that `rest` begins with.
    static func take(from rest: inout UnsafeRawBufferPointer) -> HTTPEntityTag? {
        let isWeak = rest.count >= 2 && rest[0] == 0x57 && rest[1] == Byte.slash
        let start = isWeak ? 2 : 0
        guard rest.count > start, rest[start] == Byte.quote else { return nil }
        guard let end = rest[(start + 1)...].firstIndex(of: Byte.quote) else { return nil }
        let opaque = rest.part(start + 1..<end)
        guard opaque.allSatisfy(isTagByte) else { return nil }
        rest = rest.part(end + 1..<rest.count)
        return HTTPEntityTag(opaque: opaque, isWeak: isWeak)
    }

    /// `etagc`: visible but for the quote, or of 0x80 and more.
    private static func isTagByte(_ byte: UInt8) -> Bool { byte > Byte.space && byte != 0x7F }
}
