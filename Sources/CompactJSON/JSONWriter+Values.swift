extension JSONWriter {
    @inlinable package mutating func beginObject() {
        separate(thenReserve: 1)
        put(0x7B)
    }

    @inlinable package mutating func endObject() { append(byte: 0x7D) }

    @inlinable package mutating func beginArray() {
        separate(thenReserve: 1)
        put(0x5B)
    }

    @inlinable package mutating func endArray() { append(byte: 0x5D) }

    /// Begins a member. The name is copied as it stands, so it must need no escape; debug builds check it.
    @inlinable
    package mutating func key(_ name: StaticString) {
        assert(Self.needsNoEscape(name), "key needs an escape: \(name)")
        let size = name.utf8CodeUnitCount
        separate(thenReserve: size &+ 3)
        put(0x22)
        (buffer + length).update(from: name.utf8Start, count: size)
        length &+= size
        put(0x22)
        put(0x3A)
    }

    /// Begins a member whose name is not known when compiling.
    package mutating func key(_ name: String) {
        value(name)
        append(byte: 0x3A)
    }

    @inlinable package mutating func value(_ number: Int64) {
        separate(thenReserve: Self.integerBytesMax)
        putInteger(number)
    }

    @inlinable package mutating func value(_ number: Int) { value(Int64(number)) }

    @inlinable package mutating func value(_ bool: Bool) {
        separate(thenReserve: 5)
        if bool { append("true") } else { append("false") }
    }

    @inlinable package mutating func null() {
        separate(thenReserve: 4)
        append("null")
    }

    /// Appends a string value.
    @usableFromInline
    package mutating func value(_ text: String) {
        separate(thenReserve: 2)
        put(0x22)
        appendEscaped(text)
        append(byte: 0x22)
    }

    /// Appends a string value from its content, which must be UTF-8: what a ``JSONNode`` says is.
    @usableFromInline
    package mutating func value(utf8 content: UnsafeRawBufferPointer) {
        separate(thenReserve: content.count &+ 2)
        put(0x22)
        appendEscaped(content)
        append(byte: 0x22)
    }

    /// Appends a value that is already JSON.
    @inlinable
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

/// Members in one call.
extension JSONWriter {
    @inlinable package mutating func member(_ name: StaticString, _ number: Int64) {
        key(name)
        reserve(Self.integerBytesMax)
        putInteger(number)
    }

    @inlinable package mutating func member(_ name: StaticString, _ number: Int) {
        member(name, Int64(number))
    }

    @inlinable package mutating func member(_ name: StaticString, _ bool: Bool) {
        key(name)
        if bool { append("true") } else { append("false") }
    }

    @inlinable package mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    /// `nil` writes `null`.
    @inlinable package mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { value(text) } else { append("null") }
    }

    @inlinable package mutating func member(_ name: StaticString, utf8 content: UnsafeRawBufferPointer) {
        key(name)
        value(utf8: content)
    }

    @inlinable package mutating func member(_ name: StaticString, raw bytes: UnsafeRawBufferPointer) {
        key(name)
        append(bytes: bytes)
    }
}
