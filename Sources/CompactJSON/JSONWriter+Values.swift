extension JSONWriter {
    @inlinable @inline(__always)
    package mutating func beginObject() {
        separate(thenReserve: 1)
        put(0x7B)
    }

    @inlinable @inline(__always)
    package mutating func endObject() { append(byte: 0x7D) }

    @inlinable @inline(__always)
    package mutating func beginArray() {
        separate(thenReserve: 1)
        put(0x5B)
    }

    @inlinable @inline(__always)
    package mutating func endArray() { append(byte: 0x5D) }

    /// Begins a member. The name is copied as it stands, so it must need no escape; debug builds check it.
    @inlinable @inline(__always)
    package mutating func key(_ name: StaticString) { key(name, thenReserve: 0) }

    /// Begins a member and makes room for `additional` bytes of its value.
    @inlinable @inline(__always)
    mutating func key(_ name: StaticString, thenReserve additional: Int) {
        assert(Self.needsNoEscape(name), "key needs an escape: \(name)")
        let size = name.utf8CodeUnitCount
        separate(thenReserve: size &+ 3 &+ additional)
        let target = buffer + length
        target[0] = 0x22
        (target + 1).update(from: name.utf8Start, count: size)
        target[size &+ 1] = 0x22
        target[size &+ 2] = 0x3A
        length &+= size &+ 3
    }

    /// Begins a member whose name is not known when compiling.
    package mutating func key(_ name: String) {
        value(name)
        append(byte: 0x3A)
    }

    @inlinable @inline(__always)
    package mutating func value(_ number: Int64) {
        separate(thenReserve: Self.integerBytesMax)
        putInteger(number)
    }

    @inlinable @inline(__always)
    package mutating func value(_ number: Int) { value(Int64(number)) }

    @inlinable @inline(__always)
    package mutating func value(_ bool: Bool) {
        separate(thenReserve: 5)
        if bool { append("true") } else { append("false") }
    }

    @inlinable @inline(__always)
    package mutating func null() {
        separate(thenReserve: 4)
        append("null")
    }

    /// Appends a string value.
    @inlinable @inline(__always)
    package mutating func value(_ text: String) {
        separate(thenReserve: 0)
        appendQuoted(text)
    }

    /// Appends a string value from its content, which must be UTF-8: what a ``JSONNode`` says is.
    @inlinable @inline(__always)
    package mutating func value(utf8 content: UnsafeRawBufferPointer) {
        separate(thenReserve: 0)
        appendQuoted(content)
    }

    /// Appends a value that is already JSON.
    @inlinable @inline(__always)
    package mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        separate(thenReserve: bytes.count)
        append(bytes: bytes)
    }

    /// Used by an assertion only.
    @usableFromInline
    static func needsNoEscape(_ name: StaticString) -> Bool {
        UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            .allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0xE2 }
    }
}
