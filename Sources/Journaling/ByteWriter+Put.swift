extension ByteWriter {
    @inlinable @inline(__always)
    package mutating func put(byte: UInt8) {
        reserve(1)
        base[used] = byte
        used &+= 1
    }

    @inlinable @inline(__always)
    package mutating func put(fixed32 value: UInt32) {
        reserve(4)
        UnsafeMutableRawPointer(base + used).storeBytes(of: value.littleEndian, as: UInt32.self)
        used &+= 4
    }

    @inlinable @inline(__always)
    package mutating func put(fixed64 value: UInt64) {
        reserve(8)
        UnsafeMutableRawPointer(base + used).storeBytes(of: value.littleEndian, as: UInt64.self)
        used &+= 8
    }

    /// Seven bits a byte, least significant first: 1 byte below 128, at most 10.
    @inlinable @inline(__always)
    package mutating func put(varint value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            base[used] = UInt8(truncatingIfNeeded: rest) | 0x80
            used &+= 1
            rest >>= 7
        }
        base[used] = UInt8(truncatingIfNeeded: rest)
        used &+= 1
    }

    /// Zig-zag: numbers near zero are short, whatever their sign.
    @inlinable @inline(__always)
    package mutating func put(signed value: Int64) {
        put(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    @inlinable
    package mutating func put(bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count)
        UnsafeMutableRawPointer(base + used).copyMemory(from: source, byteCount: bytes.count)
        used &+= bytes.count
    }

    /// The length as a varint, then the bytes.
    @inlinable
    package mutating func put(lengthPrefixed bytes: UnsafeRawBufferPointer) {
        put(varint: UInt64(bytes.count))
        put(bytes: bytes)
    }

    /// The length in UTF-8 bytes as a varint, then the bytes. O(n), no allocation for native strings.
    @inlinable
    package mutating func put(string: String) {
        var string = string
        string.withUTF8 { put(lengthPrefixed: UnsafeRawBufferPointer($0)) }
    }

    /// Puts `count` zero bytes, to be filled in later.
    @inlinable
    package mutating func put(zeros count: Int) {
        reserve(count)
        (base + used).update(repeating: 0, count: count)
        used &+= count
    }

    // MARK: Records

    /// Puts a record's type and one byte for its length.
    ///
    /// - Returns: Where the body starts, for ``endRecord(bodyStart:)``.
    @inlinable @inline(__always)
    mutating func beginRecord(type: UInt8) -> Int {
        reserve(2)
        base[used] = type
        base[used &+ 1] = 0
        used &+= 2
        return used
    }

    /// Writes the length in front of the body. One byte was left for it; a body of 128 bytes or more is
    /// moved up to make room, which is cheaper than measuring each record beforehand.
    @inlinable @inline(__always)
    mutating func endRecord(bodyStart: Int) {
        let length = used &- bodyStart
        if length < 0x80 {
            base[bodyStart &- 1] = UInt8(truncatingIfNeeded: length)
        } else {
            reserve(Self.extraLengthBytesMax)
            used &+= Self.widenRecordLength(base + bodyStart, length: length)
        }
    }

    /// How many bytes a length takes beside the one left for it, at most.
    @inlinable static var extraLengthBytesMax: Int { 9 }

    /// Moves `body` up and writes its length, in more than one byte, in front of it.
    ///
    /// - Returns: By how many bytes it was moved.
    @inline(never)
    @usableFromInline static func widenRecordLength(_ body: UnsafeMutablePointer<UInt8>, length: Int) -> Int {
        let extra = (length.bitWidth - length.leadingZeroBitCount + 6) / 7 - 1
        UnsafeMutableRawPointer(body + extra).copyMemory(from: body, byteCount: length)
        for index in 0...extra {
            let group = UInt8(truncatingIfNeeded: length >> (7 * index)) & 0x7F
            body[index - 1] = index < extra ? group | 0x80 : group
        }
        return extra
    }
}
