/// A complete request: its head together with its bytes.
///
/// A view, valid as long as the memory it was made of: of the caller's buffer until that changes, of the parser's
/// content until its next request. To keep one, copy the bytes and make another view of the same head.
package struct HTTPRequest {
    package let head: HTTPRequestHead
    /// From the first byte of the request line on, at least ``HTTPRequestHead/byteCount``.
    package let bytes: UnsafeRawBufferPointer
    /// The content, decoded; empty if there is none.
    package let body: UnsafeRawBufferPointer

    package init(head: HTTPRequestHead, bytes: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) {
        precondition(bytes.count >= head.byteCount, "\(bytes.count) bytes for a head of \(head.byteCount)")
        self.head = head
        self.bytes = bytes
        self.body = body
    }

    package var method: HTTPMethod { head.method }

    /// The request target as it was sent.
    package var target: UnsafeRawBufferPointer { slice(head.target) }

    /// The value of a field, without white space around it; of the first one if there are several.
    /// - Complexity: O(1).
    package subscript(name: HTTPFieldName) -> UnsafeRawBufferPointer? {
        head.field(name).map { slice($0.value) }
    }

    /// The value of the first field with that name, whatever the case.
    /// - Complexity: O(fields).
    package subscript(name: StaticString) -> UnsafeRawBufferPointer? {
        let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        let field = head.fields.first { wanted.equalsIgnoringCase(slice($0.name)) }
        return field.map { slice($0.value) }
    }

    /// The value of a field as text; bytes that are not UTF-8 come out as U+FFFD.
    package func text(_ name: HTTPFieldName) -> String? {
        self[name].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Name and value of every field in order.
    package func forEachField(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void) {
        for field in head.fields { body(slice(field.name), slice(field.value)) }
    }

    private func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
    }
}

extension UnsafeRawBufferPointer {
    /// Compares ASCII letters without their case and all other bytes as they are.
    package func equalsIgnoringCase(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        return zip(self, other).allSatisfy { Self.lowered($0) == Self.lowered($1) }
    }

    /// Compares with a constant, ASCII letters without their case.
    package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        equalsIgnoringCase(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Compares with a constant byte for byte.
    package func equals(_ text: StaticString) -> Bool {
        elementsEqual(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The bytes from `range`, as a buffer that begins at 0.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
