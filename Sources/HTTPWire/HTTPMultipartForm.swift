import Glibc

/// The parts of a complete `multipart/form-data` content (RFC 7578).
///
/// Content is not copied: a part says where in the body it stands. Strict where readers differ: nothing before the
/// first boundary, CR LF only, no folded fields, no transfer encoding, every name once or more but never absent.
package struct HTTPMultipartForm: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package let name: String
        /// As the sender calls it: data, never a path here.
        package let filename: String?
        /// As it was sent; absent means plain text.
        package let contentType: String?
        /// Where its content stands in the body.
        package let content: Range<Int>
    }

    package let parts: [Part]

    static var partFieldsBytesMax: Int { 4_096 }
    static var partFieldsMax: Int { 8 }
    static var boundaryBytesMax: Int { 70 }

    /// - Throws: ``HTTPRefusal/malformedMultipart`` or ``HTTPRefusal/tooManyParts``.
    /// - Complexity: O(bytes).
    package init(
        _ body: UnsafeRawBufferPointer, contentType: HTTPMediaType, partsMax: Int = 16
    ) throws(HTTPRefusal) {
        let delimiter = try Self.delimiter(contentType)
        let line = delimiter.dropFirst(2)
        guard body.starts(with: line) else { throw .malformedMultipart }
        var parts: [Part] = []
        var position = line.count
        while try !Self.isEnd(body, &position) {
            guard parts.count < partsMax else { throw .tooManyParts }
            var fields = PartFields()
            position = try fields.read(body, from: position)
            guard let end = Self.find(delimiter, in: body, from: position - 2) else {
                throw .malformedMultipart
            }
            // The empty line's end can be the delimiter's beginning: then there is no content.
            parts.append(try fields.part(content: position..<max(position, end)))
            position = end + delimiter.count
        }
        self.parts = parts
    }

    /// CR LF, two hyphens, and the boundary (RFC 2046, section 5.1.1), which is narrowed to what has no space.
    private static func delimiter(_ type: HTTPMediaType) throws(HTTPRefusal) -> [UInt8] {
        guard type.essence == "multipart/form-data", let boundary = type.parameter("boundary"),
            (1...boundaryBytesMax).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ ASCIISet.boundary.contains($0) })
        else { throw .malformedMultipart }
        return Array("\r\n--\(boundary)".utf8)
    }

    /// Reads what follows a boundary: CR LF and another part, or two hyphens and the end.
    private static func isEnd(
        _ body: UnsafeRawBufferPointer, _ position: inout Int
    ) throws(HTTPRefusal) -> Bool {
        let rest = body.part(position..<body.count)
        if rest.starts(with: "\r\n".utf8) {
            position += 2
            return false
        }
        guard rest.equals("--") || rest.equals("--\r\n") else { throw .malformedMultipart }
        return true
    }

    /// - Parameter wanted: Begins with the one CR in it, so no byte is compared twice.
    private static func find(_ wanted: [UInt8], in body: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = body.baseAddress else { return nil }
        var position = start
        while position + wanted.count <= body.count {
            let last = body.count - wanted.count
            guard let found = memchr(base + position, CInt(Byte.carriageReturn), last - position + 1) else {
                return nil
            }
            if memcmp(found, wanted, wanted.count) == 0 { return UnsafeRawPointer(found) - base }
            position = UnsafeRawPointer(found) - base + 1
        }
        return nil
    }
}
