/// One value or key of a parsed text: 16 bytes in the flat table that ``JSONDocument`` keeps.
///
/// A container's token stands before those of its content, and `stride` leads past all of them:
///
///     next sibling = token + stride        (1 for everything but containers)
///
/// `start..<end` are source offsets of the whole value, quotes included.
@usableFromInline
package struct JSONToken: BitwiseCopyable {
    @usableFromInline package var start: UInt32
    @usableFromInline package var end: UInt32
    @usableFromInline package var stride: UInt32
    /// Three bits of kind, one flag, 28 bits of payload.
    @usableFromInline package var bits: UInt32

    @inlinable package init(start: UInt32, end: UInt32, stride: UInt32, bits: UInt32) {
        self.start = start
        self.end = end
        self.stride = stride
        self.bits = bits
    }

    /// A string: its content was unescaped. A number: it has a fraction or an exponent.
    @inlinable package static var flag: UInt32 { 8 }

    @inlinable package var kind: JSONKind {
        // The table is filled by the parser only, with raw values of the enumeration.
        unsafeBitCast(UInt8(truncatingIfNeeded: bits & 7), to: JSONKind.self)
    }
    @inlinable package var isFlagged: Bool { bits & Self.flag != 0 }
    /// Members or elements of a container; decoded length of a flagged string.
    @inlinable package var payload: Int { Int(bits >> 4) }
}
