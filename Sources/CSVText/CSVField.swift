/// One field of a record, still in the bytes of the text.
package struct CSVField {
    /// What stands in the field, without the quotes around it; doubled quotes are still doubled.
    package let bytes: UnsafeRawBufferPointer
    package let isQuoted: Bool
    let hasDoubledQuotes: Bool

    @inlinable
    package var isEmpty: Bool { bytes.isEmpty }

    /// What the field says. Bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Complexity: O(length).
    package var text: String {
        hasDoubledQuotes
            ? String(decoding: content, as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    }

    /// What the field says, or `nil` if its bytes are not UTF-8.
    ///
    /// - Complexity: O(length).
    var validText: String? {
        hasDoubledQuotes
            ? String(validating: content, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }

    /// The bytes with doubled quotes made single.
    private var content: [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(bytes.count)
        var isSecond = false
        for byte in bytes {
            isSecond = byte == UInt8(ascii: "\"") && !isSecond
            if byte != UInt8(ascii: "\"") || isSecond { content.append(byte) }
        }
        return content
    }
}
