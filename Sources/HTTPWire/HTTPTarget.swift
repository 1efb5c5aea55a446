/// A request target in origin form, taken apart: path segments and query.
///
/// A view, valid as long as the bytes it was made of. Every segment was judged: it is UTF-8 once decoded, is not
/// `.` or `..`, and holds no slash and no control character, so it can name nothing but itself. Two spellings of one
/// path stay two paths: nothing is normalised.
package struct HTTPTarget {
    /// The path as it was sent, with its first slash.
    package let path: UnsafeRawBufferPointer
    /// What follows the question mark, as it was sent; `nil` without one.
    package let rawQuery: UnsafeRawBufferPointer?
    /// True if no segment is percent-encoded.
    package let isPlain: Bool

    /// - Parameter bytes: As ``HTTPRequest/target`` gives them; not `*`.
    /// - Throws: ``HTTPRefusal/malformedTarget``, ``HTTPRefusal/encodingNotUTF8``, ``HTTPRefusal/unsafePath``.
    /// - Complexity: O(bytes), without allocation if the path has no `%`.
    package init(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) {
        guard bytes.first == Byte.slash else { throw .malformedTarget }
        var pathEnd = 0
        var isPlain = true
        while pathEnd < bytes.count, bytes[pathEnd] != Byte.questionMark {
            guard ASCIISet.target.contains(bytes[pathEnd]) else { throw .malformedTarget }
            if bytes[pathEnd] == Byte.percent { isPlain = false }
            pathEnd += 1
        }
        path = bytes.part(0..<pathEnd)
        rawQuery = pathEnd < bytes.count ? bytes.part(pathEnd + 1..<bytes.count) : nil
        self.isPlain = isPlain
        for segment in segments { try segment.check() }
    }

    /// The segments in order. `/` has one, which is empty, and a path that ends with a slash ends with an empty one.
    package var segments: HTTPPathSegments { HTTPPathSegments(rest: path.part(1..<path.count)) }

    /// The items of the query.
    /// - Throws: see ``HTTPQuery/init(_:itemsMax:)``.
    package func query(itemsMax: Int = 64) throws(HTTPRefusal) -> HTTPQuery {
        try HTTPQuery(rawQuery ?? UnsafeRawBufferPointer(start: nil, count: 0), itemsMax: itemsMax)
    }
}

/// The segments of a path, one after the other, without allocation.
package struct HTTPPathSegments: Sequence, IteratorProtocol {
    /// What stands behind the last slash taken; `nil` at the end.
    var rest: UnsafeRawBufferPointer?

    init(rest: UnsafeRawBufferPointer) { self.rest = rest }

    package mutating func next() -> HTTPPathSegment? {
        guard let rest else { return nil }
        let end = rest.firstIndex(of: Byte.slash) ?? rest.count
        self.rest = end < rest.count ? rest.part(end + 1..<rest.count) : nil
        return HTTPPathSegment(raw: rest.part(0..<end))
    }
}

/// One segment of a path that was judged.
package struct HTTPPathSegment {
    /// As it was sent.
    package let raw: UnsafeRawBufferPointer

    /// Decoded.
    package var text: String {
        guard raw.contains(Byte.percent) else { return String(decoding: raw, as: UTF8.self) }
        do throws(HTTPRefusal) {
            return try PercentDecoding.text(raw, plusIsSpace: false)
        } catch {
            preconditionFailure("a segment that was judged does not decode: \(error)")
        }
    }

    /// Compares with a constant of plain characters; an encoded spelling of it is not equal.
    package func equals(_ text: StaticString) -> Bool { raw.equals(text) }

    func check() throws(HTTPRefusal) {
        guard raw.contains(Byte.percent) else {
            if raw.equals(".") || raw.equals("..") { throw .unsafePath }
            return
        }
        let decoded = try PercentDecoding.text(raw, plusIsSpace: false)
        if decoded == "." || decoded == ".." { throw .unsafePath }
        let isSafe = decoded.utf8.allSatisfy { $0 >= Byte.space && $0 != 0x7F && $0 != Byte.slash }
        guard isSafe else { throw .unsafePath }
    }
}
