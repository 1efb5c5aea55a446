/// Members in one call.
extension JSONWriter {
    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, _ number: Int64) {
        key(name, thenReserve: Self.integerBytesMax)
        putInteger(number)
    }

    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, _ number: Int) {
        member(name, Int64(number))
    }

    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, _ bool: Bool) {
        key(name, thenReserve: 5)
        if bool { append("true") } else { append("false") }
    }

    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        appendQuoted(text)
    }

    /// `nil` writes `null`.
    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, _ text: String?) {
        key(name, thenReserve: 4)
        if let text { appendQuoted(text) } else { append("null") }
    }

    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, utf8 content: UnsafeRawBufferPointer) {
        key(name)
        appendQuoted(content)
    }

    @inlinable @inline(__always)
    package mutating func member(_ name: StaticString, raw bytes: UnsafeRawBufferPointer) {
        key(name)
        append(bytes: bytes)
    }
}
