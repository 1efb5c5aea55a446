/// What a ``ByteReader`` found wrong, and where.
@usableFromInline
package struct ByteReaderError: Error, Hashable, CustomStringConvertible {
    @usableFromInline
    package enum Reason: Hashable, Sendable { case tooShort, overlongInteger, invalidText }
    package let reason: Reason
    /// From the start of the bytes given to the reader.
    package let offset: Int

    @usableFromInline
    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    @usableFromInline
    package var description: String { "\(reason) at byte \(offset)" }
}

/// Reads what a ``ByteWriter`` put, in the same order, checking every bound.
///
///     0 <= offset <= count
///
/// Bytes come from a disk, so nothing in them is believed: any content either reads or throws, and none
/// traps. A failed read leaves the reader where it was. The reader does not own the bytes: they must
/// outlive it, and what it returns as buffers points into them.
@usableFromInline
package struct ByteReader {
    @usableFromInline let base: UnsafeRawBufferPointer
    @usableFromInline var position: Int

    @inlinable
    package init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes
        position = 0
    }

    @inlinable package var offset: Int { position }
    @inlinable package var remaining: Int { base.count &- position }
    @inlinable package var isAtEnd: Bool { position == base.count }

    @inlinable
    package mutating func byte() throws(ByteReaderError) -> UInt8 {
        guard remaining >= 1 else { throw ByteReaderError(reason: .tooShort, offset: position) }
        defer { position &+= 1 }
        return base[position]
    }

    @inlinable
    package mutating func fixed32() throws(ByteReaderError) -> UInt32 {
        guard remaining >= 4 else { throw ByteReaderError(reason: .tooShort, offset: position) }
        defer { position &+= 4 }
        return UInt32(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    @inlinable
    package mutating func fixed64() throws(ByteReaderError) -> UInt64 {
        guard remaining >= 8 else { throw ByteReaderError(reason: .tooShort, offset: position) }
        defer { position &+= 8 }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// Only the shortest spelling of a number is taken, so that equal values have equal bytes.
    @inlinable
    package mutating func varint() throws(ByteReaderError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var at = position
        while true {
            guard at < base.count else { throw ByteReaderError(reason: .tooShort, offset: position) }
            let byte = base[at]
            at &+= 1
            guard shift < 63 || (shift == 63 && byte <= 1), byte != 0 || shift == 0 else {
                throw ByteReaderError(reason: .overlongInteger, offset: position)
            }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift &+= 7
        }
        position = at
        return value
    }

    @inlinable
    package mutating func signed() throws(ByteReaderError) -> Int64 {
        let zigzag = try varint()
        return Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    }

    /// The next `count` bytes, in place.
    @inlinable
    package mutating func bytes(_ count: Int) throws(ByteReaderError) -> UnsafeRawBufferPointer {
        guard count >= 0, remaining >= count else {
            throw ByteReaderError(reason: .tooShort, offset: position)
        }
        defer { position &+= count }
        return UnsafeRawBufferPointer(rebasing: base[position..<position &+ count])
    }

    /// A varint length, then that many bytes, in place.
    @inlinable
    package mutating func lengthPrefixed() throws(ByteReaderError) -> UnsafeRawBufferPointer {
        let start = position
        let length = try varint()
        guard length <= UInt64(remaining) else {
            position = start
            throw ByteReaderError(reason: .tooShort, offset: start)
        }
        return try bytes(Int(length))
    }

    /// A length-prefixed UTF-8 string; bytes that are not UTF-8 are refused.
    @inlinable
    package mutating func string() throws(ByteReaderError) -> String {
        let start = position
        guard let text = String(validating: try lengthPrefixed(), as: UTF8.self) else {
            position = start
            throw ByteReaderError(reason: .invalidText, offset: start)
        }
        return text
    }
}
